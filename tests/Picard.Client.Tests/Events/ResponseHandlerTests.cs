using System.Net;
using Picard.Server.Tests;
using Picard.Transport;

namespace Picard.Client.Tests;

public sealed class ResponseHandlerTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;

    public ResponseHandlerTests() => _client = new PicardClient(new ClientOptions { Connector = _network, TimeProvider = _time });

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    // Seed A.4.3, EV-14, CL-06
    [Fact]
    public async Task Events_ComeInTheOrderOfTheResponse()
    {
        var handler = new Recorder();
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n");
        await handler.Of("content:Hello");
        await server.SendAsync("5\r\nWorld\r\n0\r\nx-sum: 7\r\n\r\n");
        await asked;
        Assert.Equal("response:200 content:Hello content:World trailers:7 end done", handler.Events);
        Assert.Equal(1, _client.Statistics.Idle);
    }

    [Fact]
    public async Task Connection_IsUsedAgain_AndHasBeenGivenBackBeforeTheDoneEvent()
    {
        var idle = -1;
        var handler = new Recorder { Does = (what, _) => What(() => idle = what == "done" ? _client.Statistics.Idle : idle) };
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("a");
        await asked;
        Assert.Equal(1, idle);
        var again = new Recorder();
        asked = _client.SendAsync(Get(), again).AsTask();
        await server.ReadHeadAsync();
        await server.RespondAsync("b");
        await asked;
        Assert.Equal("response:200 content:b end done", again.Events);
        Assert.Equal(1, _network.Connections);
    }

    // Seed CL-50
    [Fact]
    public async Task Pause_HoldsContentBack_UntilAnotherThreadHasItResumed()
    {
        var handler = new Recorder
        {
            Does = static (what, upstream) => What(() =>
            {
                switch (what)
                {
                    case "response:200":
                        upstream.Pause();
                        break;
                    case "signal":
                        upstream.Resume();
                        break;
                }
            }),
        };
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("Hello");
        await handler.Of("response:200");
        Assert.Equal("response:200", handler.Events);
        await Task.Run(handler.Signal.Set);
        await asked;
        Assert.Equal("response:200 signal content:Hello end done", handler.Events);
    }

    [Fact]
    public async Task ContentEvent_ThatReturnsPaused_GetsNoMore_UntilItResumes()
    {
        var handler = new Recorder
        {
            Does = static (what, upstream) =>
            {
                if (what == "signal")
                {
                    upstream.Resume();
                }

                return what == "content:a" ? Flow.Paused : Flow.Ready;
            },
        };
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n");
        await handler.Of("content:a");
        handler.Signal.Set();
        await asked;
        Assert.Equal("response:200 content:a signal content:b end done", handler.Events);
    }

    [Fact]
    public async Task EventThatAwaits_HoldsTheServerBack()
    {
        var handler = new Waiter();
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("Hello");
        await handler.IsWaiting;
        Assert.False(handler.HasContent);
        handler.Release();
        await asked;
        Assert.True(handler.HasContent);
    }

    // Seed CL-30: there is no other event.
    [Fact]
    public async Task ServerThatRefusesTheConnection_IsOneAbort()
    {
        await using var client = new PicardClient(new ClientOptions { Connector = new RefusingConnector() });
        var handler = new Recorder();
        var fault = await Assert.ThrowsAsync<RequestException>(async () => await client.SendAsync(Get(), handler));
        Assert.Equal(RequestFault.Connect, fault.Fault);
        Assert.Equal("abort:Connect", handler.Events);
    }

    // Seed A.4.4, CL-34: an abort in any event is the last of them; CL-35: a second one changes nothing.
    [Theory]
    [InlineData("response:200", "response:200 abort:Aborted")]
    [InlineData("content:Hello", "response:200 content:Hello abort:Aborted")]
    [InlineData("end", "response:200 content:Hello content:World end abort:Aborted")]
    public async Task AbortInAnEvent_IsFollowedByItsOwnEventAlone(string where, string expected)
    {
        var handler = new Recorder
        {
            Does = (what, upstream) => What(() =>
            {
                if (what == where || what.StartsWith("abort", StringComparison.Ordinal))
                {
                    upstream.Abort();
                    upstream.Abort();
                }
            }),
        };
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nHello");
        if (where == "end")
        {
            await handler.Of("content:Hello");
            await server.SendAsync("World");
        }

        var fault = await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.Equal(RequestFault.Aborted, fault.Fault);
        Assert.Equal(expected, handler.Events);
        if (where != "end")
        {
            // Nobody knows what would still come.
            Assert.False(await server.ReadToEndAsync());
            Assert.Equal(0, _client.Statistics.Open);
        }
    }

    [Fact]
    public async Task ContentEvent_ThatReturnsClosed_EndsTheExchange()
    {
        var handler = new Recorder { Does = static (what, _) => what == "content:Hello" ? Flow.Closed : Flow.Ready };
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nHello");
        await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.Equal("response:200 content:Hello abort:Aborted", handler.Events);
    }

    // Seed CL-36
    [Fact]
    public async Task ServerThatClosesWithoutAnAnswer_IsAnAbort()
    {
        var handler = new Recorder();
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.FinishAsync();
        await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.Equal("abort:ConnectionLost", handler.Events);
    }

    // Seed CL-37
    [Fact]
    public async Task ServerThatNeverAnswers_IsAnAbort_WithTheTimeLimit()
    {
        var handler = new Recorder();
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await Assert.ThrowsAsync<RequestException>(() => PassUntilAsync(asked));
        Assert.Equal("abort:FirstByteTimeout", handler.Events);
    }

    // Seed CL-38
    [Fact]
    public async Task ServerThatStopsHalfway_IsAnAbort_AfterWhatHasCome()
    {
        var handler = new Recorder();
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n");
        await handler.Of("content:b");
        await Assert.ThrowsAsync<RequestException>(() => PassUntilAsync(asked));
        Assert.Equal("response:200 content:a content:b abort:ContentTimeout", handler.Events);
    }

    // Seed CL-33
    [Fact]
    public async Task Cancellation_IsAnAbort_AndTheOnlyEventFromThereOn()
    {
        using var stop = new CancellationTokenSource();
        var handler = new Recorder();
        var asked = _client.SendAsync(Get(), handler, stop.Token).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await stop.CancelAsync();
        var fault = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal(stop.Token, fault.CancellationToken);
        Assert.Equal("abort:OperationCanceledException", handler.Events);
        Assert.Equal(0, _client.Statistics.Open);
    }

    [Fact]
    public async Task Cancellation_EndsAPause()
    {
        using var stop = new CancellationTokenSource();
        var handler = new Recorder { Does = static (what, _) => what == "response:200" ? Flow.Paused : Flow.Ready };
        var asked = _client.SendAsync(Get(), handler, stop.Token).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("Hello");
        await handler.Of("response:200");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal("response:200 abort:OperationCanceledException", handler.Events);
    }

    [Fact]
    public async Task TotalTimeout_EndsAPause()
    {
        await using var client = new PicardClient(new ClientOptions { Connector = _network, TimeProvider = _time, TotalTimeout = TimeSpan.FromSeconds(2) });
        var handler = new Recorder { Does = static (what, _) => what == "response:200" ? Flow.Paused : Flow.Ready };
        var asked = client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("Hello");
        await handler.Of("response:200");
        var fault = await Assert.ThrowsAsync<RequestException>(() => PassUntilAsync(asked));
        Assert.Equal(RequestFault.TotalTimeout, fault.Fault);
        Assert.Equal("response:200 abort:TotalTimeout", handler.Events);
        Assert.Equal(client.Statistics.Idle, client.Statistics.Open);
    }

    [Fact]
    public async Task TotalTimeout_CancelsWhatAnEventAwaits()
    {
        await using var client = new PicardClient(new ClientOptions { Connector = _network, TimeProvider = _time, TotalTimeout = TimeSpan.FromSeconds(2) });
        var handler = new Waiter();
        var asked = client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("Hello");
        await handler.IsWaiting;
        var fault = await Assert.ThrowsAsync<RequestException>(() => PassUntilAsync(asked));
        Assert.Equal(RequestFault.TotalTimeout, fault.Fault);
    }

    [Theory]
    [InlineData("response:200")]
    [InlineData("content:Hello")]
    [InlineData("signal")]
    public async Task EventThatThrows_IsWhatTheCallerGets(string where)
    {
        var handler = new Recorder { Does = (what, _) => what == where ? throw new FormatException(where) : Flow.Ready };
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nHello");
        if (where == "signal")
        {
            await handler.Of("content:Hello");
            handler.Signal.Set();
        }

        Assert.Equal(where, (await Assert.ThrowsAsync<FormatException>(() => asked)).Message);
        Assert.EndsWith($"{where} abort:FormatException", handler.Events, StringComparison.Ordinal);
        Assert.False(await server.ReadToEndAsync());
        Assert.Equal(0, _client.Statistics.Open);
    }

    [Fact]
    public async Task SignalsOfManyThreads_AreEventsOneAtATime_AndNoneComesAfterTheEnd()
    {
        var handler = new Recorder();
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        await handler.Of("response:200");
        var signals = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                handler.Signal.Set();
            }
        })));
        for (var i = 0; i < 1000; i++)
        {
            await server.SendAsync("x");
        }

        await asked;
        await signals;
        Assert.EndsWith("end done", handler.Events, StringComparison.Ordinal);
        Assert.Equal(1000, handler.Events.Split(' ').Where(static e => e.StartsWith("content:", StringComparison.Ordinal)).Sum(static e => e.Length - "content:".Length));
    }

    // Seed CL-10
    [Fact]
    public async Task AfterTheEnd_NothingDoesAnything()
    {
        var handler = new Recorder();
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("");
        await asked;
        Assert.Equal(Flow.Closed, handler.Server.Write("late"));
        handler.Server.Complete();
        handler.Server.Abort();
        handler.Signal.Set();
        Assert.Equal("response:200 end done", handler.Events);
    }

    // Seed A.10.14
    [Fact]
    public async Task WriteOfAHandlerWithoutARequestEvent_NamesTheRule()
    {
        var handler = new Recorder { Does = static (what, upstream) => what == "response:200" ? upstream.Write("x") : Flow.Ready };
        var asked = _client.SendAsync(Get(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("");
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => asked);
        Assert.Contains("[OnRequest]", fault.Message, StringComparison.Ordinal);
    }

    private static ClientRequest Get() => new(Method.Get, "http://127.0.0.1/");

    /// <summary>Lets time pass until something has come of it.</summary>
    private async Task PassUntilAsync(Task waiting)
    {
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        await waiting;
    }

    private static Flow What(Action action)
    {
        action();
        return Flow.Ready;
    }

    private sealed class RefusingConnector : TransportConnector
    {
        public override ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<TransportConnection>(new TransportException(TransportFault.Other, "ECONNREFUSED"));
    }
}
