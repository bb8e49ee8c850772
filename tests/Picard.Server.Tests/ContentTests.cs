using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryContentTests : ContentTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketContentTests : ContentTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopContentTests : ContentTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketContentTests : ContentTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>Request content: gathered, continued, refused, thrown away.</summary>
public abstract class ContentTests
{
    private const string Chunk100 = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789";
    private const string Chunk1000 = Chunk100 + Chunk100 + Chunk100 + Chunk100 + Chunk100 + Chunk100 + Chunk100 + Chunk100 + Chunk100 + Chunk100;
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";

    protected abstract Network Network { get; }

    [Fact]
    public async Task ContentThatNoArrayHolds_IsRefused_WhateverTheLimit()
    {
        await using var server = await TestServer.StartAsync(
            Network, static basics => new ServerOptions { TimeProvider = basics.Time, LoggerFactory = basics.Log, MaxRequestContentBytes = long.MaxValue });
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 3000000000\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413 ", await peer.ReadOnceAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3e9\r\n")]
    [InlineData("3e8\r\n" + Chunk1000 + "\r\n1;a=b\r\n")]
    [InlineData("7fffffffffffffff\r\n")]
    public async Task ChunkBeyondTheLimit_IsRefusedWhenItIsAnnounced(string chunks)
    {
        await using var server = await TestServer.StartAsync(
            Network, static basics => new ServerOptions { TimeProvider = basics.Time, LoggerFactory = basics.Log, MaxRequestContentBytes = 1000 });
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
        Assert.StartsWith("HTTP/1.1 413 ", await peer.ReadOnceAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData(1_000_000)]
    public async Task Content_OfALength_ReachesTheHandlerWhole(int bytes)
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        var content = new string('b', bytes);
        await peer.SendAsync(Post("/content", content) + Get("/after"));
        var expected = bytes <= 64 ? content : $"{bytes} octets, sum {(long)bytes * 'b'}";
        Assert.EndsWith("\r\n\r\n" + expected, await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.EndsWith("/after", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact] // SV-10, SV-11, AG-02
    public async Task ChunkedContent_ReachesTheHandlerWhole_HoweverItArrives()
    {
        const string Request = "POST /content HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n7;a=b\r\n, World\r\n0\r\nX-Sum: 1\r\n\r\n";
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Request);
        Assert.EndsWith("Hello, World", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await peer.SendByteByByteAsync(Request);
        Assert.EndsWith("Hello, World", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        for (var at = 1; at < Request.Length; at++)
        {
            await peer.SendAsync(Request[..at]);
            await peer.SendAsync(Request[at..]);
            Assert.EndsWith("Hello, World", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Trailers_AreThereWithTheContent()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /trailers HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\nX-Sum: 532\r\n\r\n");
        Assert.EndsWith("532", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact] // SV-50, decisions "100-continue"
    public async Task Continue_IsSentWhenTheHandlerWantsContentThatHasNotCome()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal(Continue, await peer.ReadResponseAsync());
        await peer.SendAsync("Hello");
        Assert.EndsWith("Hello", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact] // SV-53, EV-84; RFC 9110 §10.1.1
    public async Task Continue_IsNotSentWhenContentHasCome_NorToHttp10()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/content", "Hello", "Expect: 100-continue\r\n"));
        Assert.StartsWith("HTTP/1.1 200 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);

        await using var old = await server.ConnectAsync();
        await old.SendAsync("POST /content HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        await old.SendAsync("Hello");
        Assert.StartsWith("HTTP/1.1 200 ", await old.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact] // SV-51
    public async Task Content_OfARequestThatWasRefusedInsteadOfContinued_IsThrownAway()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /refuse HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 403 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await peer.SendAsync("GET /" + Get("/after"));
        Assert.EndsWith("/after", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact] // Seed EV-74; decisions "Early response": drained up to a limit
    public async Task UnreadContent_WithinTheLimit_IsThrownAway_AndTheConnectionPersists()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        var content = new string('c', 200_000);
        await peer.SendAsync(Post("/early", content) + $"POST /early HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n30D40\r\n{content}\r\n0\r\n\r\n" + Get("/after"));
        Assert.EndsWith("/early", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.EndsWith("/early", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.EndsWith("/after", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Theory] // decisions "Early response": else the connection closes after the response, which is never lost to a reset
    [InlineData("Content-Length: 10000000\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nF4240\r\n")]
    public async Task UnreadContent_BeyondTheLimit_ClosesAfterTheResponse(string framing)
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"POST /early HTTP/1.1\r\nHost: test\r\n{framing}");
        var sending = SendUntilRefusedAsync(peer);
        Assert.EndsWith("/early", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal("", (await peer.ReadToEndAsync()).Replace("(reset)", "", StringComparison.Ordinal));
        await sending;
    }

    [Fact] // SV-60, decisions "Client gone": FIN before the request's last octet
    public async Task TruncatedContent_NeverReachesTheHandlersMethod()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 10000\r\n\r\ntwenty-six octets of content");
        await peer.FinishAsync();
        Assert.Equal("", await peer.ReadToEndAsync());
        server.AssertQuietLog();
    }

    private static async Task SendUntilRefusedAsync(TestPeer peer)
    {
        var piece = new byte[64 * 1024];
        for (var sent = 0; sent < 1_000_000; sent += piece.Length)
        {
            await peer.SendAsync(piece);
        }
    }
}
