using System.Diagnostics;

namespace Picard.Gen;

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
/// <para>Only <see cref="Wake"/> is called from other threads. What it leaves is one word that carries the number of its exchange, so a signal that comes late is lost
/// and does not reach the next exchange.</para>
/// <para>Instances are pooled by handler: what belongs to an exchange is reset when the next begins.</para>
/// </remarks>
public abstract class ExchangeMachine
{
    private const int ReasonBits = 8;

    private readonly ResponseContent _content = new();
    private ResponseFields? _fields;
    private Exchange? _exchange;
    private IExchangeConnection? _connection;
    private long _wake;
    private int _number;
    private int _abortedNumber;
    private Phase _phase;
    private Writes _writes;
    private ReadOnlyMemory<byte> _piece;
    private bool _hasPiece;
    private bool _isContentEnded;
    private bool _isReadingPaused;
    private AbortReason? _abort;
    private ValueTask<Flow> _flowEvent;
    private ValueTask _event;
    private bool _isEventPending;
    private bool _isFlowPending;

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

    /// <summary>What the request event brings.</summary>
    protected RequestArgument Request => new(this);

    /// <summary>What the trailers event brings.</summary>
    protected TrailersArgument Trailers => new(this);

    /// <summary>What an event brings that has no argument of its own.</summary>
    protected EventArgument Event => new(this);

    /// <summary>Whether all of the content has been delivered.</summary>
    protected bool IsContentDelivered => _isContentEnded && !_hasPiece;

    /// <summary>Whether the request has a trailer section.</summary>
    protected bool HasTrailers => Exchange.Trailers.Count > 0;

    /// <summary>The pool that the machine goes back to.</summary>
    internal MachinePool? Pool { get; set; }

    internal ResponseContent Content => _content;

    internal ResponseFields Fields => _fields ??= new ResponseFields();

    /// <summary>How the exchange ends, once it does.</summary>
    internal AbortReason? AbortReason => _abort;

    /// <summary>Whether a signal or the timer is due. For any thread.</summary>
    internal bool IsWoken => (Volatile.Read(ref _wake) & ((1 << ReasonBits) - 1)) != 0;

    /// <summary>Begins with an exchange: from now on its events are due.</summary>
    internal void Begin(Exchange exchange, IExchangeConnection connection)
    {
        Debug.Assert(_exchange is null && !_isEventPending, "A machine has one exchange at a time.");
        _exchange = exchange;
        _connection = connection;
        _number++;
        _phase = Phase.Events;
        _writes = Writes.Open;
        _piece = default;
        _hasPiece = false;
        _isContentEnded = false;
        _isReadingPaused = false;
        _abort = null;
        _fields?.Clear();
        Volatile.Write(ref _wake, (long)_number << ReasonBits);
        Reset();
    }

    /// <summary>The exchange is over for the connection too.</summary>
    internal void End()
    {
        _content.End();
        _exchange = null;
        Volatile.Write(ref _connection, null);
        Pool?.Return(this);
    }

    /// <summary>Delivers events until something must be waited for.</summary>
    internal MachineStep Advance()
    {
        Debug.Assert(!_isEventPending, "Events are serial: none is delivered while another is pending.");
        while (true)
        {
            var step = Deliver();
            if (step != MachineStep.Next)
            {
                return step;
            }
        }
    }

