using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Http;
using Picard.Transport;

namespace Picard.Server;

/// <summary>THE driver: serves the requests of one connection, one after the other, from the first octet to the last.</summary>
/// <remarks>
/// <code>
/// Head ─► Handler ─► Responded ─► Head …               the ring of a persistent connection
///  │      │  ▲  ╲       │  ╲
///  │      ▼  │   ▼      ▼   Unread ─► Head             content that the handler did not ask for
///  │   Content  Suspended  Sending                     collecting for the handler; its task; a large body
///  ▼      ▼
/// Farewell ─► Linger ─► Ended                          FIN is sent, what still comes is discarded
/// </code>
/// <see cref="Advance"/> is synchronous: it goes from state to state until something must be waited for, and says what. <see cref="ServeAsync"/>
/// does the waiting, with the only awaits of the request path. So what arrived together is answered together, in order, with one flush.
/// Invariant: one exchange at a time. Nothing of the next request is parsed before the response to this one is written.
/// A read that was cancelled (a deadline, a stop) asks the state what is due; one that comes too late is due nothing and reads on.
/// Not its business: what bytes mean (<see cref="HeadParser"/>, <see cref="RequestContent"/>), what is answered (<see cref="IHandler"/>),
/// sockets, and other threads, which meet it in <see cref="ConnectionWatch"/> only.
/// </remarks>
internal sealed class ServerConnection
{
    // High watermark: output that one batch of pipelined requests may gather before it must drain. The transport's own mark, so that one wait serves both.
    private const int HighWatermarkBytes = 64 * 1024;

    private readonly ServerShared _server;
    private readonly ServerOptions _options;
    private readonly TransportConnection _transport;
    private readonly PipeWriter _output;
    private readonly HeadParser _parser;
    private readonly ParsedRequest _request = new();
    private readonly RequestContent _content;
    private readonly Exchange _exchange;
    private readonly ConnectionWatch _watch;
    private readonly HandlerCall _call;

    private State _state;
    private ConnectionInput _input;
    private ConnectionDeadline _deadline;

    public ServerConnection(TransportConnection transport, ServerShared server)
    {
        _transport = transport;
        _server = server;
        _options = server.Options;
        _input = new ConnectionInput(transport.Input);
        _output = transport.Output;
        _parser = new HeadParser(_options.Limits);
        _content = new RequestContent(_options.Limits);
        _exchange = new Exchange(_output, server.Date, server.Stopping);
        _watch = new ConnectionWatch(transport, _exchange, server);
        _call = new HandlerCall(server.Handler, _exchange, _watch, server.Log);
        _deadline = new ConnectionDeadline(server.Timer, _options);
    }

    /// <summary>What is expected next.</summary>
    private enum State
    {
        Head,       // a request head, or the rest of one
        Handler,    // the handler's next step
        Content,    // content that the handler has asked for
        Suspended,  // the end of the user's task
        Responded,  // nothing of this exchange, unless a large body is still to be sent
        Sending,    // the peer, to take that body from its owner's memory
        Unread,     // the end of content that nobody has asked for
        Farewell,   // the peer, to take the last output; then comes our FIN
        Linger,     // the peer's FIN
        Ended,      // nothing
    }

    /// <summary>What <see cref="Advance"/> cannot go on without.</summary>
    private enum Wait { Input, Handler, Drain, OutputClosed, Nothing }

    /// <summary>Serves the connection until it ends, then frees all it holds. Never throws.</summary>
    /// <param name="admission">Whether it is served, or only told that the server is full.</param>
    public async Task RunAsync(Admission admission)
    {
        _server.Timer.Add(_watch);
        try
        {
            Observe(_server.Metrics.MeasuresConnections)?.Open();
            // From connect, not from the first octet: a client that connects and says nothing has no claim to a connection.
            _deadline.BeginHead();
            if (admission == Admission.Refuse)
            {
                _state = Refuse(Refusal.ConnectionLimit);
            }

            await ServeAsync().ConfigureAwait(false);
        }
        catch (TransportException lost)
        {
            ServerEvents.ConnectionLost(_server.Log, lost.Message);
        }
        catch (Exception defect)
        {
            // A defect of the server, or memory that is not there: user code is caught where it is called. Other connections live on.
            _transport.Abort();
            _call.Observation?.Fail(defect);
            ServerEvents.ConnectionFailed(_server.Log, defect);
        }
        finally
        {
            _watch.Close();
            _call.Observation?.Close(_watch.Loss);
            _exchange.End();
            _content.End();
            _request.ReleaseStorage();
            await _transport.DisposeAsync().ConfigureAwait(false);
            _server.Close(_watch, admission);
        }
    }

