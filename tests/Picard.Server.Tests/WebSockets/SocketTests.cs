using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace Picard.Server.Tests;

public sealed class InMemorySocketTests : SocketTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketSocketTests : SocketTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopSocketTests : SocketTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketSocketTests : SocketTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>WebSockets on every network: what goes through them, how they end, and who waits for whom (Seed H.2).</summary>
public abstract class SocketTests
{
    // A real deadline, so that a test that would wait for ever fails instead. It never decides an outcome.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly EventLog _log = new();

    protected abstract Network Network { get; }

    // Seed WS-03, WS-04; bug J 44 is not copied: frames of each length form.
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public async Task Messages_OfEachLengthForm_ComeBack(int characters)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        using var socket = await peer.OpenSocketAsync("/sockets/echo");
        var text = new string('é', characters / 2) + new string('e', characters % 2);
        var sending = socket.SendAsync(text);
        Assert.Equal(text, await socket.ReceiveAsync());
        await sending;
        await socket.SendAsync("again");
        Assert.Equal("again", await socket.ReceiveAsync());
        server.AssertQuietLog();
    }

    [Fact]
    public async Task Parameters_AreBound_AsInAnyRoute()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        using var socket = await peer.OpenSocketAsync("/sockets/rooms/b%20c?times=2");
        Assert.Equal("b c0/sockets/rooms/b%20c?times=2True", await socket.ReceiveAsync());
        Assert.Equal("b c1/sockets/rooms/b%20c?times=2True", await socket.ReceiveAsync());
        Assert.Equal("close:1000:", await socket.ReceiveAsync());
    }

    // Seed WS-05: the client closes. Its status comes back.
    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(4000)]
    public async Task ClientThatCloses_GetsItsStatusBack(int status)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        using var socket = await peer.OpenSocketAsync("/sockets/echo");
        await socket.CloseAsync((WebSocketCloseStatus)status, "Done", CancellationToken.None).WaitAsync(s_patience);
        Assert.Equal(status, (int?)socket.CloseStatus);
        await peer.DisposeAsync();
        await server.EmptyAsync();
        Assert.Equal($"open end:CloseReceived:{(WebSocketCloseStatus)status}:Done", _log.All);
        server.AssertQuietLog();
    }

    // Seed WS-07: the server closes, and waits for the client's close frame, which is not answered again.
    [Fact]
    public async Task MethodThatCloses_WaitsForTheClient_AndThenTheConnectionEnds()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/close");
        Assert.Equal(Frames.Closed(1008, "enough"), await peer.ReadOnceAsync());
        Assert.Equal("", _log.All);
        await peer.SendAsync(Frames.Text("still talking") + Frames.Close(1000));
        Assert.Equal("", await peer.ReadToEndAsync());
        Assert.Equal("closed:NormalClosure", _log.All);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task MethodThatReturns_Closes1000()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/rooms/a?times=0");
        Assert.Equal(Frames.Closed(1000), await peer.ReadOnceAsync());
        await peer.SendAsync(Frames.Close(1000));
        Assert.Equal("", await peer.ReadToEndAsync());
        server.AssertQuietLog();
    }

    [Fact]
    public async Task ClientThatDoesNotAnswerTheClose_IsClosedAfterAWhile()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/rooms/a?times=0");
        Assert.Equal(Frames.Closed(1000), await peer.ReadOnceAsync());
        var ending = peer.ReadToEndAsync();
        await AdvanceUntilAsync(server, ending);
        Assert.Equal("", await ending);
        server.AssertQuietLog();
    }

    [Theory]
    [InlineData("/sockets/throw", "thrown at once")]
    [InlineData("/sockets/throw-later", "thrown later")]
    public async Task MethodThatThrows_Closes1011_AndIsLoggedOnce(string path, string message)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync(path);
        await peer.SendAsync(Frames.Text("now"));
        Assert.Equal(Frames.Closed(1011, "The server failed."), await peer.ReadOnceAsync());
        await peer.SendAsync(Frames.Close(1011));
        Assert.Equal("", await peer.ReadToEndAsync());
        await peer.DisposeAsync();
        await server.EmptyAsync();
        var (level, _, fault) = Assert.Single(server.Log.From(LogLevel.Information));
        Assert.Equal((LogLevel.Error, message), (level, fault?.Message));
    }

    [Theory] // Seed WS-12
    [InlineData("/sockets/abort")]
    [InlineData("/sockets/dispose")]
    public async Task MethodThatAborts_ResetsTheConnection(string path)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(SocketPeer.Handshake(path));
        var all = await peer.ReadToEndAsync();
        Assert.DoesNotContain(Frames.Closed(1000), all, StringComparison.Ordinal);
        await server.EmptyAsync();
        server.AssertQuietLog();
    }

    // A silent WebSocket is not slow: no time limit of HTTP is left.
    [Fact]
    public async Task SilentWebSocket_IsLeftAlone()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        using var socket = await peer.OpenSocketAsync("/sockets/echo");
        server.Time.Advance(TimeSpan.FromDays(2));
        await socket.SendAsync("still here");
        Assert.Equal("still here", await socket.ReceiveAsync());
        server.Time.Advance(TimeSpan.FromDays(2));
        await socket.SendAsync("and now");
        Assert.Equal("and now", await socket.ReceiveAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClientThatLeavesWithoutClosing_CancelsTheToken_AndEndsTheReceive(bool resets)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/leave");
        await _log.SeenAsync("open");
        await LeaveAsync(peer, resets);
        await _log.SeenAsync("aborted");
        await server.EmptyAsync();
        Assert.Equal("open fault:ConnectionClosedPrematurely aborted", _log.All);
        server.AssertQuietLog();
    }

    // Nobody reads: the token is what tells the method, within a second.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClientThatLeaves_WhileNothingIsReceived_CancelsTheToken(bool resets)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/idle");
        await _log.SeenAsync("open");
        await LeaveAsync(peer, resets);
        await AdvanceUntilAsync(server, _log.SeenAsync("aborted"));
        await server.EmptyAsync();
        server.AssertQuietLog();
    }

    // Each send fails with an exception of its own, and none of them is the server's failure.
    [Fact]
    public async Task MethodThatEndsWithTheFirstOfSeveralFaults_OfAClientThatHasLeft_IsNoFailure()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/late");
        await _log.SeenAsync("open");
        peer.Reset();
        await _log.SeenAsync("faults");
        await server.EmptyAsync();
        server.AssertQuietLog();
    }

    // Half a WebSocket is none (RFC 6455 §7.1.1), even where half-closed clients are served.
    [Fact]
    public async Task HalfClosedWebSocket_IsGone_WhateverIsAskedFor()
    {
        await using var server = await TestServer.StartAsync(
            Network,
            static basics => new ServerOptions { TimeProvider = basics.Time, LoggerFactory = basics.Log, HalfClosedClients = HalfClosedClients.Serve },
            EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/idle");
        await _log.SeenAsync("open");
        await peer.FinishAsync();
        await AdvanceUntilAsync(server, _log.SeenAsync("aborted"));
    }

    [Fact]
    public async Task ClientThatDoesNotRead_MakesTheSenderWait_AndThenGetsAll()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        using var socket = await peer.OpenSocketAsync("/sockets/flood");
        if (Network == Network.InMemory)
        {
            Assert.InRange(_log.Count("sent"), 1, 15); // 64 KiB on this side, as much on the other
        }
        else
        {
            await server.SettleAsync();
            Assert.InRange(_log.Count("sent"), 1, 4095);
        }

        for (var i = 0; i < 4096; i++)
        {
            Assert.Equal(16 * 1024, (await socket.ReceiveAsync()).Length);
        }

        Assert.Equal("close:1000:", await socket.ReceiveAsync());
        Assert.Equal(4096, _log.Count("sent"));
    }

    // Seed SV-84: what waits for a client that takes nothing does not wait for ever.
    [Fact]
    public async Task ClientThatStopsReading_IsTooSlow()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/flood");
        var seen = _log.SeenAsync("end");
        await AdvanceUntilAsync(server, seen);
        await server.EmptyAsync();
        server.AssertQuietLog();
    }

    [Fact]
    public async Task MethodThatDoesNotReceive_MakesTheClientWait_AndThenGetsAll()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        using var socket = await peer.OpenSocketAsync("/sockets/idle");
        var message = new string('m', 64 * 1024);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 512; i++)
            {
                await socket.SendAsync(message);
            }
        });
        await _log.SeenAsync("open");

        // At every moment: what the method does not ask for is not taken from the transport.
        Assert.All(server.Accepted, static connection => Assert.InRange(connection.ReceivedBytes, 0, 64 * 1024));
        Assert.False(sending.IsCompleted);
        _log.Gate.SetResult();
        for (var i = 0; i < 512; i++)
        {
            Assert.Equal(message, await socket.ReceiveAsync());
        }

        await sending;
        server.AssertQuietLog();
    }

    [Fact]
    public async Task ManySenders_TakeTurns()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        using var socket = await peer.OpenSocketAsync("/sockets/crowd");
        var numbers = new HashSet<int>();
        for (var i = 0; i < 64; i++)
        {
            var message = await socket.ReceiveAsync();
            var number = int.Parse(message[..3], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(new string('x', number * 100), message[3..]);
            Assert.True(numbers.Add(number));
        }

        Assert.Equal("close:1000:", await socket.ReceiveAsync());
        server.AssertQuietLog();
    }

    // decisions "Graceful stop": the client is told, the receive loop sees its answer, and nobody is aborted.
    [Fact]
    public async Task Stop_Closes1001_AndTheMethodEndsByItself()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        using var socket = await peer.OpenSocketAsync("/sockets/echo");
        await _log.SeenAsync("open");
        var stopping = server.Server.StopAsync();
        Assert.Equal("close:1001:The server stops.", await socket.ReceiveAsync());
        Assert.Equal(0, _log.Count("aborted"));
        await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "", CancellationToken.None);
        await _log.SeenAsync("end");
        await peer.DisposeAsync();
        await stopping.WaitAsync(s_patience);

        // The state is Closed, or for a moment CloseReceived: the answer may overtake the end of the send that it answers.
        Assert.Matches("^open end:(Closed|CloseReceived):EndpointUnavailable:$", _log.All);
        Assert.Empty(server.Log.From(LogLevel.Warning));
    }

    [Fact]
    public async Task StopThatHasWaitedLongEnough_CancelsTheToken()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/idle");
        await _log.SeenAsync("open");
        var stopping = server.Server.StopAsync();
        Assert.Equal(Frames.Closed(1001, "The server stops."), await peer.ReadOnceAsync());
        Assert.Equal("open", _log.All);
        server.Time.Advance(TimeSpan.FromSeconds(31));
        await _log.SeenAsync("aborted");
        await stopping.WaitAsync(s_patience);
    }

    [Fact]
    public async Task PipelinedRequestBefore_IsAnsweredFirst()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Responses.Get("/none") + SocketPeer.Handshake("/sockets/echo") + Frames.Text("first") + Frames.Close(1000));
        var all = await peer.ReadToEndAsync();
        Assert.Equal(["404", "101"], Responses.StatusesOf(all));
        Assert.EndsWith("\r\n\r\n\x81\x05" + "first" + Frames.Closed(1000), all, StringComparison.Ordinal);
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network, EventApplication.Create(_log));

    private static async Task LeaveAsync(TestPeer peer, bool resets)
    {
        if (resets)
        {
            peer.Reset();
        }
        else
        {
            await peer.FinishAsync();
        }
    }

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