    /// <summary>Waits for the event that is pending.</summary>
    internal async ValueTask EventAsync()
    {
        try
        {
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
        while (true)
        {
            var seen = Volatile.Read(ref _wake);
            if (seen >> ReasonBits != exchange || (seen & (int)reason) != 0)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _wake, seen | (long)reason, seen) == seen)
            {
                // Race: the exchange ends now, and its connection goes on with another one: that is woken for nothing, which every wait allows for.
                if (_phase == Phase.Events)
                {
                    Volatile.Read(ref _connection)?.Wake();
                }

                return;
            }
        }
    }

    /// <summary>The exchange was aborted: ends what the driver waits for. From any thread.</summary>
    internal void Interrupt() => Volatile.Read(ref _connection)?.Wake();

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
            // A wake-up that is due already belongs to the call before this one.
            Interlocked.And(ref _wake, ~(long)WakeReasons.Timer);
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

    internal ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> content) => _connection!.WriteAsync(content);

    /// <summary>Limit: of the request content, in octets. Content that is delivered piece by piece has none, unless the handler says so.</summary>
    protected internal virtual long? MaxContentBytes => null;

    /// <summary>Resets the state of an exchange before the next one.</summary>
    protected abstract void Reset();

    /// <summary>Delivers the next event of the main sequence, or says what it waits for.</summary>
    protected abstract MachineStep Next();

    /// <summary>Delivers the pause event.</summary>
    protected virtual MachineStep OnPause() => MachineStep.Next;

    /// <summary>Delivers the resume event.</summary>
    protected virtual MachineStep OnResume() => MachineStep.Next;

    /// <summary>Delivers the signal event.</summary>
    protected virtual MachineStep OnSignal() => MachineStep.Next;

    /// <summary>Delivers the timer event.</summary>
    protected virtual MachineStep OnTimer() => MachineStep.Next;

    /// <summary>Delivers the abort event.</summary>
    protected virtual MachineStep OnAbort(AbortArgument reason) => MachineStep.Next;

    /// <summary>Delivers the done event.</summary>
    protected virtual MachineStep OnDone() => MachineStep.Next;

    /// <summary>Takes the next piece of content, if it is there.</summary>
    /// <param name="content">What the content event brings.</param>
    /// <returns>False: it has not come yet, or there is none any more.</returns>
    protected bool TryTakeContent(out ContentArgument content)
    {
        content = new ContentArgument(this, _piece);
        var isThere = _hasPiece;
        _piece = default;
        _hasPiece = false;
        return isThere;
    }

    /// <summary>The request was refused while parameters of the request event were bound: the handler has seen nothing of it.</summary>
    protected MachineStep Refused()
    {
        if (!Exchange.HasResponded && !Exchange.IsAborted)
        {
            throw new InvalidOperationException("A parameter of the request event is the request content, which an event handler gets piece by piece.");
        }

        _phase = Phase.Done;
        return MachineStep.Done;
    }

    /// <summary>An event is delivered.</summary>
    protected static MachineStep Delivered() => MachineStep.Next;

    /// <summary>An event is delivered, and says whether more may come at once.</summary>
    protected MachineStep Delivered(Flow flow)
    {
        _ = Note(flow);
        return MachineStep.Next;
    }

    /// <summary>An event is delivered when its task completes.</summary>
    protected MachineStep Delivered(ValueTask pending)
    {
        if (pending.IsCompletedSuccessfully)
        {
            pending.GetAwaiter().GetResult();
            return MachineStep.Next;
        }

        _event = pending;
        _isEventPending = true;
        return MachineStep.AwaitEvent;
    }

    /// <summary>An event is delivered when its task completes, and then says whether more may come at once.</summary>
    protected MachineStep Delivered(ValueTask<Flow> pending)
    {
        if (pending.IsCompletedSuccessfully)
        {
            return Delivered(pending.Result);
        }

        _flowEvent = pending;
        _isFlowPending = true;
        _isEventPending = true;
        return MachineStep.AwaitEvent;
    }

    /// <summary>An event is delivered when its task completes.</summary>
    protected MachineStep Delivered(Task pending) => Delivered(new ValueTask(pending));

    /// <summary>An event is delivered when its task completes, and then says whether more may come at once.</summary>
    protected MachineStep Delivered(Task<Flow> pending) => Delivered(new ValueTask<Flow>(pending));

    private static InvalidOperationException Ended() =>
        new("The exchange of this handler has ended: Downstream is used only inside its events, and from elsewhere only Downstream.Signal.");

    private MachineStep Deliver()
    {
        if (_phase != Phase.Events)
        {
            return _phase == Phase.Done ? MachineStep.Done : MachineStep.Aborted;
        }

        if (_abort is not null || Exchange.IsAborted)
        {
            _abort ??= Exchange.AbortedBy;
            _phase = Phase.Aborted;
            _abortedNumber = _number;
            return OnAbort(new AbortArgument(this, _abort.Value));
        }

        if (Exchange.IsResponseComplete)
        {
            // From here on the handler has no way to send: the connection may be at its next exchange before it has finished with this one.
            _phase = Phase.Done;
            return OnDone();
        }

        return _writes switch
        {
            Writes.PauseDue => Pause(),
            Writes.ResumeDue => Resume(),
            _ when TakeWake(WakeReasons.Signal) => OnSignal(),
            _ when TakeWake(WakeReasons.Timer) => OnTimer(),
            Writes.Paused => MachineStep.AwaitDrain,
            _ => _isReadingPaused ? MachineStep.AwaitWake : Next(),
        };
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

    private bool TakeWake(WakeReasons reason) => (Volatile.Read(ref _wake) & (long)reason) != 0
        && (Interlocked.And(ref _wake, ~(long)reason) & (long)reason) != 0;
}
