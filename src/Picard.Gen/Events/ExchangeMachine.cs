using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Picard.Gen;

// What emitted code overrides and calls is in ExchangeMachine.Emitted.cs.

/// <summary>
/// An event handler at work on one exchange: which event is due, and what must be waited for. Emitted code derives from it, one class for each handler.
/// <code>
/// the main sequence, emitted     Request ─► Content* ─► Trailers? ─► End ─► Response
/// between any two of its events  Pause ─► Resume,  Signal,  Timer
/// instead of any of them         Abort; and Done as soon as the response is complete
/// </code>
/// </summary>
/// <remarks>
/// <para>It is synchronous: <c>Advance</c> delivers events until something must be waited for and says what; the connection's driver waits. So events of one
/// exchange are serial by construction, and a pending event holds up everything.</para>
/// <para>Invariant: while writes are paused, or reading is, the main sequence stands still. Exactly one of Done and Abort is delivered, and nothing after it.</para>
/// <para>Only <see cref="TryMark"/> and <see cref="Notify"/> are called from other threads; what they leave is a <see cref="WakeWord"/>. A pending event goes on wherever
/// it likes: it writes in turns (<see cref="OutputTurn"/>), and nobody else touches the rest meanwhile.</para>
/// <para>Instances are pooled by handler: what belongs to an exchange is reset when the next begins.</para>
/// </remarks>
public abstract partial class ExchangeMachine : IWaking
{
    private readonly ResponseContent _content = new();
    private readonly Lock _outputGate = new();
    private ResponseFields? _fields;
    private Exchange? _exchange;
    private IExchangeConnection? _connection;
    private WakeWord _wake;
    private int _number;
    private int _abortedNumber;
    private int _advancingThread;
    private bool _wasWoken;
    private Phase _phase;
    private Writes _writes;
    private ReadOnlyMemory<byte> _piece;
    private bool _hasPiece;
    private bool _isContentEnded;
    private bool _isReadingPaused;
    private bool _isReadToEnd;
    private AbortReason? _abort;
    private ValueTask<Flow> _flowEvent;
    private ValueTask _event;
    private bool _isEventPending;
    private bool _isFlowPending;
    private Func<ExchangeMachine, MachineStep>? _offloaded;
    private ReadOnlyMemory<byte> _offloadedPiece;

    private enum Phase
    {
        Events, // the next event
        Done,   // nothing: the last event was Done
        Aborted, // nothing: the last event was Abort
    }

    private enum Writes
    {
        Open,
        PauseDue,  // a write was told to stop; the event for it is due
        Paused,    // the peer must take what is written
        ResumeDue, // it has
    }

    /// <summary>The exchange under way.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    protected internal Exchange Exchange => _exchange ?? throw Ended();

    /// <summary>Where the response of this exchange goes.</summary>
    protected internal Downstream Downstream => new(this, _number);

    /// <summary>The pool that the machine goes back to.</summary>
    internal IdlePool<ExchangeMachine>? Pool { get; set; }

    internal ResponseContent Content => _content;

    internal long ContentLimitBytes => MaxContentBytes;

    internal ResponseFields Fields => _fields ??= new ResponseFields();

    /// <summary>How the exchange ends, once it does.</summary>
    internal AbortReason? AbortReason => _abort;

    /// <summary>Whether a signal or the timer is due. For any thread.</summary>
    internal bool IsWoken => _wake.IsSet;

    /// <summary>Whether the last event is due or delivered: Done or Abort.</summary>
    internal bool IsEnding => _phase != Phase.Events;

    /// <summary>Whether the end of the request is known, so that nothing of it is asked for any more.</summary>
    internal bool IsContentEnded => _isContentEnded;

    /// <summary>Whether the end of what the peer sends is still to be delivered: then its FIN is the end of a tunnel and not a client that is gone. Meaningful while the driver waits.</summary>
    internal bool AwaitsEnd => !_isReadToEnd && _exchange is { IsTunnel: true };

