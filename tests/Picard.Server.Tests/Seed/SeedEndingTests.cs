using Microsoft.Extensions.Logging;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>The seed's statements about how exchanges begin, take turns and end (A.1, A.6 to A.9, B.3, B.5).</summary>
public sealed class SeedEndingTests
{
    private readonly EventLog _log = new();

    [Fact] // Seed EV-04, EV-35
    public async Task Downstream_CannotBeUsedBeforeTheFirstEvent()
    {
        await using var server = await StartAsync();
        var outcome = TestPeer.ContentOf(await server.ConverseAsync(Get("/premature", "Connection: close\r\n")));
        Assert.Equal("This Downstream belongs to no exchange: it is set before the first event.", outcome);
    }

    [Fact] // Seed EV-20: what an event brings about comes after it
    public async Task Events_AreNeverReentrant()
    {
        _log.Script = downstream =>
        {
            downstream.WakeAfter(TimeSpan.Zero);
            downstream.Signal.Set();
            _log.Add("leaving");
            return default;
        };
        _log.Timed = static downstream => downstream.Respond(StatusCode.Ok, "woken");
        await using var server = await StartAsync();
        Assert.EndsWith("woken", await server.ConverseAsync(Get("/send", "Connection: close\r\n")), StringComparison.Ordinal);
        Assert.Equal("request leaving signal timer done", _log.All);
    }

    public static TheoryData<Action<Downstream>> BeforeAborts => new()
    {
        static _ => { },
        static d => d.Signal.Set(),
        static d => d.WakeAfter(TimeSpan.Zero),
        static d => d.Respond(StatusCode.Ok, "whole"),
        static d => { d.Begin(StatusCode.Ok, 5); d.Write("Hello"); d.Complete(); },
        static d => { d.Begin(StatusCode.Ok); while (d.Write("much of it") == Flow.Ready) { } },
    };

    [Theory] // Seed EV-21, SV-67, EV-51: an abort overtakes whatever is due, an end that was said just before included
    [MemberData(nameof(BeforeAborts))]
    public async Task Abort_IsTheNextEventAndTheLast_AndNothingIsSent(Action<Downstream> before)
    {
        await AssertLastAsync("request leaving abort:Handler", downstream =>
        {
            before(downstream);
            downstream.Abort();
            _log.Add("leaving");
        });
    }

    [Theory] // Seed EV-22: so does an exception
    [MemberData(nameof(BeforeAborts))]
    public async Task Exception_IsFollowedByTheAbortEventAndByNoOther(Action<Downstream> before)
    {
        _log.Script = downstream =>
        {
            before(downstream);
            throw new InvalidOperationException("thrown at the end");
        };
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        await _log.SeenAsync("abort");
        Assert.Equal("request abort:HandlerFailed", _log.All);
        Assert.Equal(["thrown at the end"], server.Log.From(LogLevel.Warning).Select(static line => line.Exception!.Message));
    }

    [Theory] // Seed SV-63, SV-68, EV-40, EV-51, A.3.12: each abort after the first does nothing, and what has arrived is not delivered any more
    [InlineData("request", "request abort:Handler")]
    [InlineData("content", "request content:Hello abort:Handler")]
    public async Task HandlerThatAnswersEveryEventWithAnAbort_IsAbortedOnce(string from, string events)
    {
        await using var server = await StartAsync();
        Assert.Equal("(reset)", await server.ConverseAsync(Chunked.Post($"/aborting/{from}", "", "Hello", "World")));
        await server.EmptyAsync();
        Assert.Equal(events, _log.All);
    }

    [Fact] // Seed SV-64
    public async Task AbortThatComesLater_ClosesTheConnection_AndNothingIsSent()
    {
        _log.Script = downstream =>
        {
            _log.Signal = downstream.Signal;
            return default;
        };
        _log.Signalled = static downstream => downstream.Abort();
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        await Task.Run(() => _log.Signal.Set());
        Assert.Equal("(reset)", await peer.ReadToEndAsync());
        await server.EmptyAsync();
        Assert.Equal("request signal abort:Handler", _log.All);
    }

