using System.IO.Pipelines;
using Picard.Gen;
using Picard.Transport;

namespace Picard.Server;

/// <summary>The side of a connection that other threads touch: what it waits for, until when, and what happens if that does not come.</summary>
/// <remarks>
/// The driver says what it waits for; the timer, a graceful stop and the transport's notice that the peer is gone act on it:
/// <code>
/// waits for   a passed deadline                              the peer is gone                  a signal, the timer
/// input       cancels the read; the driver asks its state    the read ends by itself           cancels the read
/// output      aborts, unless octets moved meanwhile          the flush ends by itself, and     cancels the flush
/// a write     as for output                                   a machine that waits for it is    nothing: the handler's memory is in it
///                                                             aborted at once
/// the handler aborts the exchange                            aborts it, at once or after a      nothing: events are serial
/// a wake-up   as for the handler                              moment                            ends the wait
/// </code>
/// Race: the driver goes on just when one of them acts. A cancelled read or flush is looked at again, so it does no harm; an abort met a deadline that had passed.
/// </remarks>
internal sealed partial class ConnectionWatch(TransportConnection transport, Exchange exchange, ServerShared server)
{
    private long _deadline = ConnectionTimer.Never;
    private volatile Waiting _waiting;
    private long _began;
    private long _sentBytes;
    private CancellationTokenRegistration _peerGone;
    private bool _isRegistered;
    private long _missingBytes;
    private long? _outputLeftMilliseconds;

    // The generation of the exchange that was aborted, and why: one word, so that the two belong together.
    private long _abort;

    private enum Waiting
    {
        Nothing,
        Input,
        Output,
        Write,
        Handler,
        Wake,
    }

    /// <summary>Whether the driver waits, and until when is known.</summary>
    public bool IsWaiting => _waiting != Waiting.Nothing;

    /// <summary>When the present wait has lasted too long, on the timer's clock.</summary>
    public long Deadline => Math.Min(Volatile.Read(ref _deadline), Pace?.Deadline ?? ConnectionTimer.Never);

    /// <summary>What the user's task writes into by itself, while it does.</summary>
    public PacedOutput? Pace { get; set; }

    /// <summary>The connection's place in the timer's list.</summary>
    public int TimerIndex { get; set; }

    /// <summary>Requests answered so far. Written by the driver alone, so that no counter is shared on the request path.</summary>
    public long Requests { get; private set; }

    /// <summary>The exchange was aborted because its client is gone or too slow, or because the server stops at once.</summary>
    public bool IsExchangeAborted => Volatile.Read(ref _abort) is not 0 and var abort && (int)(abort >> 8) == exchange.Generation;

    /// <summary>Why the exchange was aborted, if it was: of several reasons the first.</summary>
    public AbortReason AbortedBy => IsExchangeAborted ? (AbortReason)((byte)Volatile.Read(ref _abort) - 1) : AbortReason.ClientGone;

    /// <summary>Octets of the request, at least, that have not come yet: a FIN before them is a client that is gone.</summary>
    public long MissingBytes
    {
        get => Volatile.Read(ref _missingBytes);
        set => Volatile.Write(ref _missingBytes, value);
    }

    /// <summary>How long the wait that just ended has lasted, in milliseconds, to within a tick.</summary>
    public long WaitedMilliseconds { get; private set; }

    /// <summary>The driver is about to await a read; the wait counts only if the input is not there yet.</summary>
    public ValueTask<ReadResult> Input(ValueTask<ReadResult> reading, long deadline)
    {
        if (!reading.IsCompleted)
        {
            Begin(Waiting.Input, deadline);
            if (IsDue)
            {
                transport.Input.CancelPendingRead();
            }
        }

        return reading;
    }

    /// <summary>The driver is about to await a flush; the wait counts only if the peer does not take the output at once. A wake-up ends it early.</summary>
    public ValueTask<FlushResult> Output(ValueTask<FlushResult> flushing)
    {
        if (!flushing.IsCompleted)
        {
            BeginOutput(Waiting.Output);
            if (IsDue)
            {
                transport.Output.CancelPendingFlush();
            }
        }

        return flushing;
    }

