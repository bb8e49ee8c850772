using System.Net;
using Picard.EndToEnd.Tests.Peers;
using Picard.Server;

namespace Picard.EndToEnd.Tests;

/// <summary>A socket for each loop instead of one for all.</summary>
public sealed class ListenerModeTests
{
    [Fact]
    public async Task PerLoop_AnswersEveryClient_AtOneAddress()
    {
        await using var server = Create("http://127.0.0.1:0");
        await server.StartAsync();
        for (var i = 0; i < 16; i++)
        {
            await AssertAnswersAsync(Assert.Single(server.Addresses));
        }

        Assert.Equal(16, server.AcceptedConnections);
    }

    [Fact]
    public async Task PerLoop_AtLocalhost_IsOnePortOfEachFamily()
    {
        await using var server = Create("http://localhost:0");
        await server.StartAsync();
        Assert.Single(server.Addresses.Select(static address => new Uri(address).Port).Distinct());
    }

    [Fact] // Seed SV-95
    public async Task SecondServer_SharesThePort_AndAnswersOnceTheFirstHasStopped()
    {
        await using var first = Create("http://127.0.0.1:0");
        await first.StartAsync();
        await using var second = Create(first.Addresses[0]);
        await second.StartAsync();
        await first.StopAsync();
        await AssertAnswersAsync(second.Addresses[0]);
        Assert.Equal(1, second.AcceptedConnections);
    }

    [Fact]
    public async Task UnixSocket_CannotBeSharedByLoops()
    {
        await using var server = Create("unix:/tmp/picard-shared.sock");
        var refused = await Assert.ThrowsAsync<ServerStartException>(() => server.StartAsync());
        Assert.Equal("Cannot listen on unix:/tmp/picard-shared.sock: ServerOptions.ListenerMode is PerLoop, and a Unix socket can have one listener only.", refused.Message);
    }

    [Fact]
    public void Sockets_HaveNoLoopsToShareAPort()
    {
        var wrong = Assert.Throws<ArgumentException>(static () => PicardServer.Create<App>(new ServerOptions { Transport = ServerTransport.Sockets, ListenerMode = ListenerMode.PerLoop }));
        Assert.StartsWith("ListenerMode is PerLoop, which needs event loops, and Transport is Sockets.", wrong.Message, StringComparison.Ordinal);
    }

    private static PicardServer Create(string url) => PicardServer.Create<App>(new ServerOptions { Urls = [url], EventLoops = 2, ListenerMode = ListenerMode.PerLoop });

    private static async Task AssertAnswersAsync(string url)
    {
        await using var connection = await RawConnection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, new Uri(url).Port));
        await connection.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Equal(200, (await connection.RequireAsync()).Status);
        await connection.RequireEndAsync();
    }
}
