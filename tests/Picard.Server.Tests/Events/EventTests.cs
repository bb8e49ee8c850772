using System.Text;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryEventTests : EventTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketEventTests : EventTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopEventTests : EventTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketEventTests : EventTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>Event handlers on every network: what they answer, and which events they get.</summary>
public abstract class EventTests
{
    protected abstract Network Network { get; }

    [Theory] // Seed EV-01
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Content_ThatIsEchoedPieceByPiece_ComesBack(int bytes)
    {
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create());
        await using var peer = await server.ConnectAsync();
        var content = new string('x', bytes);
        var sending = peer.SendAsync(Post("/echo", content));
        Assert.EndsWith("\r\n\r\n" + content, await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await sending;
        server.AssertQuietLog();
    }

    [Fact] // Seed A.3.10, RT-14
    public async Task ChunkedContent_IsEchoedInChunks_HoweverItArrives()
    {
        const string Request = "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n7;a=b\r\n, World\r\n0\r\n\r\n";
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create());
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Request);
        await peer.SendByteByByteAsync(Request);
        await peer.SendAsync("GET /none HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        var all = await peer.ReadToEndAsync();
        var responses = all.Split("HTTP/1.1 ");
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", responses[1], StringComparison.Ordinal);
        Assert.Equal("Hello, World", Unchunked(responses[1]));
        Assert.Equal("Hello, World", Unchunked(responses[2]));
        Assert.StartsWith("404 ", responses[3], StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    private static string Unchunked(string response)
    {
        var content = new StringBuilder();
        var rest = TestPeer.ContentOf(response);
        while (!rest.StartsWith("0\r\n\r\n", StringComparison.Ordinal))
        {
            var line = rest.IndexOf("\r\n", StringComparison.Ordinal);
            var length = Convert.ToInt32(rest[..line], 16);
            content.Append(rest, line + 2, length);
            rest = rest[(line + 4 + length)..];
        }

        return content.ToString();
    }

    [Fact]
    public async Task AProducer_IsPacedByItsReader_AndItsWholeResponseArrives()
    {
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create());
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("GET /ticks HTTP/1.0\r\nHost: test\r\n\r\n");
        var all = await peer.ReadToEndAsync();
        var lines = all[(all.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Split('\n');
        Assert.Equal(1_000_001, lines.Length);
        Assert.Equal("999999", lines[^2]);
        server.AssertQuietLog();
    }
}
