using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryExchangeTests : ExchangeTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketExchangeTests : ExchangeTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopExchangeTests : ExchangeTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketExchangeTests : ExchangeTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>Requests and responses, persistence and pipelining, on every transport.</summary>
public abstract class ExchangeTests
{
    protected abstract Network Network { get; }

    [Fact] // SV-01, EV-70, SV-20
    public async Task Request_IsAnswered_AndTheConnectionClosesWhenAsked()
    {
        await using var server = await TestServer.StartAsync(Network);
        var stream = await server.ConverseAsync(Get("/hello", "Connection: close\r\n"));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", stream, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 6\r\n", stream, StringComparison.Ordinal);
        Assert.Contains("\r\nDate: ", stream, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", stream, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n/hello", stream, StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task Request_ThatArrivesByteByByte_IsAnswered()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendByteByByteAsync(Post("/content", "Hello"));
        Assert.EndsWith("Hello", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact] // SV-40, EV-73, SV-96, decisions "Pipelining"
    public async Task PipelinedRequests_AreAnsweredInOrder_WithOneFlush()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/1") + Post("/content", "two") + Get("/3"));
        var stream = await peer.ReadOnceAsync();
        Assert.Equal(["200", "200", "200"], StatusesOf(stream));
        Assert.True(stream.IndexOf("/1", StringComparison.Ordinal) < stream.IndexOf("two", StringComparison.Ordinal));
        Assert.EndsWith("/3", stream, StringComparison.Ordinal);
    }

    [Fact] // Seed A.10.16
    public async Task PipelinedRequests_BehindASuspendedHandler_WaitForIt()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/1") + Get("/wait") + Get("/3"));

