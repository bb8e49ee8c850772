namespace Picard.Client;

// What time does: requests that have waited for too long, and connections that are idle for too long, too old, dead, or talk without being asked.
internal sealed partial class ConnectionPool : ITimed
{
    // Limit: connections that are looked at between two turns of the lock, so that a sweep of thousands keeps no request waiting.
    private const int SweepBatch = 64;

    // A peer's end is told at once; bytes that nobody asked for, and addresses that are gone, are looked for. Leasing looks too: this is for connections that nobody leases.
    private static readonly TimeSpan s_longestSweepInterval = TimeSpan.FromSeconds(1);

    private readonly SweptConnection[] _swept = new SweptConnection[SweepBatch];
    private readonly TimeSpan _sweepInterval;
    private long _sweepDeadline = ClientTimer.Never;
    private long _queueDeadline = ClientTimer.Never;

    long ITimed.Deadline => Math.Min(Volatile.Read(ref _sweepDeadline), Volatile.Read(ref _queueDeadline));

    int ITimed.TimerIndex { get; set; }

    void ITimed.OnDeadline()
    {
        var now = _timer.NowMilliseconds;
        var work = new PoolWork();
        lock (_gate)
        {
            _ledger.TimeOut(now, ref work);
            Settle();
        }

        Run(ref work);
        if (Volatile.Read(ref _sweepDeadline) <= now)
        {
            Sweep(now);
            Volatile.Write(ref _sweepDeadline, _timer.After(_sweepInterval));
        }
    }

    // A tenth of the shortest limit, so that it is kept to about its own jitter.
    private static TimeSpan SweepInterval(ClientOptions options)
    {
        var interval = s_longestSweepInterval;
        foreach (var limit in (ReadOnlySpan<TimeSpan>)[options.IdleTimeout, options.ConnectionLifetime])
        {
            if (limit != ClientOptions.None && limit / 10 < interval)
            {
                interval = limit / 10;
            }
        }

        return interval;
    }

    private void Sweep(long now)
    {
        var work = new PoolWork();
        int count;

        // Limit: as many as were idle at the beginning. What is returned meanwhile joins the end of the chain, and is swept next time.
        int left;
        lock (_gate)
        {
            left = _ledger.BeginSweep();
        }

        do
        {
            lock (_gate)
            {
                count = _ledger.Sweep(_swept, now, ref work);
                Settle();
            }

            Run(ref work);
            foreach (ref readonly var swept in _swept.AsSpan(0, count))
            {
                CloseIfUseless(swept, ref work);
            }

            left -= count;
        }
        while (count == SweepBatch && left > 0);
        Array.Clear(_swept);
    }

    private void CloseIfUseless(in SweptConnection swept, ref PoolWork work)
    {
        if (swept.Connection.IsUsable && !_source.IsDeparted(swept.Connection.Origin, swept.Connection.Transport.RemoteEndPoint))
        {
            return;
        }

        lock (_gate)
        {
            _ledger.CloseSwept(swept, ref work);
            Settle();
        }

        Run(ref work);
    }

    // At the end of a lease, by its owner: a connection that is always in use would never be swept. Not at every end, since that is for each request.
    private bool IsDeparted(ClientConnection connection)
    {
        ref var check = ref connection.Pooled.DepartureCheck;
        if (check > _timer.NowMilliseconds)
        {
            return false;
        }

        check = _timer.After(_sweepInterval);
        return _source.IsDeparted(connection.Origin, connection.Transport.RemoteEndPoint);
    }
}