    [Fact] // Seed SV-69, EV-51, A.3.13, SV-84: a response that is cut short does not look complete
    public async Task AbortWhileTheResponseStreams_LeavesItWithoutItsLastChunk()
    {
        _log.Script = downstream =>
        {
            _log.Signal = downstream.Signal;
            downstream.Begin(StatusCode.Ok);
            downstream.Write("Hello");
            return default;
        };
        _log.Signalled = static downstream => downstream.Abort();
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        Assert.EndsWith("\r\n\r\n5\r\nHello\r\n", await peer.ReadOnceAsync(), StringComparison.Ordinal);
        _log.Signal.Set();
        Assert.Equal("(reset)", await peer.ReadToEndAsync());
        Assert.Equal("request signal abort:Handler", _log.All);
    }

    [Fact] // Seed EV-34: where clients that have finished sending are served at all (decisions "Client gone")
    public async Task ContentAndItsEnd_OfAClientThatLeftWhileReadingWasPaused_ComeAfterTheResume()
    {
        await using var server = await TestServer.StartAsync(
            Network.InMemory,
            static basics => new ServerOptions { TimeProvider = basics.Time, LoggerFactory = basics.Log, HalfClosedClients = HalfClosedClients.Serve },
            EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/pausing/signal", "Hello"));
        await peer.FinishAsync();
        server.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("request", _log.All);
        _log.Signal.Set();
        Assert.EndsWith("Hello", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal("request signal content end done", _log.All);
    }

    [Theory] // Seed EV-44, EV-52
    [InlineData(Network.InMemory)]
    [InlineData(Network.Sockets)]
    [InlineData(Network.EventLoops)]
    public async Task ResetOfAnIdleConnection_CausesNoEvent(Network network)
    {
        await using var server = await TestServer.StartAsync(network, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/record"));
        await peer.ReadResponseAsync();
        await _log.SeenAsync("done");
        peer.Reset();
        await server.EmptyAsync();
        Assert.Equal("request end done:0", _log.All);
        server.AssertQuietLog();
    }

    [Fact] // Seed SV-45, EV-17: the client has its response before the done event, and may ask again at once
    public async Task NextRequest_WhileTheDoneEventIsPending_IsServedAfterIt()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/lingering"));
        Assert.EndsWith("answered", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal("request done", _log.All);
        await peer.SendAsync(Get("/lingering"));
        Assert.Equal("request done", _log.All);
        _log.Gate.SetResult();
        Assert.EndsWith("answered", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await _log.SeenAsync("over");
        server.AssertQuietLog();
    }

    [Fact] // Seed SV-61
    public async Task HandlerThatCannotBeMade_IsOneErrorInTheLog_AndHarmsNobodyElse()
    {
        await using var server = await StartAsync();
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();

        // The one that was made at the start is at work.
        await first.SendAsync("POST /unborn HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\n\r\n");
        Assert.Equal("request", _log.All);
        _log.Add("unborn");
        await second.SendAsync(Post("/unborn", "content") + Get("/record"));
        Assert.StartsWith("HTTP/1.1 500 ", await second.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.EndsWith("exchange 1", await second.ReadResponseAsync(), StringComparison.Ordinal);
        await first.SendAsync("1");
        Assert.EndsWith("born", await first.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal(["not born"], server.Log.From(LogLevel.Warning).Select(static line => line.Exception!.Message));
    }

    private async Task AssertLastAsync(string events, Action<Downstream> script)
    {
        _log.Script = downstream =>
        {
            script(downstream);
            return default;
        };
        await using var server = await StartAsync();
        Assert.Equal("(reset)", await server.ConverseAsync(Get("/send") + Get("/record")));
        await server.EmptyAsync();
        Assert.Equal(events, _log.All);
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
}
