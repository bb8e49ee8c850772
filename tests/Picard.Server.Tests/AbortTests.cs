using Microsoft.Extensions.Logging;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryAbortTests : AbortTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketAbortTests : AbortTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopAbortTests : AbortTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketAbortTests : AbortTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>Clients that leave while their handler waits (decisions "Client gone").</summary>
public abstract class AbortTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    protected abstract Network Network { get; }

    [Fact]
    public async Task Reset_AbortsTheWaitingHandler_AndIsNoErrorInTheLog()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/forever"));
        await server.Handler.Entered.Task.WaitAsync(s_patience);
        peer.Reset();
        await server.Handler.Aborted.Task.WaitAsync(s_patience);
        await server.Server.StopAsync();
        Assert.Empty(server.Log.From(LogLevel.Warning));
    }

    [Fact]
    public async Task HalfClose_AbortsTheWaitingHandler_WithinASecond()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/forever"));
        await server.Handler.Entered.Task.WaitAsync(s_patience);
        await peer.FinishAsync();
        await AdvanceUntilAsync(server, server.Handler.Aborted.Task, atMost: TimeSpan.FromSeconds(1));
        await server.Server.StopAsync();
        Assert.Empty(server.Log.From(LogLevel.Warning));
    }

    [Fact]
    public async Task HalfClosedClient_IsServedWhereThatIsAskedFor()
    {
        await using var server = await TestServer.StartAsync(Network, static basics => new ServerOptions
        {
            TimeProvider = basics.Time,
            LoggerFactory = basics.Log,
            HalfClosedClients = HalfClosedClients.Serve,
        });
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/wait"));
        await server.Handler.Entered.Task.WaitAsync(s_patience);
        await peer.FinishAsync();
        server.Time.Advance(TimeSpan.FromMinutes(1));
        server.Handler.Pending.SetResult("served");
        Assert.EndsWith("served", await peer.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_ThatEndsAfterItsClientHasLeft_IsObserved_AndAnswersNobody()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/wait"));
        await server.Handler.Entered.Task.WaitAsync(s_patience);
        peer.Reset();
        await server.Handler.Aborted.Task.WaitAsync(s_patience);
        server.Handler.Pending.SetException(new InvalidOperationException("too late"));
        await server.Server.StopAsync();
        Assert.Empty(server.Log.From(LogLevel.Warning));
        Assert.Equal(0, server.Server.OpenConnections);
    }

    /// <summary>Lets time pass in small steps until something has happened on another thread.</summary>
    private async Task AdvanceUntilAsync(TestServer server, Task happened, TimeSpan atMost)
    {
        // Over sockets the FIN takes real time to arrive, in which the clock must not run away: there only the outcome counts.
        var step = Network == Network.InMemory ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromMilliseconds(1);
        for (var passed = TimeSpan.Zero; !happened.IsCompleted && (Network != Network.InMemory || passed < atMost); passed += step)
        {
            server.Time.Advance(step);
            await Task.Yield();
        }

        await happened.WaitAsync(s_patience);
    }
}