    /// <summary>The driver, or an event, is about to await a write from the handler's memory. Only an abort ends it early.</summary>
    public ValueTask<FlushResult> Write(ValueTask<FlushResult> writing)
    {
        if (!writing.IsCompleted)
        {
            BeginOutput(Waiting.Write);
            Interlocked.MemoryBarrier();
            if (exchange.IsAborted)
            {
                transport.Output.CancelPendingFlush();
            }
        }

        return writing;
    }

    /// <summary>The driver is about to await the end of its output.</summary>
    public ValueTask Output(ValueTask closing)
    {
        if (!closing.IsCompleted)
        {
            BeginOutput(Waiting.Output);
        }

        return closing;
    }

    /// <summary>A flush has ended.</summary>
    /// <returns>False: the peer is gone, nothing reaches it any more.</returns>
    public bool Drained(in FlushResult flushed)
    {
        // One that did not wait, of a task that the driver waits for, leaves that wait as it is.
        _outputLeftMilliseconds = null;
        if (_waiting is Waiting.Output or Waiting.Write)
        {
            // A wait that was cut short goes on with the next flush: wake-ups must not prolong a slow reader's time.
            var deadline = Deadline;
            _outputLeftMilliseconds = flushed.IsCanceled && deadline != ConnectionTimer.Never ? deadline - server.Timer.NowMilliseconds : null;
            End();
        }

        return !flushed.IsCompleted;
    }

    /// <summary>The driver begins to wait for the user's task.</summary>
    public void BeginHandler(long missingBytes)
    {
        MissingBytes = missingBytes;
        BeginHandler();
    }

    /// <summary>The user's task is about to use the connection by itself.</summary>
    public void BeginStream(long missingBytes)
    {
        MissingBytes = missingBytes;
        RegisterPeer();
    }

    /// <summary>The driver begins to wait for a task that uses the connection by itself.</summary>
    // Race: the task may wait for its client already, since it was called or on another thread just now. That wait has a deadline, and keeps it.
    public void BeginStreamHandler()
    {
        Interlocked.CompareExchange(ref _waiting, Waiting.Handler, Waiting.Nothing);
        WatchPeer();
    }

    /// <summary>As before; or an event's write has ended, and its task goes on.</summary>
    public void BeginHandler() => BeginApplication(Waiting.Handler);

    /// <summary>The driver begins to wait for a signal or the timer.</summary>
    public void BeginWake() => BeginApplication(Waiting.Wake);

    /// <summary>What the driver waited for has come.</summary>
    public void End()
    {
        WaitedMilliseconds = _waiting == Waiting.Nothing ? 0 : server.Timer.NowMilliseconds - _began;
        _waiting = Waiting.Nothing;
        Volatile.Write(ref _deadline, ConnectionTimer.Never);
    }

    /// <summary>The connection is over: nothing is watched any more.</summary>
    public void Close()
    {
        End();
        _peerGone.Unregister();
    }

    /// <summary>Called by the timer when <see cref="Deadline"/> has passed.</summary>
    public void OnDeadline()
    {
        if (Pace is { } pace && pace.Deadline <= server.Timer.NowMilliseconds)
        {
            pace.OnDeadline();
            return;
        }

        var deadline = Deadline;
        switch (_waiting)
        {
            case Waiting.Input:
                transport.Input.CancelPendingRead();
                break;

            case Waiting.Output:
            case Waiting.Write:
                OnOutputDeadline(deadline);
                break;

            case Waiting.Handler or Waiting.Wake:
                AbortExchange();
                break;

            default:
                break;
        }
    }

    /// <summary>One more request is answered.</summary>
    public void CountRequest() => Requests++;

    /// <summary>Wakes the driver if it waits for input, so that it sees that the server stops.</summary>
    public void Wake() => transport.Input.CancelPendingRead();

