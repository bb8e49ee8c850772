using System.Text.RegularExpressions;
using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryEventFlowTests : EventFlowTests
{
    protected override Network Network => Network.InMemory;

    // SV-70, EV-30: the producer stands still while its reader does, and holds no more than the watermarks say.
    [Fact]
    public async Task ReaderThatStops_PausesTheProducer_UntilItReads()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync(new Watermarks { HighBytes = 1024, LowBytes = 512 });
        await peer.SendAsync(Get("/produce/100000/1000"));
        Assert.Equal("request pause", log.All);
        var count = await peer.CountAsync(atLeast: 40_000);
        Assert.Matches("^request pause( resume pause)+$", log.All);
        await peer.CountAsync(atLeast: 100_000 - count);
        Assert.EndsWith(" done", log.All, StringComparison.Ordinal);
    }

    // Content that is echoed to a client that does not read is not read either.
    [Fact] // Seed EV-05, EV-38
    public async Task ContentEvent_ThatReturnsPaused_StopsTheReading_UntilTheOutputIsDrained()
    {
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create());
        await using var peer = await server.ConnectAsync(new Watermarks { HighBytes = 16 * 1024, LowBytes = 8 * 1024 });
        var content = new string('x', 1 << 20);
        var sending = peer.SendAsync(Post("/echo", content));
        Assert.False(sending.IsCompleted);
        Assert.InRange(peer.Connection.SentBytes, 0, 160 * 1024);
        Assert.Equal(content, TestPeer.ContentOf(await peer.ReadResponseAsync()));
        await sending;
    }
}

public sealed class SocketEventFlowTests : EventFlowTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopEventFlowTests : EventFlowTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketEventFlowTests : EventFlowTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>Backpressure of event handlers, both ways.</summary>
public abstract class EventFlowTests
{
    protected abstract Network Network { get; }

    // SV-73, EV-33, A.3.12: not even what has arrived with the head.
    [Fact]
    public async Task AfterPause_NoContentComes_UntilAnEventResumes_AndThenAllInOrder()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Chunked.Post("/pausing/signal", "", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
        await log.SeenAsync("request");
        Assert.Equal("request", log.All);
        log.Signal.Set();
        Assert.EndsWith("0123456789", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await log.SeenAsync("done");
        Assert.Matches("^request signal( content){1,10} end done$", log.All);
        server.AssertQuietLog();
    }

    // decisions "Exchange timeouts and pause": how long a handler pauses is no fault of its client.
    [Fact] // Seed EV-37
    public async Task LongPause_ThatTheTimerEnds_DoesNotCountAgainstTheClientsRate()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /pausing/timer HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n01234");
        await log.SeenAsync("request");
        server.Time.Advance(TimeSpan.FromMinutes(9.9));
        Assert.Equal("request", log.All);
        server.Time.Advance(TimeSpan.FromMinutes(0.1) + TimeSpan.FromSeconds(0.1));
        await log.SeenAsync("content");
        Assert.Equal("request timer content", log.All);
        await server.AdvanceAsync(3);
        await peer.SendAsync("56789");
        Assert.EndsWith("0123456789", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    // product §1.2: awaiting is backpressure.
    [Fact]
    public async Task PendingContentEvent_IsFollowedByNoOther()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Chunked.Post("/taking", "", "a", "b", "c"));
        await log.SeenAsync("content");
        Assert.Equal("request content", log.All);
        log.Gate.SetResult();
        Assert.EndsWith("3", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await log.SeenAsync("done");
        Assert.Matches("^request( content){1,3} done$", log.All);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(10 << 20)]
    public async Task WriteFromTheHandlersMemory_ArrivesWhole_BetweenWhatWasWrittenBeforeAndAfter(int octets)
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get($"/lend/{octets}", "Connection: close\r\n"));
        var content = Chunked.Decode(await peer.ReadToEndAsync());
        Assert.Equal(octets + 11, content.Length);
        Assert.StartsWith("first,", content, StringComparison.Ordinal);
        Assert.EndsWith(",last", content, StringComparison.Ordinal);
        Assert.Equal("request written:Ready done", log.All);
        server.AssertQuietLog();
    }

    // An event that writes while the driver sends what it wrote before: they take turns, and nothing is lost or out of order.
    [Fact]
    public async Task PendingEvent_WritesOn_WhileItsEarlierOutputGoesOut()
    {
        var log = new EventLog
        {
            Script = static async downstream =>
            {
                downstream.Begin(StatusCode.Ok);
                for (var i = 0; i < 2000; i++)
                {
                    if (downstream.Write($"{i},") == Flow.Paused || i % 7 == 0)
                    {
                        await downstream.WriteAsync(default);
                        await Task.Yield();
                    }
                }

                downstream.Complete();
            },
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send", "Connection: close\r\n"));
        Assert.Equal(string.Concat(Enumerable.Range(0, 2000).Select(static i => $"{i},")), Chunked.Decode(await peer.ReadToEndAsync()));
        Assert.Equal("request done", Regex.Replace(log.All, " resume", ""));
        server.AssertQuietLog();
    }

    // What was written before an event is pending does not wait for it.
    [Fact]
    public async Task PendingEvent_DoesNotHoldUp_WhatItHasWritten()
    {
        var log = new EventLog();
        log.Script = async downstream =>
        {
            downstream.Begin(StatusCode.Ok, 7);
            downstream.Write("before");
            await log.Gate.Task;
            downstream.Write("!");
            downstream.Complete();
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        Assert.EndsWith("before", await ReadUntilAsync(peer, "before"), StringComparison.Ordinal);
        log.Gate.SetResult();
        Assert.Equal("!", await peer.ReadOnceAsync());
    }

    private static async Task<string> ReadUntilAsync(TestPeer peer, string end)
    {
        var all = "";
        while (!all.EndsWith(end, StringComparison.Ordinal))
        {
            all += await peer.ReadOnceAsync();
        }

        return all;
    }
}