        // The response before the suspended one is not held up by it.
        Assert.EndsWith("/1", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        server.Handler.Pending.SetResult("two");
        Assert.EndsWith("two", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.EndsWith("/3", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact] // SV-40, SV-45
    public async Task Connection_ServesOneRequestAfterTheOther()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        for (var i = 0; i < 50; i++)
        {
            var target = i % 2 == 0 ? $"/{i}" : "/later";
            await peer.SendAsync(Get(target));
            Assert.EndsWith(i % 2 == 0 ? target : "later", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(50, server.Server.Requests);
        Assert.Equal(1, server.Server.AcceptedConnections);
    }

    [Fact] // SV-23, SV-24, SV-41, EV-67
    public async Task Head_HasTheFieldsOfGet_AndNoContent()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("HEAD /hello HTTP/1.1\r\nHost: test\r\n\r\nHEAD /large HTTP/1.1\r\nHost: test\r\n\r\n" + Get("/end", "Connection: close\r\n"));
        var stream = await peer.ReadToEndAsync();
        var responses = stream.Split("HTTP/1.1 200 OK\r\n");
        Assert.Contains("Content-Length: 6\r\n", responses[1], StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", responses[1], StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {TestHandler.Large.Length}\r\n", responses[2], StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", responses[2], StringComparison.Ordinal);
        Assert.EndsWith("/end", responses[3], StringComparison.Ordinal);
    }

    [Fact] // SV-06, EV-68, decisions "HTTP/1.0"
    public async Task Http10_ClosesAfterTheResponse()
    {
        await using var server = await TestServer.StartAsync(Network);
        var stream = await server.ConverseAsync("GET /old HTTP/1.0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", stream, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", stream, StringComparison.Ordinal);
        Assert.EndsWith("/old", stream, StringComparison.Ordinal);
    }

    [Fact] // Seed EV-70; decisions "HTTP/1.0"
    public async Task Http10_WithKeepAlive_Persists()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await peer.SendAsync("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            Assert.Contains("\r\nConnection: keep-alive\r\n", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task LargeContent_ArrivesWhole()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/large") + Get("/after"));
        Assert.Equal(TestHandler.Large.ToArray(), TestPeer.ContentOf(await peer.ReadResponseAsync()).Select(c => (byte)c));
        Assert.EndsWith("/after", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact] // decisions "Pipelining": output is bounded while a client pipelines and does not read
    public async Task PipeliningClient_ThatDoesNotRead_IsNotServedWithoutLimit()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        const int Requests = 5_000;
        var sending = peer.SendAsync(string.Concat(Enumerable.Repeat(Get("/" + new string('x', 1000)), Requests)));
        var read = 0;
        while (read < Requests)
        {
            // What is answered and not read yet is at most what transport and kernel hold: never the whole lot.
            Assert.EndsWith("x", await peer.ReadResponseAsync(), StringComparison.Ordinal);
            read++;
        }

        await sending;
        Assert.Equal(Requests, server.Handler.Calls);
    }

    [Fact] // decisions "Client gone": FIN after a complete request
    public async Task HalfClosedClient_IsAnswered()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/1") + Get("/2"));
        await peer.FinishAsync();
        Assert.Equal(["200", "200"], StatusesOf(await peer.ReadToEndAsync()));
    }

    [Fact] // SV-46
    public async Task Client_ThatLeavesBetweenExchanges_IsNobodysError()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using (var peer = await server.ConnectAsync())
        {
            await peer.SendAsync(Get("/1"));
            await peer.ReadResponseAsync();
        }

        await server.Server.StopAsync();
        Assert.Equal(0, server.Server.OpenConnections);
        Assert.Empty(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Warning));
    }

    [Fact]
    public async Task AsyncLocal_OfOneExchange_DoesNotReachTheNext()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/ambient") + Get("/ambient"));
        Assert.EndsWith("empty", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.EndsWith("empty", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact] // Seed EV-90; RFC 9110 §9.3.6
    public async Task Connect_IsTheLastRequestOfItsConnection()
    {
        await using var server = await TestServer.StartAsync(Network);
        var stream = await server.ConverseAsync("CONNECT test:80 HTTP/1.1\r\nHost: test:80\r\n\r\n" + Get("/smuggled"));
        Assert.Single(StatusesOf(stream));
        Assert.DoesNotContain("smuggled", stream, StringComparison.Ordinal);
    }

    [Theory] // RFC 9112 §7.1.2
    [InlineData("/trailing", "7\r\ncontent\r\n")]
    [InlineData("/trailing-empty", "")]
    public async Task Trailers_FollowTheContent_InChunks(string target, string chunk)
    {
        await using var server = await TestServer.StartAsync(Network);
        var received = await server.ConverseAsync(Get(target) + Get("/next", "Connection: close\r\n"));
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\nTrailer: Checksum, Server-Timing\r\n", received, StringComparison.Ordinal);
        Assert.Contains($"\r\n\r\n{chunk}0\r\nChecksum: abc\r\nChecksum: def\r\nServer-Timing: all;dur=1\r\n\r\nHTTP/1.1 200 OK\r\n", received, StringComparison.Ordinal);
        Assert.EndsWith("/next", received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trailers_FollowContentThatIsSentFromItsOwnersMemory()
    {
        await using var server = await TestServer.StartAsync(Network);
        var received = await server.ConverseAsync(Get("/trailing-large", "Connection: close\r\n"));
        var content = System.Text.Encoding.Latin1.GetString(TestHandler.Large.Span);
        Assert.EndsWith($"\r\n\r\n100000\r\n{content}\r\n0\r\nChecksum: abc\r\nChecksum: def\r\nServer-Timing: all;dur=1\r\n\r\n", received, StringComparison.Ordinal);
    }

    [Theory] // RFC 9112 §6.1: no chunked to HTTP/1.0. RFC 9110 §9.3.2: no content to HEAD.
    [InlineData("GET /trailing HTTP/1.0\r\nHost: test\r\n\r\n", "content")]
    [InlineData("HEAD /trailing HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n", "")]
    public async Task Trailers_AreDropped_WhereTheyCannotBeSent(string request, string content)
    {
        await using var server = await TestServer.StartAsync(Network);
        var received = await server.ConverseAsync(request);
        Assert.Contains("\r\nContent-Length: 7\r\n", received, StringComparison.Ordinal);
        Assert.Equal(content, TestPeer.ContentOf(received));
    }
}
