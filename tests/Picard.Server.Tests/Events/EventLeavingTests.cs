using Microsoft.Extensions.Logging;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryEventLeavingTests : EventLeavingTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketEventLeavingTests : EventLeavingTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopEventLeavingTests : EventLeavingTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketEventLeavingTests : EventLeavingTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>Clients that leave in each state of an event handler (decisions "Client gone"; SV-60).</summary>
public abstract class EventLeavingTests
{
    protected abstract Network Network { get; }

    [Theory] // Seed A.3.7, EV-42, EV-43
    [InlineData("reading")]
    [InlineData("paused")]
    [InlineData("writing")]
    [InlineData("awaiting")]
    [InlineData("awaiting-with-output")]
    [InlineData("lending")]
    public async Task Reset_IsSeenInEachState(string state)
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Length(state));
        await log.SeenAsync("ready");
        peer.Reset();
        await AssertGoneAsync(server, log, state);
    }

    [Theory] // Seed EV-42, EV-52, SV-60
    [InlineData("reading", true)]
    [InlineData("paused", true)]
    [InlineData("writing", true)]
    [InlineData("awaiting", true)]
    [InlineData("awaiting-with-output", true)]
    [InlineData("lending", true)]
    [InlineData("reading", false)]
    [InlineData("paused", false)]
    [InlineData("writing", false)]
    [InlineData("awaiting", false)]
    [InlineData("lending", false)]
    public async Task FinBeforeTheLastOctetOfTheRequest_IsSeenInEachState_AtOnce(string state, bool isChunked)
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(isChunked ? $"POST /leaving/{state} HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n" : Length(state));
        await log.SeenAsync("ready");
        await peer.FinishAsync();
        await AssertGoneAsync(server, log, state);
    }

    // What is produced without waiting is sent in full, however slowly it is read.
    [Fact]
    public async Task FinAfterTheRequest_LeavesTheResponseWhole()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/produce/5000000/10000"));
        await peer.FinishAsync();
        await log.SeenAsync("pause");
        Assert.Equal(5_000_000, TestPeer.ContentOf(await peer.ReadToEndAsync()).Length);
        await log.SeenAsync("done");
        Assert.Equal(0, log.Count("abort"));
    }

    [Fact]
    public async Task FinAfterTheRequest_AbortsAHandlerThatWaits_WithinASecond()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/later"));
        await log.SeenAsync("request");
        await peer.FinishAsync();
        await AdvanceUntilAsync(server, log.SeenAsync("abort:ClientGone"));
        await server.EmptyAsync();
        Assert.Equal("request abort:ClientGone", log.All);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task HalfClosedClient_IsServedWhereThatIsAskedFor()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(
            Network,
            static basics => new ServerOptions { TimeProvider = basics.Time, LoggerFactory = basics.Log, HalfClosedClients = HalfClosedClients.Serve },
            EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/later"));
        await log.SeenAsync("request");
        await peer.FinishAsync();
        server.Time.Advance(TimeSpan.FromMinutes(5));
        log.Signal.Set();
        Assert.EndsWith("later", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        await log.SeenAsync("done");
        Assert.Equal("request done", log.All);
    }

    [Fact]
    public async Task GracefulStop_LetsAStreamFinish_AndSaysThatItIsTheLast()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/later"));
        await log.SeenAsync("request");
        var stopping = server.Server.StopAsync();
        log.Signal.Set();
        var response = await peer.ReadToEndAsync();
        Assert.EndsWith("later", response, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", response, StringComparison.Ordinal);
        await peer.DisposeAsync();
        await stopping;
        Assert.Equal("request done", log.All);
    }

    [Theory]
    [InlineData("reading")]
    [InlineData("paused")]
    [InlineData("writing")]
    [InlineData("awaiting")]
    [InlineData("lending")]
    public async Task StopThatHasWaitedLongEnough_AbortsTheStream(string state)
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(
            Network,
            static basics => new ServerOptions
            {
                TimeProvider = basics.Time,
                LoggerFactory = basics.Log,
                StopTimeout = TimeSpan.FromSeconds(10),
                MinimumRequestRate = MinimumRate.None,
                MinimumResponseRate = MinimumRate.None,
            },
            EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Length(state));
        await log.SeenAsync("ready");
        var stopping = server.Server.StopAsync();
        server.Time.Advance(TimeSpan.FromSeconds(11));
        await log.SeenAsync("abort:Stopping");
        await stopping;
        Assert.Equal(1, log.Count("abort"));
        Assert.Equal(0, log.Count("done"));
    }

    // SV-84, MinimumResponseRate: be it the driver that writes or an event, and whatever signals come meanwhile.
    [Theory]
    [InlineData("writing")]
    [InlineData("lending")]
    public async Task ReaderThatStops_IsTooSlow(string state)
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Length(state) + "x");
        await log.SeenAsync("ready");
        var seen = log.SeenAsync("abort:TooSlow");
        while (!seen.IsCompleted)
        {
            // A server whose kernel still takes octets has not begun to wait: time goes on until it has, and then for the grace.
            server.Time.Advance(TimeSpan.FromMilliseconds(200));
            log.Signal.Set();
            await Task.Yield();
        }

        await seen;
        await server.EmptyAsync();
        Assert.Equal(0, log.Count("done"));
        Assert.Empty(server.Log.From(LogLevel.Warning));
    }

    private static string Length(string state) => $"POST /leaving/{state} HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\n";

    private static async Task AssertGoneAsync(TestServer server, EventLog log, string state)
    {
        await log.SeenAsync("abort");
        await log.SeenAsync("token");
        await server.EmptyAsync();
        Assert.Equal(1, log.Count("abort:ClientGone:Closed:Closed:True"));
        Assert.Equal(1, log.Count("abort"));
        Assert.Equal(0, log.Count("done"));
        Assert.Equal(state == "lending" ? 1 : 0, log.Count("written:Closed"));
        Assert.Equal(state == "lending" ? 1 : 0, log.Count("then:Closed"));
        Assert.Empty(server.Log.From(LogLevel.Warning));
    }

    private async Task AdvanceUntilAsync(TestServer server, Task happened)
    {
        // Over sockets the FIN takes real time to arrive, in which the clock must not run away: there only the outcome counts.
        var step = Network == Network.InMemory ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromMilliseconds(1);
        for (var passed = TimeSpan.Zero; !happened.IsCompleted && (Network != Network.InMemory || passed < TimeSpan.FromSeconds(1)); passed += step)
        {
            server.Time.Advance(step);
            await Task.Yield();
        }

        await happened;
    }
}
