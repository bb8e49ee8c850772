using Picard.Transport;

namespace Picard.Server;

/// <summary>How long a peer may take for what a task sends to it beside what the driver waits for: a minimum rate, counted while octets wait for the peer.</summary>
internal sealed class PacedOutput(TransportConnection transport, ConnectionWatch watch, ServerShared server)
{
    private long _sentBytes;
    private long _deadline = ConnectionTimer.Never;

    /// <summary>When the peer must have taken some of what it is sent, on the timer's clock.</summary>
    public long Deadline => Volatile.Read(ref _deadline);

    /// <summary>A write has begun to wait for the peer.</summary>
    public void BeginWait()
    {
        var rate = server.Options.MinimumResponseRate;
        if (rate.BytesPerSecond > 0)
        {
            Volatile.Write(ref _sentBytes, transport.SentBytes);
            Volatile.Write(ref _deadline, server.Timer.After(rate.Grace));
        }
    }

    /// <summary>The write has ended.</summary>
    public void EndWait() => Volatile.Write(ref _deadline, ConnectionTimer.Never);

    /// <summary>Called by the timer when <see cref="Deadline"/> has passed.</summary>
    public void OnDeadline()
    {
        var deadline = Deadline;
        var rate = server.Options.MinimumResponseRate;
        var sent = transport.SentBytes;
        var credit = new RateCredit(rate);
        credit.Account((long)rate.Grace.TotalMilliseconds, sent - Volatile.Read(ref _sentBytes));
        if (credit.Left is not { Ticks: > 0 } left)
        {
            watch.AbortExchange(AbortReason.TooSlow);
            transport.Abort();
            return;
        }

        // Race: the write has just ended, and another may have begun with a deadline of its own. It keeps that one.
        Volatile.Write(ref _sentBytes, sent);
        Interlocked.CompareExchange(ref _deadline, server.Timer.After(left), deadline);
    }
}