    // No await here comes back to a SynchronizationContext, nor does the end of this method hop to another thread where there is one, as a
    // Task's would: what ends a wait goes on with the connection, on its loop or inline in a test.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ServeAsync()
    {
        while (true)
        {
            switch (Advance())
            {
                case Wait.Input:
                    // One flush for all that this batch of input asked for.
                    if (_output.UnflushedBytes > 0 && !_watch.Drained(await _watch.Output(_output.FlushAsync()).ConfigureAwait(false)))
                    {
                        return;
                    }

                    Take(await _watch.Input(_input.ReadAsync(), _deadline.At).ConfigureAwait(false));
                    break;
                case Wait.Handler:
                    // The responses before this one do not wait for it. A client that does not take them is gone.
                    if (_output.UnflushedBytes > 0 && !_watch.Drained(await _watch.Output(_output.FlushAsync()).ConfigureAwait(false)))
                    {
                        _watch.AbortExchange();
                    }

                    _watch.BeginHandler();
                    _state = After(await _call.CompletionAsync().ConfigureAwait(false));
                    _watch.End();
                    break;
                case Wait.Drain:
                    // This await is the backpressure: it does not complete while the peer reads slower than we write.
                    if (!_watch.Drained(await _watch.Output(_output.WriteAsync(_exchange.UnsentContent)).ConfigureAwait(false)))
                    {
                        return;
                    }

                    break;
                case Wait.OutputClosed:
                    await _watch.Output(_transport.CloseOutputAsync()).ConfigureAwait(false);
                    _watch.End();
                    _deadline.BeginLinger();
                    break;
                case Wait.Nothing:
                    return;
                default:
                    throw new UnreachableException();
            }
        }
    }

    /// <summary>Goes on until something must be waited for.</summary>
    private Wait Advance()
    {
        while (true)
        {
            switch (_state)
            {
                case State.Head when !TryParseHead():
                case State.Content when !TryCollectContent():
                case State.Unread when !TryDiscardContent():
                case State.Linger when !TryDiscardInput():
                    return Wait.Input;
                case State.Head or State.Content or State.Unread or State.Linger:
                    break;
                case State.Handler:
                    _state = After(_call.Run());
                    break;
                case State.Suspended:
                    return Wait.Handler;
                case State.Responded when !_exchange.UnsentContent.IsEmpty:
                    _state = State.Sending;
                    return Wait.Drain;
                case State.Responded or State.Sending:
                    _state = EndExchange();
                    if (_output.UnflushedBytes >= HighWatermarkBytes)
                    {
                        // Further pipelined requests stay in the input until the responses before them are out.
                        return Wait.Drain;
                    }

                    break;
                case State.Farewell:
                    _state = State.Linger;
                    return Wait.OutputClosed;
                case State.Ended:
                    return Wait.Nothing;
                default:
                    throw new UnreachableException();
            }
        }
    }

    /// <returns>False: more input is needed.</returns>
    private bool TryParseHead()
    {
        if (!_input.Batch.IsEmpty)
        {
            var status = _parser.ParseRequest(_input.Batch, _request, out var consumed);
            _input.Batch = _input.Batch.Slice(consumed);
            if (status != ParseStatus.NeedMore)
            {
                _state = status == ParseStatus.Complete ? BeginExchange() : Refuse(Refusal.Of(_parser.Violation));
                return true;
            }
        }

        if (_input.IsEnded || (_server.IsStopping && !IsHeadPartial))
        {
            // A client that left within a head gets no answer: it has asked nothing.
            _state = State.Farewell;
            return true;
        }

        if (IsHeadPartial)
        {
            _deadline.BeginHead();
            return false;
        }

        // An idle connection holds almost nothing.
        _request.ReleaseStorage();
        return false;
    }

    private bool IsHeadPartial => !_input.Batch.IsEmpty || _parser.HasPartialHead;

    private State BeginExchange()
    {
        _content.Begin(_request);

        // RFC 9110 §9.3.6: what follows a CONNECT is meant for the tunnel. There is none, and it must not be read as requests.
        var persists = _request.IsPersistent && _request.Method != Method.Connect;
        _exchange.Begin(_request, persists);
        _exchange.MaxContentBytes = _options.MaxRequestContentBytes;
        Observe(_server.ObservesRequests)?.Begin();
        return State.Handler;
    }

