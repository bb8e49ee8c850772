using Picard.Http.Fuzz;

namespace Picard.Http.Tests;

/// <summary>A short run of the fuzzer, with the same inputs each time. tests/Picard.Http.Fuzz runs as long as it is told.</summary>
public class FuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void EveryProperty_HoldsForTenThousandMutatedInputs(ulong seed)
    {
        var run = new FuzzRun(Seeds(TranscriptKind.Request), Seeds(TranscriptKind.Response));

        var failure = run.Check(seed, 0, 10_000);

        Assert.True(failure is null, failure?.ToString());
        // Were nearly all inputs refused at once, nothing would be shown.
        Assert.True(run.Target.AcceptedMessages > 500, $"Only {run.Target.AcceptedMessages} messages were accepted.");
    }

    private static List<byte[]> Seeds(TranscriptKind kind) =>
        [.. TranscriptCatalogue.All.Values.Where(transcript => transcript.Kind == kind && transcript.Octets.Length < 2048).Select(transcript => transcript.Octets)];
}
