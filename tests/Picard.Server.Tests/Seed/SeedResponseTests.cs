using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>The seed's statements about what becomes of a response (B.2 to B.4, A.11).</summary>
public sealed class SeedResponseTests
{
    private readonly EventLog _log = new();

    [Fact] // Seed SV-22, EV-61; bug J 30 is not copied: EV-62, an empty value is a value
    public async Task Fields_AreWrittenInTheirOrder_AlsoThoseOfOneName_AndEmptyOnes()
    {
        Answer(static downstream =>
        {
            downstream.Fields.Add("X-Foo", "1");
            downstream.Fields.Add("X-Bar", "2");
            downstream.Fields.Add("X-Foo", "3");
            downstream.Fields.Add("X-Empty", "");
            downstream.Respond(StatusCode.Ok);
        });
        var response = await ConverseAsync(Get("/send", "Connection: close\r\n"));
        Assert.Contains("\r\nX-Foo: 1\r\nX-Bar: 2\r\nX-Foo: 3\r\nX-Empty: \r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 0\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
    }

    [Theory] // Seed SV-26, SV-27, A.10.8
    [InlineData(204)]
    [InlineData(304)]
    public async Task ContentThatTheStatusForbids_Throws_AndOnlyTheNextResponseIsSent(int status)
    {
        Answer(downstream =>
        {
            Assert.Throws<InvalidOperationException>(() => downstream.Respond(new StatusCode(status), "content"));
            downstream.Respond(StatusCode.Ok, "fine");
        });
        var stream = await ConverseAsync(Get("/send", "Connection: close\r\n"));
        Assert.Equal(["200"], StatusesOf(stream));
        Assert.StartsWith("HTTP/1.1 200 ", stream, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nfine", stream, StringComparison.Ordinal);
        Assert.Equal("request done", _log.All);
    }

    [Theory] // Seed A.10.12; bug J 30 is not copied: any three digits are a status
    [InlineData(299)]
    [InlineData(599)]
    [InlineData(999)]
    public async Task StatusThatNobodyKnows_IsSent(int status)
    {
        Answer(downstream => downstream.Respond(new StatusCode(status), "odd"));
        Assert.StartsWith($"HTTP/1.1 {status} \r\n", await ConverseAsync(Get("/send", "Connection: close\r\n")), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new StatusCode(status + 1000));
    }

    [Fact] // Seed SV-28, SV-29, SV-30, EV-64, EV-72: without a length HTTP/1.0 reads until the close, which comes after the last octet and not before
    public async Task ContentThatComesLater_IsNotCutShortByTheClose()
    {
        _log.Script = async downstream =>
        {
            downstream.Begin(StatusCode.Ok);
            downstream.Write("Hello ");
            await _log.Gate.Task;
            await Task.Yield();
            downstream.Write("world");
            downstream.Complete();
        };
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("GET /send HTTP/1.0\r\n\r\n");
        Assert.EndsWith("\r\n\r\nHello ", await ReadUntilAsync(peer, "Hello "), StringComparison.Ordinal);
        _log.Gate.SetResult();
        Assert.Equal("world", await peer.ReadToEndAsync());
        Assert.Equal("request done", _log.All);
    }

    [Fact] // Seed SV-31, SV-32, EV-64
    public async Task Chunks_AreWrittenAsTheyAreFlushed_AndTheConnectionGoesOn_UntilItsClientCloses()
    {
        _log.Script = async downstream =>
        {
            if (_log.Count("request") == 2)
            {
                downstream.Respond(StatusCode.Accepted);
                return;
            }

            downstream.Begin(StatusCode.Ok);
            downstream.Write("Hello");
            await downstream.WriteAsync(default);
            downstream.Write("World");
            downstream.Complete();
        };
        var stream = await ConverseAsync(Get("/send") + Get("/send") + Get("/send", "Connection: close\r\n"));
        const string Chunks = "\r\n\r\n5\r\nHello\r\n5\r\nWorld\r\n0\r\n\r\n";
        Assert.Equal(["200", "202", "200"], StatusesOf(stream));
        Assert.Contains(Chunks + "HTTP/1.1 202 Accepted\r\n", stream, StringComparison.Ordinal);
        Assert.EndsWith(Chunks, stream, StringComparison.Ordinal);
    }

    [Fact] // Seed SV-33, SV-34, but that the end is said (product: Complete) and not counted
    public async Task ClientThatClosesWithTheLastAnnouncedOctet_IsDone()
    {
        Answer(static downstream =>
        {
            downstream.Begin(StatusCode.Ok, 5);
            downstream.Write("Hello");
            downstream.Complete();
        });
        foreach (var network in new[] { Network.InMemory, Network.Sockets, Network.EventLoops })
        {
            await using var server = await TestServer.StartAsync(network, EventApplication.Create(_log));
            await using (var peer = await server.ConnectAsync())
            {
                await peer.SendAsync(Get("/send"));
                var response = await peer.ReadResponseAsync();
                Assert.DoesNotContain("Transfer-Encoding", response, StringComparison.Ordinal);
                Assert.EndsWith("\r\n\r\nHello", response, StringComparison.Ordinal);
            }

            await server.EmptyAsync();
        }

        Assert.Equal("request done request done request done", _log.All);
    }

    [Theory] // Seed SV-42, SV-43, EV-71
    [InlineData(204)]
    [InlineData(304)]
    public async Task ResponsesWithoutContent_KeepTheConnection_UntilItsClientCloses(int status)
    {
        Answer(downstream => downstream.Respond(new StatusCode(status)));
        var stream = await ConverseAsync(Get("/send") + Post("/send", "Hello") + Get("/send", "Connection: close\r\n"));
        Assert.Equal([$"{status}", $"{status}", $"{status}"], StatusesOf(stream));
        Assert.DoesNotContain("Content-Length", stream, StringComparison.Ordinal);
        Assert.Equal("request done request done request done", _log.All);
    }

    [Fact] // Seed SV-55, EV-84, A.10.7
    public async Task Continue_ToHttp10_Throws_AndTheExchangeCanBeAnswered()
    {
        Answer(static downstream =>
        {
            Assert.Throws<InvalidOperationException>(downstream.Continue);
            downstream.Respond(StatusCode.NoContent);
        });
        var stream = await ConverseAsync("POST /send HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nHello");
        Assert.Equal(["204"], StatusesOf(stream));
        Assert.Equal("request done", _log.All);
    }

    [Fact] // Seed EP-06, EV-38: what is enumerated waits for its reader
    public async Task StreamedItems_ArePacedByTheirReader()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/rows?count=100000", "Connection: close\r\n"));
        Assert.Equal(0, _log.Count("enumerated"));
        Assert.Contains("99999", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(1, _log.Count("enumerated"));
    }

    private static async Task<string> ReadUntilAsync(TestPeer peer, string end)
    {
        var all = "";
        while (!all.EndsWith(end, StringComparison.Ordinal))
        {
            all += await peer.ReadOnceAsync();
        }

        return all;
    }

    private void Answer(Action<Downstream> answer) => _log.Script = downstream =>
    {
        answer(downstream);
        return default;
    };

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));

    private async Task<string> ConverseAsync(string input)
    {
        await using var server = await StartAsync();
        return await server.ConverseAsync(input);
    }
}
