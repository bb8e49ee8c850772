using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>Every wait has an end. In memory and inline, so that when a call returns the server has done all it could, and the clock decides alone.</summary>
public sealed class TimeoutTests
{
    [Fact] // SV-80
    public async Task SilentConnection_IsClosedAfterTheHeadTimeout_WithoutAnswer()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        Advance(server, 14.9);
        Assert.Equal(1, server.Server.OpenConnections);
        Advance(server, 1);
        Assert.Equal("", await peer.ReadToEndAsync());
        Assert.Equal(0, server.Server.OpenConnections);
        Assert.Equal(0, server.Handler.Calls);
    }

    [Fact] // decisions "Defaults": head timeout
    public async Task SlowHead_IsRefusedWith408_AndATrickleDoesNotProlongIt()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("GET / HTTP/1.1\r\nHost: test\r\nX: ");
        for (var i = 0; i < 14; i++)
        {
            Advance(server, 1);
            await peer.SendAsync("x");
        }

        Advance(server, 2);
        AssertRefused(await peer.ReadToEndAsync(), 408);
    }

    [Fact] // decisions "Defaults": from the first octet of later heads
    public async Task SlowLaterHead_HasItsOwnTimeout_FromItsFirstOctet()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/1"));
        await peer.ReadResponseAsync();
        Advance(server, 100);
        await peer.SendAsync("GET /2");
        Advance(server, 14);
        await peer.SendAsync(" HTTP/1.1\r\nHost: test\r\n\r\n");
        Assert.EndsWith("/2", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await peer.SendAsync("GET /3");
        Advance(server, 16);
        AssertRefused(await peer.ReadToEndAsync(), 408);
    }

    [Fact] // SV-85
    public async Task IdleConnection_IsClosedAfter130Seconds_GiveOrTake5Percent()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/1"));
        await peer.ReadResponseAsync();
        Advance(server, 123.4);
        Assert.Equal(1, server.Server.OpenConnections);
        Advance(server, 14);
        Assert.Equal("", await peer.ReadToEndAsync());
        Assert.Equal(0, server.Server.OpenConnections);
    }

    [Fact] // SV-82, decisions "minimum rate"
    public async Task ContentThatStalls_IsRefusedWith408_AfterTheGrace()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\n");
        Advance(server, 4.9);
        await peer.SendAsync("x");
        Advance(server, 1.5);
        AssertRefused(await peer.ReadToEndAsync(), 408);
        Assert.Equal(1, server.Handler.Calls);
    }

    [Fact] // SV-83
    public async Task ContentThatIsSlow_ButFasterThanTheMinimum_IsTaken()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 30000\r\n\r\n");
        for (var sent = 0; sent < 30_000; sent += 300)
        {
            Advance(server, 1);
            await peer.SendAsync(new byte[300]);
        }

        Assert.EndsWith("30000 octets, sum 0", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact] // A fast start is no licence to stall for hours.
    public async Task ContentThatStallsAfterAFastStart_IsRefusedWithinHalfAMinute()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 20000000\r\n\r\n");
        await peer.SendAsync(new byte[10_000_000]);
        Advance(server, 29);
        Assert.Equal(1, server.Server.OpenConnections);
        Advance(server, 3);
        AssertRefused(await peer.ReadToEndAsync(), 408);
    }

    [Fact] // decisions "minimum rate, both ways"
    public async Task ClientThatDoesNotRead_IsAbortedAfterTheGrace()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/large"));
        Advance(server, 4.9);
        Assert.Equal(1, server.Server.OpenConnections);
        Advance(server, 1.5);
        Assert.Equal(0, server.Server.OpenConnections);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task ClientThatReadsSlowly_ButFasterThanTheMinimum_GetsItsResponse()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync(new Watermarks { HighBytes = 1024, LowBytes = 512 });
        await peer.SendAsync(Get("/large", "Connection: close\r\n"));
        var received = 0L;
        for (var i = 0; i < 60; i++)
        {
            Advance(server, 4);
            var read = await peer.Connection.Input.ReadAsync();
            var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, 1024));
            received += taken.Length;
            peer.Connection.Input.AdvanceTo(taken.End);
        }

        Assert.Equal(60 * 1024, received); // 256 octets a second
        Assert.Equal(1, server.Server.OpenConnections);
    }

    [Fact] // MinimumRate.None, which the slow-reader sample uses
    public async Task ClientThatDoesNotRead_IsKeptWhereNoMinimumIsAskedFor()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, static basics => new ServerOptions
        {
            TimeProvider = basics.Time,
            LoggerFactory = basics.Log,
            MinimumResponseRate = MinimumRate.None,
        });
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/large"));
        Advance(server, 3600);
        Assert.Equal(TestHandler.Large.Length, TestPeer.ContentOf(await peer.ReadResponseAsync()).Length);
    }

    [Fact] // decisions: unread content drained for 1 s
    public async Task UnreadContentThatDoesNotCome_ClosesTheConnection()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /early HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\n");
        Assert.EndsWith("/early", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Advance(server, 2);
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact] // decisions: linger 2 s
    public async Task ClientThatDoesNotCloseAfterTheLastResponse_IsClosedAfterTheLinger()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/last", "Connection: close\r\n"));
        Assert.EndsWith("/last", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        Advance(server, 1.9);
        Assert.Equal(1, server.Server.OpenConnections);
        Advance(server, 1);
        Assert.Equal(0, server.Server.OpenConnections);
    }

    [Fact] // decisions: the time a handler takes is its own
    public async Task HandlerThatTakesHours_IsNotTimedOut()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/wait"));
        Advance(server, 7200);
        server.Handler.Pending.SetResult("at last");
        Assert.EndsWith("at last", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_RunsOnlyWhileThereAreConnections()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        Assert.Equal(0, server.Time.RunningTimers);
        await using (var peer = await server.ConnectAsync())
        {
            Assert.Equal(1, server.Time.RunningTimers);
        }

        Assert.Equal(0, server.Time.RunningTimers);
    }

    private static void Advance(TestServer server, double seconds) => server.Time.Advance(TimeSpan.FromSeconds(seconds));
}
