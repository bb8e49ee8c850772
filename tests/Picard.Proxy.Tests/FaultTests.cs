using System.Net;
using System.Net.Sockets;
using Picard.Server.Tests;

namespace Picard.Proxy.Tests;

/// <summary>What the client is told when the upstream server does not do its part, and what the server sees when the client does not.</summary>
public sealed class FaultTests
{
    public static TheoryData<Network> Networks => [Network.InMemory, Network.Sockets, Network.EventLoops];

    [Theory] // PX-07
    [MemberData(nameof(Networks))]
    public async Task RefusedConnection_Is502(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(
            network,
            options => network == Network.InMemory ? options : new GatewayOptions { Upstream = new UpstreamOptions { Name = "backend", Destinations = [$"http://127.0.0.1:{UnusedPort()}"] }, LoggerFactory = options.LoggerFactory });
        net.Upstream.Refuses = true;
        var client = await net.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
        var response = await client.ReadResponseAsync();
        Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\n", response);
        Assert.DoesNotContain("127.0.0.1", response);

        // The client's connection lives on.
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 502 ", await client.ReadResponseAsync());
        Assert.All(net.Log.From(Microsoft.Extensions.Logging.LogLevel.Warning), static line => Assert.Null(line.Exception));
        Assert.NotEmpty(net.Log.From(Microsoft.Extensions.Logging.LogLevel.Warning));
    }

    [Theory] // PX-09
    [MemberData(nameof(Networks))]
    public async Task SilentServer_Is504(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, _) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 504 Gateway Timeout\r\n", await net.AdvanceUntilAsync(client.ReadResponseAsync(), 31));
        Assert.False(await server.ReadToEndAsync());
    }

    [Theory] // PX-19, PX-08
    [MemberData(nameof(Networks))]
    public async Task FullPool_Is503(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(
            network,
            static options => new GatewayOptions
            {
                Upstream = options.Upstream,
                LoggerFactory = options.LoggerFactory,
                Client = new ClientOptions { Connector = options.Client.Connector, TimeProvider = options.TimeProvider, MaxConnectionsPerAuthority = 1, MaxQueuedRequests = 0 },
            });
        var (_, _, _) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        var second = await net.ConnectAsync();
        await second.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        var response = await second.ReadResponseAsync();
        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", response);
        Assert.Contains("\r\nRetry-After: 1\r\n", response);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task ViolationOfTheServer_Is502(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, _) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 502 ", await client.ReadResponseAsync());
        Assert.False(await server.ReadToEndAsync());
    }

    [Theory] // PX-10
    [MemberData(nameof(Networks))]
    public async Task ServerThatEndsWithinItsResponse_ResetsTheClient(Network network)
    {
        foreach (var part in new[] { "Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n" })
        {
            await using var net = await ProxiedNetwork.StartAsync(network);
            var (client, server, _) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await server.SendAsync($"HTTP/1.1 200 OK\r\n{part}");
            Assert.Contains("half", await ForwardingTests.ReadUntilAsync(client, part[^4..]), StringComparison.Ordinal);
            await server.FinishAsync();
            Assert.Equal("(reset)", await client.ReadToEndAsync());
            await net.Front.EmptyAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task ClientThatLeaves_EndsTheServersRequest_AndIsLoggedAs499(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, _) = await net.SendAsync("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        client.Reset();
        Assert.False(await server.ReadToEndAsync());
        await net.Front.EmptyAsync();
        var line = Assert.Single(net.Front.Log.Requests!.From(Microsoft.Extensions.Logging.LogLevel.Information));
        Assert.Contains("499", line.Text, StringComparison.Ordinal);
        Assert.Empty(net.Front.Log.From(Microsoft.Extensions.Logging.LogLevel.Information));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task ClientThatLeavesWithinItsRequest_EndsTheServersRequest(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, _) = await net.SendAsync("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
        Assert.Equal("half", await server.ReadAsync(4));
        await client.FinishAsync();
        Assert.False(await server.ReadToEndAsync());
        await net.Front.EmptyAsync();
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task OctetsBehindAResponse_EndItsConnection(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, _) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        Assert.EndsWith("\r\n\r\nok", await client.ReadResponseAsync());
        await client.SendAsync("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        var second = await net.AcceptAsync();
        await second.ReadHeadAsync();
        await second.RespondAsync("good");
        Assert.EndsWith("good", await client.ReadResponseAsync());
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task StaleConnection_IsTriedAgainOnce_WhereThatIsLegal(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, _) = await net.SendAsync("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
        await server.RespondAsync("one");
        Assert.EndsWith("one", await client.ReadResponseAsync());
        await client.SendAsync("PUT /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        await server.ReadHeadAsync();
        server.Reset();
        var fresh = await net.AcceptAsync();
        Assert.StartsWith("PUT /2 ", await fresh.ReadHeadAsync());
        Assert.Equal("abc", await fresh.ReadAsync(3));
        await fresh.RespondAsync("two");
        Assert.EndsWith("two", await client.ReadResponseAsync());
        await client.SendAsync("POST /3 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        await fresh.ReadHeadAsync();
        fresh.Reset();
        Assert.StartsWith("HTTP/1.1 502 ", await client.ReadResponseAsync());
    }

    [Fact]
    public async Task DestinationThatRefuses_LosesTheRequestToAnother()
    {
        await using var good = await ProxiedNetwork.StartAsync(Network.EventLoops);
        await using var net = await ProxiedNetwork.StartAsync(
            Network.EventLoops,
            options => new GatewayOptions
            {
                Upstream = new UpstreamOptions { Name = "two", Destinations = [$"http://127.0.0.1:{UnusedPort()}", good.Upstream.Url], Balance = UpstreamBalance.RoundRobin },
                LoggerFactory = options.LoggerFactory,
            });
        var client = await net.ConnectAsync();
        for (var i = 0; i < 6; i++)
        {
            await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
            var server = await good.AcceptAsync();
            await server.ReadHeadAsync();
            Assert.Equal("hi", await server.ReadAsync(2));
            await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
            Assert.EndsWith("ok", await client.ReadToEndAsync());
            client = await net.ConnectAsync();
        }

        // Three failures have taken it out.
        Assert.Equal(3, net.Gateway.Status.Destinations[0].Failures);
        Assert.Equal(0, net.Gateway.Status.Destinations.Sum(static destination => destination.Pending));
    }

    private static int UnusedPort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
