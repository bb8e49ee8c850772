using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class SocketEventRaceTests : EventRaceTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopEventRaceTests : EventRaceTests
{
    protected override Network Network => Network.EventLoops;
}

/// <summary>Events that go on on other threads, while others signal and the client leaves at any moment: what is always true stays so.</summary>
public abstract class EventRaceTests
{
    private const int Rounds = 40;

    protected abstract Network Network { get; }

    [Theory] // Seed EV-10, EV-46
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ClientThatLeavesAtAnyMoment_EndsItsExchangeOnce(int seed)
    {
        var random = new Random(seed);
        var log = new EventLog();
        log.Script = async downstream =>
        {
            log.Signal = downstream.Signal;
            downstream.Begin(StatusCode.Ok);
            downstream.WakeAfter(TimeSpan.Zero);
            for (var i = 0; i < 40; i++)
            {
                await Task.Yield();
                var flow = i % 3 == 0 ? await downstream.WriteAsync(new byte[5000]) : downstream.Write(new byte[100]);
                if (flow == Flow.Closed)
                {
                    Assert.Equal(Flow.Closed, downstream.Write("more"));
                    return;
                }
            }
        };
        log.Resumed = downstream => Go(downstream);
        log.Signalled = downstream => downstream.Write("signal");
        log.Timed = downstream => _ = downstream.Write("timer") == Flow.Closed;
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        for (var round = 0; round < Rounds; round++)
        {
            await using var peer = await server.ConnectAsync();
            await peer.SendAsync(Get("/send"));
            var reading = peer.CountAsync(atLeast: random.Next(1, 60_000));
            await log.SeenAsync("request");
            var signalling = Task.Run(() =>
            {
                for (var i = 0; i < 50; i++)
                {
                    log.Signal.Set();
                    Thread.Yield();
                }
            });
            await reading;
            peer.Reset();
            await signalling;
        }

        await server.EmptyAsync();
        Assert.Equal(Rounds, log.Count("request"));
        Assert.Equal(Rounds, log.Count("abort:ClientGone"));
        Assert.Equal(0, log.Count("done"));
        Assert.Empty(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Warning));

        static ValueTask Go(Downstream downstream)
        {
            downstream.Write("resumed");
            return default;
        }
    }

    // One connection, one exchange after the other, and signals of all of them at any time: none disturbs the next.
    [Fact]
    public async Task LateSignals_DisturbNoExchangeOfTheirConnection()
    {
        var log = new EventLog();
        var ended = false;
        log.Script = async downstream =>
        {
            log.Signal = downstream.Signal;
            downstream.Begin(StatusCode.Ok, 3 * 3000);
            for (var i = 0; i < 3; i++)
            {
                await downstream.WriteAsync(new byte[3000]);
            }

            downstream.Complete();
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        var signalling = Task.Run(() =>
        {
            while (!Volatile.Read(ref ended))
            {
                log.Signal.Set();
                Thread.Yield();
            }
        });
        for (var i = 0; i < 300; i++)
        {
            await peer.SendAsync(i % 3 == 2 ? Get("/record") : Get("/send"));
            var response = await peer.ReadResponseAsync();
            Assert.StartsWith("HTTP/1.1 200 OK", response, StringComparison.Ordinal);
            Assert.Equal(i % 3 == 2 ? '0' : '\0', TestPeer.ContentOf(response)[0]);
        }

        Volatile.Write(ref ended, true);
        await signalling;
        await log.SeenAsync("done:0");
        Assert.Equal(0, log.Count("abort"));
        server.AssertQuietLog();
    }
}
