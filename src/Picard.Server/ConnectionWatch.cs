using System.IO.Pipelines;
using Picard.Gen;
using Picard.Transport;

namespace Picard.Server;

/// <summary>The side of a connection that other threads touch: what it waits for, until when, and what happens if that does not come.</summary>
/// <remarks>
/// The driver says what it waits for; the timer, a graceful stop and the transport's notice that the peer is gone act on it:
/// <code>
/// waits for   a passed deadline                              the peer is gone
/// input       cancels the read; the driver asks its state    the read ends by itself
/// output      aborts, unless octets moved meanwhile          the flush ends by itself
/// the handler aborts the exchange                            aborts the exchange, at once or after a moment
/// </code>
/// Race: the driver goes on just when one of them acts. A cancelled read is looked at again, so it does no harm; an abort met a deadline that had passed.
/// </remarks>
internal sealed class ConnectionWatch(TransportConnection transport, Exchange exchange, ServerShared server)
{
    // A client that sends its request and FIN in one go still gets what a quick handler awaits for; with the timer's two ticks, within a second.
    private static readonly TimeSpan s_halfClosedGrace = TimeSpan.FromMilliseconds(150);

    private long _deadline = ConnectionTimer.Never;
    private volatile Waiting _waiting;
    private long _began;
    private long _sentBytes;
    private CancellationTokenRegistration _peerGone;
    private bool _isRegistered;

    private enum Waiting
    {
        Nothing,
        Input,
        Output,
        Handler,
    }

    /// <summary>When the present wait has lasted too long, on the timer's clock.</summary>
    public long Deadline => Volatile.Read(ref _deadline);

    /// <summary>The connection's place in the timer's list.</summary>
    public int TimerIndex { get; set; }

    /// <summary>Requests answered so far. Written by the driver alone, so that no counter is shared on the request path.</summary>
    public long Requests { get; private set; }

    /// <summary>The exchange was aborted because its client is gone, or because the server stops at once.</summary>
    public bool IsExchangeAborted { get; private set; }

    /// <summary>Why the exchange at hand will be lost, if it is.</summary>
    public ExchangeLoss Loss { get; private set; }

    /// <summary>How long the wait that just ended has lasted, in milliseconds, to within a tick.</summary>
    public long WaitedMilliseconds { get; private set; }

    /// <summary>The driver is about to await a read; the wait counts only if the input is not there yet.</summary>
    public ValueTask<ReadResult> Input(ValueTask<ReadResult> reading, long deadline)
    {
        if (!reading.IsCompleted)
        {
            Begin(Waiting.Input, deadline);
        }

        return reading;
    }

    /// <summary>The driver is about to await a flush; the wait counts only if the peer does not take the output at once.</summary>
    public ValueTask<FlushResult> Output(ValueTask<FlushResult> flushing)
    {
        if (!flushing.IsCompleted)
        {
            BeginOutput();
        }

        return flushing;
    }

    /// <summary>The driver is about to await the end of its output.</summary>
    public ValueTask Output(ValueTask closing)
    {
        if (!closing.IsCompleted)
        {
            BeginOutput();
        }

        return closing;
    }

    /// <summary>A flush has ended.</summary>
    /// <returns>False: the peer is gone, nothing reaches it any more.</returns>
    public bool Drained(in FlushResult flushed)
    {
        End();
        return !flushed.IsCompleted;
    }

    /// <summary>The driver begins to wait for the user's task.</summary>
    public void BeginHandler()
    {
        // No deadline: how long a handler takes is the application's affair. Only a client that is gone ends it.
        Begin(Waiting.Handler, ConnectionTimer.Never);
        if (!_isRegistered)
        {
            _isRegistered = true;
            _peerGone = transport.PeerGone.UnsafeRegister(static self => ((ConnectionWatch)self!).OnPeerGone(), this);
        }

        // Race: the FIN or the reset came before this wait, when the callback found nothing to abort. So look after saying that we wait,
        // and no earlier: a store may pass a later load.
        Interlocked.MemoryBarrier();
        if (transport.PeerState != PeerState.Open)
        {
            OnPeerGone();
        }
    }

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
        var deadline = Deadline;
        switch (_waiting)
        {
            case Waiting.Input:
                transport.Input.CancelPendingRead();
                break;

            case Waiting.Output:
                OnOutputDeadline(deadline);
                break;

            case Waiting.Handler:
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
        Loss = ExchangeLoss.ServerStopped;
        AbortExchange();
        transport.Abort();
    }

    /// <summary>Tells the handler that its client is gone.</summary>
    public void AbortExchange()
    {
        IsExchangeAborted = true;

        // On the pool: the user's cancellation callbacks run here, and neither the timer nor a loop may wait for them.
        ThreadPool.UnsafeQueueUserWorkItem(static exchange => exchange.Abort(), exchange, preferLocal: false);
    }

    private void Begin(Waiting waiting, long deadline)
    {
        _began = server.Timer.NowMilliseconds;
        Volatile.Write(ref _deadline, deadline);
        _waiting = waiting;
    }

    private void BeginOutput()
    {
        _sentBytes = transport.SentBytes;
        var rate = server.Options.MinimumResponseRate;
        Begin(Waiting.Output, rate.BytesPerSecond == 0 ? ConnectionTimer.Never : server.Timer.After(rate.Grace));
    }

    private void OnOutputDeadline(long deadline)
    {
        var sent = transport.SentBytes;
        var credit = new RateCredit(server.Options.MinimumResponseRate);
        credit.Account((long)server.Options.MinimumResponseRate.Grace.TotalMilliseconds, sent - _sentBytes);
        if (credit.Left is not { Ticks: > 0 } left)
        {
            // RFC 9110 has no status for a client that does not read: all that can be said to it is a reset.
            Loss = ExchangeLoss.TooSlow;
            transport.Abort();
            return;
        }

        _sentBytes = sent;

        // Race: the flush has just ended and the driver set another deadline. The exchange keeps that one.
        Interlocked.CompareExchange(ref _deadline, server.Timer.After(left), deadline);
    }

    private void OnPeerGone()
    {
        if (_waiting != Waiting.Handler)
        {
            return;
        }

        if (transport.PeerState == PeerState.Gone)
        {
            AbortExchange();
        }
        else if (server.Options.HalfClosedClients == HalfClosedClients.Abort)
        {
            Volatile.Write(ref _deadline, server.Timer.After(s_halfClosedGrace));
        }
    }
}
