using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryTimeoutTests : TimeoutTests
{
    protected override Network Network => Network.InMemory;

    [Fact] // In memory only: how much a kernel takes at a time is its own affair.
    public async Task ClientThatReadsSlowly_ButFasterThanTheMinimum_GetsItsResponse()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync(new Watermarks { HighBytes = 1024, LowBytes = 512 });
        await peer.SendAsync(Get("/large", "Connection: close\r\n"));
        var received = 0L;
        for (var i = 0; i < 60; i++)
        {
            await server.AdvanceAsync(4);
            var read = await peer.Connection.Input.ReadAsync();
            var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, 1024));
            received += taken.Length;
            peer.Connection.Input.AdvanceTo(taken.End);
        }

        Assert.Equal(60 * 1024, received); // 256 octets a second
        Assert.Equal(1, server.Server.OpenConnections);
    }

    [Fact] // In memory only: a kernel would take the whole response.
    public async Task Linger_BeginsWhenTheLastResponseIsTaken_NotWhenItIsWritten()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync(new Watermarks { HighBytes = 4096, LowBytes = 2048 });
        var target = "/" + new string('a', 4000);
        var request = Get(target, "Connection: close\r\n");

        // Race: the rest of a request that has to wait would be sent by the server's thread, and the server then goes on beside this test.
        Assert.True(request.Length <= 4096);
        await peer.SendAsync(request);
        await server.AdvanceAsync(3);
        Assert.Equal(4096, peer.Connection.UnreadBytes); // and more to come
        Assert.EndsWith(target, await peer.ReadToEndAsync(), StringComparison.Ordinal);
        await server.AdvanceAsync(1.9);
        Assert.Equal(1, server.Server.OpenConnections);
        await server.AdvanceAsync(1);
        await server.EmptyAsync();
    }

    [Fact]
    public async Task Timer_RunsOnlyWhileThereAreConnections()
    {
        await using var server = await TestServer.StartAsync(Network);
        Assert.Equal(0, server.Time.RunningTimers);
        await using (var peer = await server.ConnectAsync())
        {
            Assert.Equal(1, server.Time.RunningTimers);
        }

        Assert.Equal(0, server.Time.RunningTimers);
    }
}

public sealed class SocketTimeoutTests : TimeoutTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopTimeoutTests : TimeoutTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketTimeoutTests : TimeoutTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>Every wait has an end. The clock stands still until the server has done all it could, so that it decides alone.</summary>
public abstract class TimeoutTests
{
    protected abstract Network Network { get; }

