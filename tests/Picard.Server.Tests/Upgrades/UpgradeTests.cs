using Microsoft.Extensions.Logging;
using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryUpgradeTests : UpgradeTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketUpgradeTests : UpgradeTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopUpgradeTests : UpgradeTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketUpgradeTests : UpgradeTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>Event handlers that turn their exchange into a tunnel (Seed A.14, B.8).</summary>
public abstract class UpgradeTests
{
    private const string Asking = "Connection: keep-alive, Upgrade\r\nUpgrade: other/2, ECHO\r\n";

    private readonly EventLog _log = new();

    protected abstract Network Network { get; }

    // Seed SV-90, EV-91, A.3.3, A.3.11; bug J 24 is not copied: Upgrade is one of several options.
    [Fact]
    public async Task Upgrade_IsAnswered101_AndWhatFollowsIsRawBothWays()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/echo", Asking));
        Assert.Equal("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\nX-Mode: echo\r\n\r\n", await peer.ReadResponseAsync());
        await peer.SendAsync("HELLO");
        Assert.Equal("HELLO", await peer.ReadOnceAsync());
        await peer.SendAsync("GOODBYE");
        Assert.Equal("GOODBYE", await peer.ReadOnceAsync());
        await peer.FinishAsync();
        Assert.Equal("bye", await peer.ReadToEndAsync());
        await server.EmptyAsync();
        Assert.Equal("ready content:HELLO content:GOODBYE end done", _log.All);
        server.AssertQuietLog();
    }

    // Seed PR-120, PR-121: what comes behind the head belongs to the tunnel, whatever it looks like.
    [Fact] // Seed EV-90
    public async Task OctetsBehindTheHead_AreTheTunnels_EvenIfTheyLookLikeARequest()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/echo", Asking) + Get("/none"));
        await peer.FinishAsync();
        Assert.Equal(Get("/none") + "bye", TestPeer.ContentOf(await peer.ReadToEndAsync()));
    }

    [Fact]
    public async Task ResponsesBefore_AreSentFirst()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/none") + Get("/tunnel/greet", Asking));
        await peer.FinishAsync();
        var all = await peer.ReadToEndAsync();
        Assert.Equal(["404", "101"], StatusesOf(all));
        Assert.EndsWith("\r\n\r\nwelcomebye", all, StringComparison.Ordinal);
    }

    // Seed SV-91, EV-92.
    [Fact]
    public async Task RefusedUpgrade_IsAnOrdinaryResponse_AndTheLast()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/refuse", Asking));
        var response = await peer.ReadToEndAsync();
        AssertRefused(response, 400);
        Assert.EndsWith("no echo today", response, StringComparison.Ordinal);
    }

    // RFC 9110 §7.8: a server may ignore Upgrade, and then the connection goes on as it was.
    [Fact]
    public async Task IgnoredUpgrade_LeavesTheConnectionAsItWas()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/ignore", Asking));
        Assert.EndsWith("plain", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await peer.SendAsync(Get("/none", "Connection: close\r\n"));
        Assert.StartsWith("HTTP/1.1 404 ", await peer.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact] // Seed A.3.6
    public async Task Complete_ClosesOurSide_AndTheConnectionIsOver()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/goodbye", Asking));
        Assert.EndsWith("\r\n\r\ngoodbye", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        await peer.SendAsync("to nobody");
        await peer.FinishAsync();
        await server.EmptyAsync();
        Assert.Equal("ready done", _log.All);
    }

    [Fact]
    public async Task Upgrade_OfAPausedRequest_MayComeLater()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/late", Asking));
        await _log.SeenAsync("ready");
        _log.Signal.Set();
        Assert.StartsWith("HTTP/1.1 101 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await peer.SendAsync("HELLO");
        Assert.Equal("HELLO", await peer.ReadOnceAsync());
    }

    // Seed SV-92, EV-91: no time limit, neither for a peer that is silent nor for one that trickles.
    [Fact]
    public async Task SilentTunnel_IsLeftAlone()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/echo", Asking));
        await peer.ReadResponseAsync();
        await server.AdvanceAsync(86_400);
        await peer.SendAsync("a");
        Assert.Equal("a", await peer.ReadOnceAsync());
        await server.AdvanceAsync(86_400);
        await peer.SendAsync("b");
        Assert.Equal("b", await peer.ReadOnceAsync());
    }

    // Seed EV-32, EV-34: nothing is delivered while reading is paused, not even the end, and then all of it.
    [Fact]
    public async Task PausedTunnel_DeliversNothing_AndThenAllAndTheEnd()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/paused", Asking));
        await peer.ReadResponseAsync();
        await peer.SendAsync("HELLO");
        await peer.FinishAsync();
        server.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("ready", _log.All);
        _log.Signal.Set();
        Assert.Equal("HELLObye", await peer.ReadToEndAsync());
        await server.EmptyAsync();
        Assert.Equal("ready signal content:HELLO end done", _log.All);
    }

    [Fact]
    public async Task PeerThatDoesNotRead_PausesTheHandler_AndResumesIt()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/flood", Asking));
        await _log.SeenAsync("pause");
        await peer.CountAsync(1 << 20);
        Assert.True(_log.Count("resume") > 0);
        Assert.Equal(0, _log.Count("abort"));
    }

    [Fact]
    public async Task PeerThatResets_AbortsTheTunnel()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/paused", Asking));
        await peer.ReadResponseAsync();
        peer.Reset();
        var seen = _log.SeenAsync("abort:ClientGone");
        await AdvanceUntilAsync(server, seen);
        await server.EmptyAsync();
        Assert.Equal("ready abort:ClientGone", _log.All);
        server.AssertQuietLog();
    }

    // As any handler that still waits when its client has closed its side (decisions "Client gone").
    [Fact]
    public async Task HandlerThatWaitsAfterTheEnd_IsAborted()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/linger", Asking));
        await peer.ReadResponseAsync();
        await peer.FinishAsync();
        await AdvanceUntilAsync(server, _log.SeenAsync("abort:ClientGone"));
        await server.EmptyAsync();
        Assert.Equal("ready end abort:ClientGone", _log.All);
    }

    [Fact]
    public async Task EventThatThrows_AbortsTheTunnel_AndIsLoggedOnce()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/throw", Asking));
        await peer.ReadResponseAsync();
        await peer.SendAsync("HELLO");

        // A Unix socket knows no reset.
        Assert.Equal(Network == Network.UnixSockets ? "" : "(reset)", await peer.ReadToEndAsync());
        await server.EmptyAsync();
        Assert.Equal("ready content:HELLO abort:HandlerFailed", _log.All);
        Assert.Single(server.Log.From(LogLevel.Warning));
    }

    // decisions "Graceful stop": a tunnel is an exchange under way.
    [Fact]
    public async Task StopThatHasWaitedLongEnough_AbortsTheTunnel()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/echo", Asking));
        await peer.ReadResponseAsync();
        var stopping = server.Server.StopAsync();
        await peer.SendAsync("HELLO");
        Assert.Equal("HELLO", await peer.ReadOnceAsync());
        server.Time.Advance(TimeSpan.FromSeconds(31));
        await _log.SeenAsync("abort:Stopping");
        await stopping;
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network, EventApplication.Create(_log));

    private static async Task AdvanceUntilAsync(TestServer server, Task seen)
    {
        while (!seen.IsCompleted)
        {
            server.Time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        await seen;
    }
}
