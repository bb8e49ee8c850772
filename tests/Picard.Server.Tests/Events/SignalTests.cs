using Microsoft.Extensions.Logging;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemorySignalTests : SignalTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketSignalTests : SignalTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopSignalTests : SignalTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketSignalTests : SignalTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>What other threads and the clock want of an exchange (EV-23).</summary>
public abstract class SignalTests
{
    protected abstract Network Network { get; }

    // None is lost: after the last Set there is an event that sees all that was done before it.
    [Fact] // Seed A.3.14, EV-23, EV-24
    public async Task SignalsOfManyThreads_Coalesce_AndNoneIsLost()
    {
        const int Threads = 4;
        const int Rounds = 500;
        var (set, seen) = (0, 0);
        var log = new EventLog();
        log.Script = downstream =>
        {
            log.Signal = downstream.Signal;
            downstream.Begin(StatusCode.Ok);
            return default;
        };
        log.Signalled = downstream =>
        {
            seen = Volatile.Read(ref set);
            downstream.Write("x");
            if (seen == Threads * Rounds)
            {
                downstream.Complete();
            }
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send", "Connection: close\r\n"));
        await log.SeenAsync("request");
        using var barrier = new Barrier(Threads);
        var threads = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    barrier.SignalAndWait();
                    Interlocked.Increment(ref set);
                    log.Signal.Set();
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        var content = Chunked.Decode(await peer.ReadToEndAsync());
        await Task.WhenAll(threads);
        await log.SeenAsync("done");
        Assert.Equal(Threads * Rounds, seen);
        Assert.InRange(content.Length, 1, Threads * Rounds);
        Assert.Equal(content.Length, log.Count("signal"));
        server.AssertQuietLog();
    }

    // A handle of an exchange that is over wakes nobody, be its machine at the next exchange or not.
    [Fact]
    public async Task SignalOfAnEndedExchange_ReachesNoOther()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/later"));
        await log.SeenAsync("request");
        var first = log.Signal;
        first.Set();
        Assert.EndsWith("later", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        first.Set();
        await peer.SendAsync(Get("/later"));
        while (log.Signal == first)
        {
            await Task.Yield();
        }

        first.Set();
        await peer.SendAsync(Get("/record"));
        Assert.Equal(0, log.Count("end"));
        log.Signal.Set();
        Assert.EndsWith("later", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.EndsWith("exchange 1", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal(2, log.Count("done") - log.Count("done:"));
    }

    [Fact]
    public async Task Timer_IsNotEarly_AndComesOnce_AfterTheLastCall()
    {
        var log = new EventLog();
        log.Script = downstream =>
        {
            log.Signal = downstream.Signal;
            downstream.WakeAfter(TimeSpan.FromSeconds(5));
            downstream.WakeAfter(TimeSpan.FromSeconds(20));
            return default;
        };
        log.Signalled = static downstream => downstream.Respond(StatusCode.Ok, "over");
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        await log.SeenAsync("request");
        while (server.Time.RunningTimers < 2)
        {
            await Task.Yield();
        }

        server.Time.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Equal(0, log.Count("timer"));
        server.Time.Advance(TimeSpan.FromSeconds(0.2));
        await log.SeenAsync("timer");
        server.Time.Advance(TimeSpan.FromSeconds(60));
        log.Signal.Set();
        Assert.EndsWith("over", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal(1, log.Count("timer"));
    }

    [Fact]
    public async Task Timer_DoesNotOutliveItsExchange()
    {
        var log = new EventLog
        {
            Script = static downstream =>
            {
                downstream.WakeAfter(TimeSpan.FromSeconds(5));
                downstream.Respond(StatusCode.Ok, "at once");
                return default;
            },
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        Assert.EndsWith("at once", await peer.ReadResponseAsync(), StringComparison.Ordinal);

        // Only the server's own timer runs: the connection is idle, and keeps nothing for an exchange that is over.
        while (server.Time.RunningTimers > 1)
        {
            await Task.Yield();
        }

        server.Time.Advance(TimeSpan.FromSeconds(6));
        await peer.SendAsync(Get("/send"));
        Assert.EndsWith("at once", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal(0, log.Count("timer"));
    }

    [Fact] // Seed EV-23
    public async Task TimerOfNoTime_ComesNext_AndReplacesTheOneBefore()
    {
        var log = new EventLog
        {
            Script = static downstream =>
            {
                downstream.WakeAfter(TimeSpan.FromSeconds(5));
                downstream.WakeAfter(TimeSpan.Zero);
                return default;
            },
            Timed = static downstream => downstream.Respond(StatusCode.Ok, "woken"),
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        Assert.EndsWith("woken", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await log.SeenAsync("done");
        Assert.Equal("request timer done", log.All);
    }

    // A handler that wakes itself takes turns with the rest: what it has written goes out, and its loop serves others.
    [Fact]
    public async Task HandlerThatWakesItself_HoldsUpNobody()
    {
        var log = new EventLog();
        log.Script = downstream =>
        {
            downstream.Begin(StatusCode.Ok);
            downstream.Signal.Set();
            return default;
        };
        log.Signalled = downstream =>
        {
            if (log.Count("enough") > 0)
            {
                downstream.Complete();
                return;
            }

            if (log.Count("signal") == 1)
            {
                downstream.Write("begun");
            }

            downstream.Signal.Set();
        };
        await using var server = await TestServer.StartAsync(Network == Network.InMemory ? Network.Sockets : Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send", "Connection: close\r\n"));
        while (!(await peer.ReadOnceAsync()).Contains("begun", StringComparison.Ordinal))
        {
        }

        await using var other = await server.ConnectAsync();
        await other.SendAsync(Get("/record"));
        Assert.EndsWith("exchange 1", await other.ReadResponseAsync(), StringComparison.Ordinal);
        log.Add("enough");
        Assert.EndsWith("0\r\n\r\n", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Empty(server.Log.From(LogLevel.Information));
    }
}
