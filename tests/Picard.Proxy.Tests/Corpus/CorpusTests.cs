using System.Text;
using Picard.Client.Tests;
using Picard.Http.Tests.Corpus;
using Picard.Server.Tests;

namespace Picard.Proxy.Tests.Corpus;

/// <summary>Nothing that must be refused passes, in either direction; what is good passes as it is.</summary>
public sealed class CorpusTests
{
    private const string FollowUp = "GET /follow-up HTTP/1.1\r\nHost: follow-up\r\nConnection: close\r\n\r\n";

    public static TheoryData<string> Requests => CorpusCase.Ids(requests: true);

    // A client of ours sends no CONNECT.
    public static TheoryData<string> Responses =>
        [.. CorpusCase.All.Values.Where(static one => !one.IsRequest && CorpusCase.Text(one.Expect, "request_method") != "CONNECT").Select(static one => one.Id)];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_ReachesTheServer_OnlyIfItIsGood(string id)
    {
        var corpusCase = CorpusCase.All[id];
        var (expected, isCutShort) = Expected(corpusCase);
        foreach (var pieceBytes in new[] { int.MaxValue, 1 })
        {
            var recorder = new Recorder();
            await using var upstream = new ServedInMemory(recorder);
            await using var gateway = Forwarding(upstream);
            await using var front = await TestServer.StartAsync(Network.InMemory, gateway);
            await using var peer = await front.ConnectAsync();
            foreach (var piece in corpusCase.Octets.Chunk(Math.Min(pieceBytes, Math.Max(1, corpusCase.Octets.Length))))
            {
                await peer.SendAsync(piece);
            }

            if (isCutShort)
            {
                await peer.FinishAsync();
            }
            else
            {
                await peer.SendAsync(FollowUp);
            }

            _ = await peer.ReadToEndAsync();
            Assert.Equal(expected, recorder.Requests);
        }
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task Response_ReachesTheClient_OnlyIfItIsGood(string id)
    {
        var corpusCase = CorpusCase.All[id];
        var isGood = CorpusCase.Text(corpusCase.Expect, "strict") == "accept";
        foreach (var pieceBytes in new[] { int.MaxValue, 1 })
        {
            var network = new ScriptedNetwork();
            await using var gateway = Forwarding(network);
            await using var front = new ServedInMemory(gateway);
            await using var client = new PicardClient(new ClientOptions { Connector = front });
            var method = CorpusCase.Text(corpusCase.Expect, "request_method") == "HEAD" ? Method.Head : Method.Get;
            var asked = AskAsync(client, method);
            var server = await network.AcceptAsync();
            await server.ReadHeadAsync();
            var served = ServeAsync(server, corpusCase.Octets, pieceBytes);
            var (status, content) = await asked;
            await served;
            if (isGood && corpusCase.Expect.GetProperty("status").GetInt32() != StatusCode.SwitchingProtocols.Code)
            {
                Assert.Equal((corpusCase.Expect.GetProperty("status").GetInt32(), CorpusCase.Body(corpusCase.Expect)), (status, content));
            }
            else
            {
                // A 502, or a response that is seen to be broken off.
                Assert.Contains(status, (int[])[0, StatusCode.BadGateway.Code]);
            }
        }
    }

    private static Gateway Forwarding(Picard.Transport.TransportConnector upstream) => new(new GatewayOptions
    {
        Upstream = new UpstreamOptions { Name = "backend", Destinations = ["http://127.0.0.1:9000"], MaxAttempts = 1 },
        Client = new ClientOptions { Connector = upstream },
    });

    /// <returns>Status 0: there was no whole response.</returns>
    private static async Task<(int Status, string Content)> AskAsync(PicardClient client, Method method)
    {
        try
        {
            await using var response = await client.SendAsync(new ClientRequest(method, "http://127.0.0.1/"));
            return (response.Status.Code, Encoding.Latin1.GetString(await response.ReadAllAsync()));
        }
        catch (RequestException)
        {
            return (0, "");
        }
    }

    private static async Task ServeAsync(ScriptedPeer server, byte[] octets, int pieceBytes)
    {
        foreach (var piece in octets.Chunk(Math.Min(pieceBytes, Math.Max(1, octets.Length))))
        {
            await server.SendAsync(Encoding.Latin1.GetString(piece));
        }

        await server.FinishAsync();
    }

    private static (List<string> Requests, bool IsCutShort) Expected(CorpusCase corpusCase)
    {
        var expected = new List<string>();
        foreach (var message in corpusCase.Expect.GetProperty("messages").EnumerateArray())
        {
            var verdict = OpenQuestions.Verdict(corpusCase.Id, message);
            if (verdict is "incomplete" or "reject")
            {
                return (expected, verdict == "incomplete");
            }

            var method = CorpusCase.Text(message, "method");
            var target = CorpusCase.Text(message, "target");
            var at = target.IndexOf("://", StringComparison.Ordinal);
            var isAbsolute = at > 0 && target.IndexOf('/', StringComparison.Ordinal) == at + 1;
            expected.Add(Recorder.Describe(method, isAbsolute ? PathOf(target[(at + 3)..]) : target, CorpusCase.Body(message), message.TryGetProperty("trailers", out _) ? CorpusCase.Lines(message, "trailers") : ""));
            if (method == "CONNECT" || CorpusCase.Flag(message, "close_after"))
            {
                return (expected, false);
            }
        }

        expected.Add(Recorder.Describe("GET", "/follow-up", "", ""));
        return (expected, false);
    }

    private static string PathOf(string behindScheme)
    {
        var path = behindScheme.IndexOfAny(['/', '?']);
        return path < 0 ? "/" : behindScheme[path] == '?' ? "/" + behindScheme[path..] : behindScheme[path..];
    }
}