    /// <summary>Ends the connection and what runs on it at once.</summary>
    public void Kill()
    {
        AbortExchange(AbortReason.Stopping);
        transport.Abort();
    }

    /// <summary>Tells the handler that its client is gone, or that the server does not wait.</summary>
    public void AbortExchange(AbortReason reason = AbortReason.ClientGone)
    {
        if (!TryMarkAborted(reason))
        {
            return;
        }

        // On the pool: the user's cancellation callbacks run here, and neither the timer nor a loop may wait for them.
        ThreadPool.UnsafeQueueUserWorkItem(static watch => watch.Abort(), this, preferLocal: false);
    }

    /// <summary>Ends the driver's wait for the transport, so that it asks the machine what is due. From any thread.</summary>
    /// <returns>Whether it waits for a wake-up instead.</returns>
    public bool Interrupt()
    {
        switch (_waiting)
        {
            case Waiting.Input:
                transport.Input.CancelPendingRead();
                return false;
            case Waiting.Output:
            case Waiting.Write when exchange.IsAborted:
                transport.Output.CancelPendingFlush();
                return false;
            default:
                // The driver is at work, or waits for the user's task: it looks before it waits again.
                return _waiting == Waiting.Wake;
        }
    }

    private bool TryMarkAborted(AbortReason reason)
    {
        var mark = ((long)exchange.Generation << 8) | ((long)reason + 1);
        while (true)
        {
            var seen = Volatile.Read(ref _abort);
            if (seen != 0 && seen >> 8 == mark >> 8)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _abort, mark, seen) == seen)
            {
                return true;
            }
        }
    }

    private void BeginApplication(Waiting waiting)
    {
        // No deadline: how long a handler takes is the application's affair. Only a client that is gone ends it.
        Begin(waiting, ConnectionTimer.Never);
        WatchPeer();
    }

    private void Begin(Waiting waiting, long deadline)
    {
        _began = server.Timer.NowMilliseconds;
        Volatile.Write(ref _deadline, deadline);
        _waiting = waiting;
    }

    // Race: a wake-up or an abort that came just before the wait found nothing to end. The fence keeps the look from passing what says that we wait.
    private bool IsDue
    {
        get
        {
            if (exchange.Machine is not { } machine)
            {
                return false;
            }

            Interlocked.MemoryBarrier();
            return machine.IsWoken || (exchange.IsAborted && !machine.IsEnding);
        }
    }

    private void Abort()
    {
        exchange.Abort((int)(Volatile.Read(ref _abort) >> 8));
        exchange.Machine?.Notify();
    }

    private void BeginOutput(Waiting waiting)
    {
        var rate = server.Options.MinimumResponseRate;
        if (_outputLeftMilliseconds is null)
        {
            _sentBytes = transport.SentBytes;
        }

        var deadline = rate.BytesPerSecond == 0 ? ConnectionTimer.Never
            : _outputLeftMilliseconds is { } left ? server.Timer.NowMilliseconds + left
            : server.Timer.After(rate.Grace);
        Begin(waiting, deadline);
        if (exchange.Machine is { IsEnding: false })
        {
            WatchPeer();
        }
    }

    private void OnOutputDeadline(long deadline)
    {
        var sent = transport.SentBytes;
        var credit = new RateCredit(server.Options.MinimumResponseRate);
        credit.Account((long)server.Options.MinimumResponseRate.Grace.TotalMilliseconds, sent - _sentBytes);
        if (credit.Left is not { Ticks: > 0 } left)
        {
            // RFC 9110 has no status for a client that does not read: all that can be said to it is a reset.
            AbortExchange(AbortReason.TooSlow);
            transport.Abort();
            return;
        }

        _sentBytes = sent;

        // Race: the flush has just ended and the driver set another deadline. The exchange keeps that one.
        Interlocked.CompareExchange(ref _deadline, server.Timer.After(left), deadline);
    }
}
