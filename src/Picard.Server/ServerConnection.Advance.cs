using System.Diagnostics;
using System.IO.Pipelines;
using Picard.Gen;
using Picard.Http;
using Picard.Transport;

namespace Picard.Server;

// From state to state until something must be waited for. What waits, and the states themselves, are in ServerConnection.cs.
internal sealed partial class ServerConnection
{
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
                    if (_exchange.HasStream && _state != State.Suspended)
                    {
                        // It has ended without the driver's waiting for it.
                        _watch.End();
                    }

                    break;
                case State.Suspended:
                    return Wait.Handler;
                case State.Opening when _output.UnflushedBytes > MaxPendingBeforeMachineBytes:
                    return Wait.Drain;
                case State.Opening:
                    _state = State.Machine;
                    break;
                case State.Machine when AdvanceMachine() is { } wait:
                    return wait;
                case State.Machine:
                    break;
                case State.Responded when _exchange.HasUnsentContent:
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
        _exchange.Begin(_request, persists, _options.MaxRequestContentBytes);
        _hasEarlierOutput = _output.UnflushedBytes > 0;
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
        HandlerCall.Outcome.RunsMachine => State.Opening,
        HandlerCall.Outcome.Refused => RefuseFor(_call.Refused!.Fault),
        _ => Abandon(),
    };

    private State Abandon()
    {
        if (_hasEarlierOutput && !_watch.IsExchangeAborted)
        {
            FlushEarlierResponses();
        }

        _transport.Abort();
        return State.Ended;
    }

    /// <summary>RFC 9112 §9.3.2: the responses to the pipelined requests before this one are owed to the client, whatever became of this one.</summary>
    private void FlushEarlierResponses()
    {
        try
        {
            _run?.FlushNow();
        }
        catch (TransportException)
        {
            // The client is gone, and the connection ends anyway.
        }
    }

    /// <returns>Null: the state has changed.</returns>
    private Wait? AdvanceMachine()
    {
        // What is consumed on the way is no longer in the batch, and no longer missing.
        _watch.MissingBytes = _content.MissingBytes(_input.Batch);
        switch (_run!.Advance(ref _input.Batch, _input.IsEnded))
        {
            case MachineRun.Outcome.NeedsInput:
                BeginMachineContent();
                return Wait.Input;
            case MachineRun.Outcome.NeedsWake:
                return Wait.Wake;
            case MachineRun.Outcome.NeedsEvent:
                return Wait.Event;
            case MachineRun.Outcome.NeedsSend:
                return Wait.Drain;
            case MachineRun.Outcome.NeedsWrite:
                return Wait.Write;
            case MachineRun.Outcome.Responded:
                _state = After(_call.Settle(HandlerCall.Outcome.Responded));
                return null;
            default:
                _state = EndAborted(_run.Reason);
                return null;
        }
    }

    // Only the waits for content count against its minimum rate: what the handler does in between, and how long, is its own affair.
    private void BeginMachineContent()
    {
        if (_exchange.IsTunnel)
        {
            _deadline.BeginTunnel();
        }
        else if (_run!.HasBegunContent)
        {
            _deadline.ResumeContent();
        }
        else
        {
            _run.HasBegunContent = true;
            _deadline.BeginContent();
        }
    }

    /// <summary>The client is gone: if a machine is at work, its abort event is due.</summary>
    private bool TryAbortMachine()
    {
        if (_state != State.Machine)
        {
            return false;
        }

        _exchange.Machine!.Abort(_watch.AbortedBy);
        return true;
    }

    /// <summary>The connection was lost while a machine waited for input.</summary>
    private async ValueTask AbortMachineAsync()
    {
        _watch.End();
        if (TryAbortMachine())
        {
            await ServeAsync().ConfigureAwait(false);
        }
    }

    private State BeginContent()
    {
        if (_request.ContentLength > _exchange.MaxContentBytes)
        {
            return Refuse(Refusal.ContentLimit);
        }

        // RFC 9110 §10.1.1: 100 is for HTTP/1.1 only, and may be omitted when content has already come.
        if (_exchange.ExpectsContinue && !_content.IsComplete && _input.Batch.IsEmpty)
        {
            _exchange.Continue();
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
        if (_state == State.Handler && _call.Receive(_content.Content) is { } failed)
        {
            _state = After(failed);
        }

        return true;
    }

    private State EndExchange()
    {
        var persists = _exchange.Persists;
        _exchange.WriteTrailers();
        _call.Observation?.Complete();
        _call.EndMiddleware();
        _exchange.End();
        _content.End();
        _run?.End();
        _watch.Pace = null;
        _watch.HalfClosed = null;
        _watch.MissingBytes = 0;
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

    private void BeginLinger()
    {
        _watch.End();
        _deadline.BeginLinger();
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

    /// <summary>The state at hand has lasted too long.</summary>
    private State Expire() => _state switch
    {
        State.Head when IsHeadPartial => Refuse(Refusal.HeadTimeout),
        State.Content => Refuse(Refusal.ContentTimeout),
        State.Unread => State.Farewell,
        State.Machine => AbortSlow(),

        // A client that has said nothing, or has had its FIN, is owed nothing.
        _ => State.Ended,
    };

    private State AbortSlow()
    {
        _exchange.Machine!.Abort(AbortReason.TooSlow);
        return State.Machine;
    }

    private void Take(in ReadResult read)
    {
        _watch.End();
        var arrivedBytes = _input.Take(read);
        if (read.IsCanceled && _deadline.HasPassed)
        {
            _state = Expire();
        }
        else if (_state is State.Content or State.Machine && !_exchange.IsTunnel)
        {
            _deadline.AccountContent(_watch.WaitedMilliseconds, arrivedBytes);
        }
    }
}