    /// <summary>Begins with an exchange: from now on its events are due.</summary>
    internal void Begin(Exchange exchange, IExchangeConnection connection)
    {
        Debug.Assert(_exchange is null && !_isEventPending, "A machine has one exchange at a time.");
        _exchange = exchange;
        _connection = connection;
        _number = _number == -1 ? 1 : _number + 1; // Never 0.
        _phase = Phase.Events;
        _writes = Writes.Open;
        _piece = default;
        _hasPiece = false;
        _isContentEnded = false;
        _isReadingPaused = false;
        _isReadToEnd = false;
        _wasWoken = false;
        _abort = null;
        _fields?.Clear();
        _wake.Open(_number);
        Reset();
    }

    /// <summary>The exchange is over for the connection too.</summary>
    internal void End()
    {
        Debug.Assert(!_isEventPending && !_content.IsLent, "The driver waits for what the handler has begun.");
        _wake.Close();
        _content.End();
        _exchange = null;
        Volatile.Write(ref _connection, null);
        Pool?.Return(this);
    }

    /// <summary>Delivers events until something must be waited for.</summary>
    internal MachineStep Advance()
    {
        Debug.Assert(!_isEventPending, "Events are serial: none is delivered while another is pending.");
        _advancingThread = Environment.CurrentManagedThreadId;
        try
        {
            while (true)
            {
                var step = Deliver();
                if (step != MachineStep.Next)
                {
                    return step;
                }
            }
        }
        finally
        {
            _advancingThread = 0;
        }
    }

    /// <summary>Waits for the event that is pending.</summary>
    /// <remarks>Pooled, and not a task: what goes on after the event goes on where the event has ended, and nothing is allocated for it.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask EventAsync()
    {
        try
        {
            if (_offloaded is { } call)
            {
                // From here on it is an event that is pending, which goes on on the thread pool: what it sends, it sends in turns.
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                _offloaded = null;
                if (call(this) != MachineStep.AwaitEvent)
                {
                    return;
                }
            }

            if (_isFlowPending)
            {
                Note(await _flowEvent.ConfigureAwait(false));
            }
            else
            {
                await _event.ConfigureAwait(false);
            }
        }
        finally
        {
            _offloaded = null;
            _offloadedPiece = default;
            _isEventPending = false;
            _isFlowPending = false;
            _event = default;
            _flowEvent = default;
        }
    }

    /// <summary>The next piece of content has come; it stays where it is until it is delivered and the event has ended.</summary>
    internal void Supply(ReadOnlyMemory<byte> piece)
    {
        Debug.Assert(!_hasPiece && !_isContentEnded, "A piece is asked for before it is supplied.");
        _piece = piece;
        _hasPiece = true;
    }

    /// <summary>All content has come, and the trailer section.</summary>
    internal void EndContent() => _isContentEnded = true;

    /// <summary>The peer has taken what was written.</summary>
    internal void Drained()
    {
        if (_writes == Writes.Paused)
        {
            _writes = Writes.ResumeDue;
        }
    }

    /// <summary>The exchange cannot be completed: the abort event is due. By the driver, between events.</summary>
    internal void Abort(AbortReason reason) => _abort ??= reason;

    /// <summary>From any thread: something is due. It does nothing if that exchange is over.</summary>
    internal void Wake(WakeReasons reason, int exchange)
    {
        if (TryMark(reason, exchange))
        {
            Notify();
        }
    }

    /// <inheritdoc/>
    void IWaking.Wake(WakeReasons reason, int exchange) => Wake(reason, exchange);

    /// <summary>The first half of <see cref="Wake"/>, which runs no code of others.</summary>
    /// <returns>Whether the second, <see cref="Notify"/>, is to follow.</returns>
    internal bool TryMark(WakeReasons reason, int exchange) => _wake.TryMark(reason, exchange);

    /// <summary>A wake-up that is due already is not any more.</summary>
    internal void Unmark(WakeReasons reason) => _ = _wake.TryTake(reason);

    /// <summary>Ends what the driver waits for, so that it looks what is due. From any thread.</summary>
    /// <remarks>Race: the exchange ends now, and its connection, or its machine, goes on with another: that is woken for nothing, which every wait allows for.</remarks>
    internal void Notify() => Volatile.Read(ref _connection)?.Wake();

    /// <summary>The turn to write, for whoever is about to.</summary>
    internal OutputTurn Turn() => new(Environment.CurrentManagedThreadId == Volatile.Read(ref _advancingThread) ? null : _outputGate);

