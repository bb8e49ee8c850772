using Microsoft.Extensions.Logging;
using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryStopTests : StopTests
{
    protected override Network Network => Network.InMemory;

    [Fact]
    public void Signals_AskFirst_AndThenInsist()
    {
        using var stop = new GracefulStop();
        stop.Signal();
        Assert.True(stop.Requested.IsCancellationRequested);
        Assert.False(stop.Insisted.IsCancellationRequested);
        stop.Signal();
        Assert.True(stop.Insisted.IsCancellationRequested);
    }
}

public sealed class SocketStopTests : StopTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopStopTests : StopTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketStopTests : StopTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>A graceful stop (decisions "Graceful stop").</summary>
public abstract class StopTests
{
    protected abstract Network Network { get; }

    [Fact] // Seed SV-95
    public async Task IdleConnections_AreClosedAtOnce()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var fresh = await server.ConnectAsync();
        await using var idle = await server.ConnectAsync();
        await idle.SendAsync(Get("/1"));
        await idle.ReadResponseAsync();
        await server.SettleAsync();
        var stopping = server.Server.StopAsync();
        Assert.Equal("", await fresh.ReadToEndAsync());
        Assert.Equal("", await idle.ReadToEndAsync());
        await fresh.FinishAsync();
        await idle.FinishAsync();
        await stopping;
        Assert.Equal(0, server.Server.OpenConnections);
    }

    [Fact]
    public async Task IdleConnection_ThatItsClientKeepsOpen_DelaysTheStopByTheLingerAlone()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await server.SettleAsync();
        var stopping = server.Server.StopAsync();
        Assert.Equal("", await peer.ReadToEndAsync());
        Assert.False(stopping.IsCompleted);
        await server.AdvanceAsync(3);
        await stopping;
        Assert.Empty(server.Log.From(LogLevel.Warning));
    }

    [Fact]
    public async Task ExchangesUnderWay_AreAnswered_AndHeadsThatHaveBegunToo()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var waiting = await server.ConnectAsync();
        await using var begun = await server.ConnectAsync();
        await waiting.SendAsync(Get("/wait"));
        await begun.SendAsync("GET /begun HTTP/1.1\r\n");
        await server.SettleAsync();
        var stopping = server.Server.StopAsync();
        await begun.SendAsync("Host: test\r\n\r\n");
        var answer = await begun.ReadToEndAsync();
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("/begun", answer, StringComparison.Ordinal);

        server.Handler.Pending.SetResult("answered");
        answer = await waiting.ReadToEndAsync();
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("answered", answer, StringComparison.Ordinal);
        await begun.FinishAsync();
        await waiting.FinishAsync();
        await stopping;
        Assert.Empty(server.Log.From(LogLevel.Warning));
    }

    [Fact] // Seed SV-95
    public async Task ExchangesThatOutlastTheStopTimeout_AreAborted()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/forever"));
        await server.SettleAsync();
        var stopping = server.Server.StopAsync();
        server.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(stopping.IsCompleted);
        server.Time.Advance(TimeSpan.FromSeconds(2));
        await server.Handler.Aborted.Task;
        await stopping;
        await AssertCutAsync(peer);
        Assert.Single(server.Log.From(LogLevel.Warning));
    }

    [Fact]
    public async Task Insisting_AbortsAtOnce()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/forever"));
        using var insisted = new CancellationTokenSource();
        await server.SettleAsync();
        var stopping = server.Server.StopAsync(insisted.Token);
        await insisted.CancelAsync();
        await stopping;
        await AssertCutAsync(peer);
    }

    [Fact]
    public async Task NewConnections_AreNotServedWhileStopping()
    {
        await using var server = await TestServer.StartAsync(Network);
        await server.Server.StopAsync();
        try
        {
            await using var peer = await server.ConnectAsync();
            await AssertCutAsync(peer);
        }
        catch (TransportException fault)
        {
            // Race: the reset was there before the connect had returned.
            Assert.Equal(TransportFault.Reset, fault.Fault);
        }

        Assert.Equal(0, server.Server.OpenConnections);
    }

    /// <summary>The connection ended without an answer: by a reset, which Unix sockets do not have.</summary>
    private async Task AssertCutAsync(TestPeer peer) =>
        Assert.Equal(Network == Network.UnixSockets ? "" : "(reset)", await peer.ReadToEndAsync());
}
