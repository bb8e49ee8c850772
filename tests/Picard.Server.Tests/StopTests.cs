using Microsoft.Extensions.Logging;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>A graceful stop (decisions "Graceful stop").</summary>
public sealed class StopTests
{
    [Fact]
    public async Task IdleConnections_AreClosedAtOnce()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var fresh = await server.ConnectAsync();
        await using var idle = await server.ConnectAsync();
        await idle.SendAsync(Get("/1"));
        await idle.ReadResponseAsync();
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
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        var stopping = server.Server.StopAsync();
        Assert.Equal("", await peer.ReadToEndAsync());
        Assert.False(stopping.IsCompleted);
        server.Time.Advance(TimeSpan.FromSeconds(3));
        await stopping;
        Assert.Empty(server.Log.From(LogLevel.Warning));
    }

    [Fact]
    public async Task ExchangesUnderWay_AreAnswered_AndHeadsThatHaveBegunToo()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var waiting = await server.ConnectAsync();
        await using var begun = await server.ConnectAsync();
        await waiting.SendAsync(Get("/wait"));
        await begun.SendAsync("GET /begun HTTP/1.1\r\n");
        var stopping = server.Server.StopAsync();
        await begun.SendAsync("Host: test\r\n\r\n");
        var answer = await begun.ReadToEndAsync();
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("/begun", answer, StringComparison.Ordinal);

        server.Handler.Pending.SetResult("answered");
        Assert.EndsWith("answered", await waiting.ReadResponseAsync(), StringComparison.Ordinal);
        await begun.FinishAsync();
        await waiting.FinishAsync();
        await stopping;
        Assert.Empty(server.Log.From(LogLevel.Warning));
    }

    [Fact]
    public async Task ExchangesThatOutlastTheStopTimeout_AreAborted()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/forever"));
        var stopping = server.Server.StopAsync();
        server.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(stopping.IsCompleted);
        server.Time.Advance(TimeSpan.FromSeconds(2));
        await server.Handler.Aborted.Task;
        await stopping;
        Assert.Equal("(reset)", await peer.ReadToEndAsync());
        Assert.Single(server.Log.From(LogLevel.Warning));
    }

    [Fact]
    public async Task Insisting_AbortsAtOnce()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/forever"));
        using var insisted = new CancellationTokenSource();
        var stopping = server.Server.StopAsync(insisted.Token);
        await insisted.CancelAsync();
        await stopping;
        Assert.Equal("(reset)", await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task NewConnections_AreNotServedWhileStopping()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await server.Server.StopAsync();
        await using var peer = await server.ConnectAsync();
        Assert.Equal("(reset)", await peer.ReadToEndAsync());
        Assert.Equal(0, server.Server.OpenConnections);
    }

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
