using Picard.Server.Tests;
using Picard.Transport;

namespace Picard.Proxy.Tests;

/// <summary>Content passes as it comes, both ways, and no faster than it is taken.</summary>
public sealed class StreamingTests
{
    public static TheoryData<Network> Networks => [Network.InMemory, Network.Sockets, Network.EventLoops];

    [Theory] // PX-16, PX-17
    [MemberData(nameof(Networks))]
    public async Task Content_PassesAsItComes(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, _) = await net.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.SendAsync("3\r\nabc\r\n");
        Assert.Equal("3\r\nabc\r\n", await server.ReadAsync(8));
        await server.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        Assert.EndsWith("\r\n\r\n", await ForwardingTests.ReadUntilAsync(client, "\r\n\r\n"));
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("2\r\nde\r\n");
            Assert.Equal("2\r\nde\r\n", await server.ReadAsync(7));
            await server.SendAsync("4\r\nwxyz\r\n");
            Assert.Equal("4\r\nwxyz\r\n", await ForwardingTests.ReadUntilAsync(client, "wxyz\r\n"));
        }

        await client.SendAsync("0\r\n\r\n");
        Assert.Equal("0\r\n\r\n", await server.ReadAsync(5));
        await server.SendAsync("0\r\n\r\n");
        Assert.Equal("0\r\n\r\n", await ForwardingTests.ReadUntilAsync(client, "0\r\n\r\n"));
    }

    [Theory] // PX-13
    [MemberData(nameof(Networks))]
    public async Task Continue_PassesFromEndToEnd(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, head) = await net.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        Assert.Contains("\r\nExpect: 100-continue\r\n", head);
        await server.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
        Assert.Equal("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", await ForwardingTests.ReadUntilAsync(client, "\r\n\r\n"));
        await server.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await ForwardingTests.ReadUntilAsync(client, "\r\n\r\n"));
        await client.SendAsync("hello");
        Assert.Equal("hello", await server.ReadAsync(5));
        await server.RespondAsync("done");
        Assert.EndsWith("done", await client.ReadResponseAsync());
    }

    [Fact] // RFC 9110 §10.1.1: a client that waits for 100 is not held to a rate, however long the upstream server takes. One that has it, is.
    public async Task ClientThatWaitsFor100_IsNotTooSlow()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var (client, server, _) = await net.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        net.Time.Advance(TimeSpan.FromSeconds(20));
        await server.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 100 ", await ForwardingTests.ReadUntilAsync(client, "\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 408 ", await net.AdvanceUntilAsync(client.ReadToEndAsync(), 7));
        Assert.False(await server.ReadToEndAsync());
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task EarlyResponse_ReachesAClientThatStillSends(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, _) = await net.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\nabc");
        Assert.Equal("abc", await server.ReadAsync(3));
        await server.SendAsync("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
        Assert.EndsWith("\r\n\r\nno", await client.ReadResponseAsync());

        // Its request is not whole, so nothing can follow it: neither here nor there.
        Assert.Equal("", await client.ReadToEndAsync());
        _ = await server.ReadToEndAsync();
    }

    [Theory] // PX-17: performance.md: memory of a stalled exchange
    [MemberData(nameof(Networks))]
    public async Task ClientThatDoesNotRead_StopsTheServer(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, _) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        const int Total = 64 << 20;
        await server.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Total}\r\n\r\n");
        Assert.EndsWith("\r\n\r\n", await ForwardingTests.ReadUntilAsync(client, "\r\n\r\n"));
        var sending = SendAsync(server.Connection, Total);

        // It stops with what the buffers on the way hold; were there no backpressure it would have sent all before the first octet was read.
        var first = await client.CountAsync(1);
        Assert.False(sending.IsCompleted);
        Assert.Equal(Total, first + await client.CountAsync(Total - first));
        await sending;
    }

    [Theory] // PX-16, PX-17
    [MemberData(nameof(Networks))]
    public async Task ServerThatDoesNotRead_StopsTheClient(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        const int Total = 64 << 20;
        var (client, server, _) = await net.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {Total}\r\n\r\n");
        var sending = SendAsync(client.Connection, Total);
        _ = await server.ReadAsync(1);
        Assert.False(sending.IsCompleted);
        await CountAsync(server.Connection, Total - 65536);
        await server.RespondAsync("ok");
        Assert.EndsWith("ok", await client.ReadResponseAsync());
    }

    private static async Task SendAsync(TransportConnection connection, int total)
    {
        var piece = new byte[1 << 20];
        for (var sent = 0; sent < total; sent += piece.Length)
        {
            await connection.Output.WriteAsync(piece);
        }
    }

    private static async Task CountAsync(TransportConnection connection, long atLeast)
    {
        for (var count = 0L; count < atLeast;)
        {
            var read = await connection.Input.ReadAsync();
            Assert.False(read.IsCompleted, "The gateway has closed its connection.");
            count += read.Buffer.Length;
            connection.Input.AdvanceTo(read.Buffer.End);
        }
    }
}
