using Picard.Http.Fuzz;

namespace Picard.Http.Tests;

/// <summary>Runs every transcript whole, octet by octet and split at every offset.</summary>
public class TranscriptTests
{
    private static readonly Layout[] s_layouts = Enum.GetValues<Layout>();

    public static TheoryData<string, string> Read => Facts(transcript => transcript.Kind != TranscriptKind.Writing);

    [Theory]
    [MemberData(nameof(Read))]
    public void Transcript_GivesItsEvents_HoweverItArrives(string file, string fact)
    {
        var transcript = TranscriptCatalogue.All[(file, fact)];
        var recorder = RecorderOf(transcript);
        var feeder = new Feeder();
        var (octets, ending) = (transcript.Octets, transcript.Ending);

        feeder.Whole(recorder, octets, ending, Layout.OneSegment);
        Expect(transcript, recorder, "whole");
        foreach (var layout in s_layouts)
        {
            feeder.Whole(recorder, octets, ending, layout, octets.Length / 2);
            Expect(transcript, recorder, $"whole, {layout}");
        }

        if (!transcript.FewSplits)
        {
            feeder.OctetByOctet(recorder, octets, ending, Layout.OneSegment);
            Expect(transcript, recorder, "octet by octet, one segment");
            feeder.OctetByOctet(recorder, octets, ending, Layout.OctetSegments);
            Expect(transcript, recorder, "octet by octet, each in its segment");
        }

        for (var split = 1; split < octets.Length; split += transcript.FewSplits ? 1 + (octets.Length / 64) : 1)
        {
            feeder.Whole(recorder, octets, ending, Layout.TwoSegments, split);
            Expect(transcript, recorder, $"two segments that meet at {split}");
            feeder.Split(recorder, octets, ending, Layout.OneSegment, split);
            Expect(transcript, recorder, $"split at {split}, one segment");
            feeder.Split(recorder, octets, ending, Layout.TwoSegments, split);
            Expect(transcript, recorder, $"split at {split}, two segments");
        }
    }

    private static TheoryData<string, string> Facts(Func<Transcript, bool> which)
    {
        var facts = new TheoryData<string, string>();
        foreach (var transcript in TranscriptCatalogue.All.Values.Where(which))
        {
            facts.Add(transcript.File, transcript.Fact);
        }

        return facts;
    }

    private static IMessageRecorder RecorderOf(Transcript transcript) => transcript.Kind == TranscriptKind.Request
        ? new RequestRecorder(transcript.Limits)
        : new ResponseRecorder(transcript.Limits, transcript.RequestMethods);

    private static void Expect(Transcript transcript, IMessageRecorder recorder, string how)
    {
        var said = recorder.Log.ToString().TrimEnd('\n');
        if (said != transcript.Events)
        {
            Assert.Fail($"{transcript} ({how})\nexpected:\n{transcript.Events}\n\nsaid:\n{said}\n");
        }
    }
}