    [Fact] // SV-80, A.15.3
    public async Task SilentConnection_IsClosedAfterTheHeadTimeout_WithoutAnswer()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await server.AdvanceAsync(14.9);
        Assert.Equal(1, server.Server.OpenConnections);
        await server.AdvanceAsync(1);
        Assert.Equal("", await peer.ReadToEndAsync());
        await server.EmptyAsync();
        Assert.Equal(0, server.Handler.Calls);
    }

    [Fact] // decisions "Defaults": head timeout
    public async Task SlowHead_IsRefusedWith408_AndATrickleDoesNotProlongIt()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("GET / HTTP/1.1\r\nHost: test\r\nX: ");
        for (var i = 0; i < 14; i++)
        {
            await server.AdvanceAsync(1);
            await peer.SendAsync("x");
        }

        await server.AdvanceAsync(2);
        AssertRefused(await peer.ReadToEndAsync(), 408);
    }

    [Fact] // decisions "Defaults": from the first octet of later heads
    public async Task SlowLaterHead_HasItsOwnTimeout_FromItsFirstOctet()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/1"));
        await peer.ReadResponseAsync();
        await server.AdvanceAsync(100);
        await peer.SendAsync("GET /2");
        await server.AdvanceAsync(14);
        await peer.SendAsync(" HTTP/1.1\r\nHost: test\r\n\r\n");
        Assert.EndsWith("/2", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await peer.SendAsync("GET /3");
        await server.AdvanceAsync(16);
        AssertRefused(await peer.ReadToEndAsync(), 408);
    }

    [Fact] // SV-85, A.15.3
    public async Task IdleConnection_IsClosedAfter130Seconds_GiveOrTake5Percent()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/1"));
        await peer.ReadResponseAsync();
        await server.AdvanceAsync(123.4);
        Assert.Equal(1, server.Server.OpenConnections);
        await server.AdvanceAsync(14);
        Assert.Equal("", await peer.ReadToEndAsync());
        await server.EmptyAsync();
    }

    [Fact] // SV-82, A.15.2, decisions "minimum rate"
    public async Task ContentThatStalls_IsRefusedWith408_AfterTheGrace()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\n");
        await server.AdvanceAsync(4.9);
        await peer.SendAsync("x");
        await server.AdvanceAsync(1.5);
        AssertRefused(await peer.ReadToEndAsync(), 408);
        Assert.Equal(1, server.Handler.Calls);
    }

    [Fact] // SV-83
    public async Task ContentThatIsSlow_ButFasterThanTheMinimum_IsTaken()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 30000\r\n\r\n");
        for (var sent = 0; sent < 30_000; sent += 300)
        {
            await server.AdvanceAsync(1);
            await peer.SendAsync(new byte[300]);
        }

        Assert.EndsWith("30000 octets, sum 0", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact] // A fast start is no licence to stall for hours.
    public async Task ContentThatStallsAfterAFastStart_IsRefusedWithinHalfAMinute()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 20000000\r\n\r\n");
        await peer.SendAsync(new byte[10_000_000]);
        await server.AdvanceAsync(29);
        Assert.Equal(1, server.Server.OpenConnections);
        await server.AdvanceAsync(3);
        AssertRefused(await peer.ReadToEndAsync(), 408);
    }

    [Fact] // Seed A.15.2; decisions "minimum rate, both ways"
    public async Task ClientThatDoesNotRead_IsAbortedAfterTheGrace()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/huge"));
        await server.AdvanceAsync(4.9);
        Assert.Equal(1, server.Server.OpenConnections);
        await server.AdvanceAsync(1.5);

        // A kernel that takes more meanwhile earns its client time: half a minute each time, until its buffers are full.
        for (var i = 0; Network != Network.InMemory && i < 1000 && server.Server.OpenConnections > 0; i++)
        {
            await server.AdvanceAsync(31);
        }

        await server.EmptyAsync();
        server.AssertQuietLog();
    }

    [Fact] // MinimumRate.None, which the slow-reader sample uses
    public async Task ClientThatDoesNotRead_IsKeptWhereNoMinimumIsAskedFor()
    {
        await using var server = await TestServer.StartAsync(Network, static basics => new ServerOptions
        {
            TimeProvider = basics.Time,
            LoggerFactory = basics.Log,
            MinimumResponseRate = MinimumRate.None,
        });
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/huge"));
        await server.AdvanceAsync(3600);
        Assert.InRange(await peer.CountAsync(atLeast: TestHandler.Huge.Length), TestHandler.Huge.Length, TestHandler.Huge.Length + 1000);
    }

    [Fact] // decisions: unread content drained for 1 s
    public async Task UnreadContentThatDoesNotCome_ClosesTheConnection()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /early HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\n");
        Assert.EndsWith("/early", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await server.AdvanceAsync(2);
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact] // decisions: linger 2 s
    public async Task ClientThatDoesNotCloseAfterTheLastResponse_IsClosedAfterTheLinger()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/last", "Connection: close\r\n"));
        Assert.EndsWith("/last", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        await server.AdvanceAsync(1.9);
        Assert.Equal(1, server.Server.OpenConnections);
        await server.AdvanceAsync(1);
        await server.EmptyAsync();
    }

    [Fact] // Seed SV-81; decisions: the time a handler takes is its own
    public async Task HandlerThatTakesHours_IsNotTimedOut()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/wait"));
        await server.AdvanceAsync(7200);
        server.Handler.Pending.SetResult("at last");
        Assert.EndsWith("at last", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }
}
