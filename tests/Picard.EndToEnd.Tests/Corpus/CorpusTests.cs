using Picard.EndToEnd.Tests.Peers;
using Picard.Http.Tests.Corpus;

namespace Picard.EndToEnd.Tests.Corpus;

/// <summary>
/// Every request of the corpus through a real socket: good messages are echoed as the corpus reads them, in order; a bad one is refused once,
/// after the answers to those before it; then the connection closes, and nothing that follows is served.
/// </summary>
public abstract class CorpusTests(EchoServer server)
{
    // Limit: enough to keep two cores busy, few enough that one slow case does not fill the accept queue.
    private const int MaxConnections = 8;

    public static TheoryData<string> Requests => CorpusCase.Ids(requests: true);

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_SentWhole_IsAnsweredAsTheCorpusSays(string id)
    {
        var octets = CorpusCase.All[id].Octets;
        await AssertAsync(id, "whole", [octets]);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_SentOctetByOctet_IsAnsweredAsTheCorpusSays(string id) =>
        await AssertAsync(id, "octet by octet", CorpusCase.All[id].Octets.Select(octet => new[] { octet }));

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_SentInTwoPieces_IsAnsweredAsTheCorpusSays(string id)
    {
        var octets = CorpusCase.All[id].Octets;
        var limit = new ParallelOptions { MaxDegreeOfParallelism = MaxConnections };
        await Parallel.ForEachAsync(SplitOffsets.Of(octets), limit, async (at, _) => await AssertAsync(id, $"split at {at}", [octets[..at], octets[at..]]));
    }

    private async Task AssertAsync(string id, string arrival, IEnumerable<byte[]> pieces)
    {
        var expected = new ExpectedAnswers(CorpusCase.All[id]);
        await using var connection = await RawConnection.ConnectAsync(server.EndPoint);
        var sending = SendAsync(connection, pieces, expected);
        var answers = new List<string>();
        while (await connection.ReceiveFinalAsync(expected.MethodOf(answers.Count)) is { } response)
        {
            answers.Add(ExpectedAnswers.Describe(expected.MethodOf(answers.Count), response));
        }

        // The server lingers until we close, so not even what it no longer reads is answered with a reset.
        await sending;
        var isRefusedEarly = expected.MayBeRefusedEarly && answers.Count == expected.Lines.Count + 1 && answers[^1] == ExpectedAnswers.Refused;
        Assert.True(
            expected.Lines.SequenceEqual(isRefusedEarly ? answers.SkipLast(1) : answers),
            $"{id}, {arrival}:\n{string.Join('\n', answers)}\nexpected:\n{string.Join('\n', expected.Lines)}");
    }

    private static async Task SendAsync(RawConnection connection, IEnumerable<byte[]> pieces, ExpectedAnswers expected)
    {
        foreach (var piece in pieces)
        {
            await connection.SendAsync(piece);
        }

        if (expected.IsCutShort)
        {
            connection.CloseOutput();
        }
        else
        {
            await connection.SendAsync(ExpectedAnswers.FollowUp);
        }
    }
}