    /// <summary>A use of <see cref="Downstream"/> by an exchange's events.</summary>
    /// <returns>The exchange; null if it was aborted, so that what is sent goes nowhere.</returns>
    /// <exception cref="InvalidOperationException">The exchange has ended with its response complete.</exception>
    internal Exchange? Use(int exchange)
    {
        if (exchange == _number && _phase == Phase.Events && _exchange is { } live)
        {
            return _abort is null && !live.IsAborted ? live : null;
        }

        return exchange == _abortedNumber ? null : throw Ended();
    }

    /// <summary>The handler wants no content for now, or wants it again.</summary>
    internal void PauseReading(int exchange) => _isReadingPaused |= Use(exchange) is not null;

    internal void ResumeReading(int exchange) => _isReadingPaused &= Use(exchange) is null;

    internal void AbortByHandler(int exchange)
    {
        if (Use(exchange) is not null)
        {
            _abort = Picard.AbortReason.Handler;
        }
    }

    internal void WakeAfter(TimeSpan time, int exchange)
    {
        if (Use(exchange) is not null)
        {
            _connection!.WakeAfter(time, this, exchange);
        }
    }

    /// <summary>A write by the handler.</summary>
    internal Flow Note(Flow flow)
    {
        if (flow == Flow.Paused && _writes == Writes.Open)
        {
            _writes = Writes.PauseDue;
        }

        return flow;
    }

    /// <summary>Sends content from the handler's memory, after what is written.</summary>
    internal ValueTask<Flow> WriteAsync(ReadOnlyMemory<byte> content) => _connection!.WriteAsync(this, content);

    /// <summary>The fields of the response, for the events of an exchange.</summary>
    internal ResponseFields FieldsOf(int exchange)
    {
        _ = Use(exchange);
        return Fields;
    }

    private static InvalidOperationException Ended() =>
        new("The exchange of this handler has ended: Downstream is used only inside its events, and from elsewhere only Downstream.Signal.");

    private MachineStep Deliver()
    {
        if (_phase != Phase.Events)
        {
            return _phase == Phase.Done ? MachineStep.Done : MachineStep.Aborted;
        }

        if (_content.IsLent)
        {
            return MachineStep.AwaitWrite;
        }

        if (_abort is not null || Exchange.IsAborted)
        {
            _abort ??= Exchange.AbortedBy;
            End(Phase.Aborted);
            _abortedNumber = _number;
            Exchange.CancelToken();
            return OnAbort(new AbortArgument(this, _abort.Value));
        }

        if (Exchange.HasUnsentContent)
        {
            return MachineStep.AwaitSent;
        }

        if (Exchange.IsResponseComplete)
        {
            // From here on the handler has no way to send: the connection may be at its next exchange before it has finished with this one.
            End(Phase.Done);
            return OnDone();
        }

        // Limit: one signal or timer event between two steps of the rest, so that a handler which wakes itself holds up neither its content nor its connection's loop.
        var mayWake = !_wasWoken;
        _wasWoken = false;
        return _writes switch
        {
            Writes.PauseDue => Pause(),
            Writes.ResumeDue => Resume(),
            _ when mayWake && TryTakeWake(WakeReasons.Signal) => OnSignal(),
            _ when mayWake && TryTakeWake(WakeReasons.Timer) => OnTimer(),
            Writes.Paused => MachineStep.AwaitDrain,
            _ => _isReadingPaused ? MachineStep.AwaitWake : DeliverNext(),
        };
    }

    private MachineStep DeliverNext()
    {
        var step = Next();
        _isReadToEnd = step == MachineStep.AwaitWake;
        return step;
    }

    private void End(Phase phase)
    {
        _phase = phase;
        _wake.Close();
    }

    private bool TryTakeWake(WakeReasons reason)
    {
        _wasWoken = _wake.TryTake(reason);
        return _wasWoken;
    }

    private MachineStep Pause()
    {
        _writes = Writes.Paused;
        return OnPause();
    }

    private MachineStep Resume()
    {
        // Before the event: it is there to write, and may be told to stop again.
        _writes = Writes.Open;
        return OnResume();
    }
}
