using Picard.Server.Tests;

namespace Picard.Proxy.Tests;

/// <summary>101, and 2xx to CONNECT, make a tunnel of an exchange.</summary>
public sealed class TunnelTests
{
    private const string Upgrade = "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket, x/1\r\n\r\n";

    public static TheoryData<Network> Networks => [Network.InMemory, Network.Sockets, Network.EventLoops];

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Upgrade_BecomesATunnel(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, head) = await net.SendAsync(Upgrade);
        Assert.Contains("\r\nUpgrade: websocket, x/1\r\nConnection: Upgrade\r\n", head);
        await server.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\nfirst");
        var received = await ForwardingTests.ReadUntilAsync(client, "first");
        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n", received);
        await ConverseAsync(client, server);

        // No time limit ends it, and FIN passes.
        net.Time.Advance(TimeSpan.FromHours(1));
        await ConverseAsync(client, server);
        await client.FinishAsync();
        Assert.True(await server.ReadToEndAsync());
        await server.SendAsync("last");
        await server.FinishAsync();
        Assert.Equal("last", await client.ReadToEndAsync());
        await client.DisposeAsync();
        await net.Front.EmptyAsync();
    }

    [Theory] // PX-20
    [MemberData(nameof(Networks))]
    public async Task Connect_BecomesATunnel(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, head) = await net.SendAsync("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\nearly");
        Assert.StartsWith("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n", head);
        await server.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
        Assert.Equal("early", await server.ReadAsync(5));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await ForwardingTests.ReadUntilAsync(client, "\r\n\r\n"));
        await ConverseAsync(client, server);
        await server.FinishAsync();
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task RefusedUpgrade_IsAResponseAsAny(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, _) = await net.SendAsync(Upgrade);
        await server.RespondAsync("no");
        Assert.EndsWith("no", await client.ReadResponseAsync());
    }

    [Fact] // Behind a 101 to h2c the client could ask for anything, unseen.
    public async Task UpgradeToHttp2_IsNotForwarded()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var (client, server, head) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: websocket, h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n");
        Assert.DoesNotContain("h2c", head);
        Assert.DoesNotContain("HTTP2-Settings", head);
        await server.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 502 ", await client.ReadResponseAsync());
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "websocket")]
    [InlineData(Upgrade, "evil/1")]
    public async Task SwitchThatNobodyAskedFor_Is502(string request, string protocol)
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var (client, server, _) = await net.SendAsync(request);
        await server.SendAsync($"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 502 ", await client.ReadResponseAsync());
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task SideThatIsLost_ResetsTheOther(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        foreach (var losesClient in new[] { true, false })
        {
            var (client, server, _) = await net.SendAsync(Upgrade);
            await server.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            _ = await ForwardingTests.ReadUntilAsync(client, "\r\n\r\n");
            await ConverseAsync(client, server);
            if (losesClient)
            {
                client.Reset();
                Assert.False(await server.ReadToEndAsync());
            }
            else
            {
                server.Reset();
                Assert.Equal("(reset)", await client.ReadToEndAsync());
            }
        }

        await net.Front.EmptyAsync();
    }

    [Fact]
    public async Task HalfClosedTunnel_DoesNotStayForEver()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var (client, server, _) = await net.SendAsync(Upgrade);
        await server.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        _ = await ForwardingTests.ReadUntilAsync(client, "\r\n\r\n");
        await server.FinishAsync();
        net.Time.Advance(TimeSpan.FromSeconds(30));
        await client.SendAsync("still there");
        Assert.Equal("still there", await server.ReadAsync(11));
        Assert.False(await net.AdvanceUntilAsync(server.ReadToEndAsync(), 31));
        await net.Front.EmptyAsync();
    }

    private static async Task ConverseAsync(TestPeer client, Picard.Client.Tests.ScriptedPeer server)
    {
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("ping");
            Assert.Equal("ping", await server.ReadAsync(4));
            await server.SendAsync("pong");
            Assert.Equal("pong", await ForwardingTests.ReadUntilAsync(client, "pong"));
        }
    }
}