    private ConnectionObservation? Observe(bool isListenedTo) =>
        isListenedTo ? _call.Observation ??= new ConnectionObservation(_server, _transport, _exchange, _request) : null;

    private State After(HandlerCall.Outcome outcome) => outcome switch
    {
        HandlerCall.Outcome.Responded => State.Responded,
        HandlerCall.Outcome.NeedsContent => BeginContent(),
        HandlerCall.Outcome.Suspended => State.Suspended,
        _ => Abandon(),
    };

    private State Abandon()
    {
        _transport.Abort();
        return State.Ended;
    }

    private State BeginContent()
    {
        if (_request.ContentLength > _exchange.MaxContentBytes)
        {
            return Refuse(Refusal.ContentLimit);
        }

        // RFC 9110 §10.1.1: 100 is for HTTP/1.1 only, and may be omitted when content has already come.
        if (_request is { Expectation: Expectation.Continue, Version: ProtocolVersion.Http11 } && !_content.IsComplete && _input.Batch.IsEmpty)
        {
            _output.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
        }

        _deadline.BeginContent();
        return State.Content;
    }

    /// <returns>False: more input is needed.</returns>
    private bool TryCollectContent()
    {
        var outcome = _content.Collect(ref _input.Batch, _exchange.MaxContentBytes);
        if (outcome == RequestContent.Outcome.NeedMore && !_input.IsEnded)
        {
            return false;
        }

        _state = outcome switch
        {
            RequestContent.Outcome.Complete => State.Handler,
            RequestContent.Outcome.TooLarge => Refuse(Refusal.ContentLimit),
            RequestContent.Outcome.Violation => Refuse(Refusal.Of(_content.Violation)),

            // FIN before the last octet of the request: the client is gone, and the user's method was never called.
            _ => State.Farewell,
        };
        if (_state == State.Handler)
        {
            _exchange.SetContent(_content.Content);
        }

        return true;
    }

    private State EndExchange()
    {
        var persists = _exchange.Persists;
        _exchange.WriteTrailers();
        _call.Observation?.Complete();
        _exchange.End();
        _content.End();
        _watch.CountRequest();
        if (!persists)
        {
            return State.Farewell;
        }

        if (_content.IsComplete)
        {
            _deadline.BeginIdle();
            return State.Head;
        }

        // Limit: a client that announces more than we would throw away is closed at once instead of after reading that much.
        _deadline.BeginUnread();
        return _request.ContentLength > _options.MaxUnreadContentBytes ? State.Farewell : State.Unread;
    }

    /// <returns>False: more input is needed.</returns>
    private bool TryDiscardContent()
    {
        var outcome = _content.Discard(ref _input.Batch, _options.MaxUnreadContentBytes);
        if (outcome == RequestContent.Outcome.NeedMore && !_input.IsEnded)
        {
            return false;
        }

        // The response is written. What is wrong with the rest of its request no longer matters, but nothing is read after it.
        _state = outcome == RequestContent.Outcome.Complete ? State.Head : State.Farewell;
        _deadline.BeginIdle();
        return true;
    }

    /// <returns>False: more input is needed.</returns>
    private bool TryDiscardInput()
    {
        _input.Discard();

        // RFC 9112 §9.6: after its FIN the server reads on until the client has closed, lest a reset destroy the last response.
        // Limit: about what a client can have in flight; one that sends more is not listening.
        _state = _input.IsEnded || _input.DiscardedBytes > _options.MaxUnreadContentBytes ? State.Ended : State.Linger;
        return _state == State.Ended;
    }

    private State Refuse(in Refusal refusal)
    {
        RefusalWriter.Write(_output, refusal, _server, _request.Method);
        _call.Observation?.Refuse(refusal);
        return State.Farewell;
    }

    /// <summary>The state at hand has lasted too long.</summary>
    private State Expire() => _state switch
    {
        State.Head when IsHeadPartial => Refuse(Refusal.HeadTimeout),
        State.Content => Refuse(Refusal.ContentTimeout),
        State.Unread => State.Farewell,

        // A client that has said nothing, or has had its FIN, is owed nothing.
        _ => State.Ended,
    };

    private void Take(in ReadResult read)
    {
        _watch.End();
        var arrivedBytes = _input.Take(read);
        if (read.IsCanceled && _deadline.HasPassed)
        {
            _state = Expire();
        }
        else if (_state == State.Content)
        {
            _deadline.AccountContent(_watch.WaitedMilliseconds, arrivedBytes);
        }
    }
}
