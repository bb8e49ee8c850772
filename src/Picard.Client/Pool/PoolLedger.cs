using System.Diagnostics;
using System.IO.Pipelines;

namespace Picard.Client;

/// <summary>The books of a pool: who has which connection, who waits for one, and what the limits allow.</summary>
/// <remarks>
/// <code>
/// connection: Maker ─► Lease ◄─► Idle ─► Closed          waiter: Connecting ─► ended
///                        └────────────────►┘                        ▲ Queued ────►┘
/// </code>
/// Every method is called inside the pool's lock, and only changes the books: what is to be done to connections and waiters is written into a <see cref="PoolWork"/>, and done outside.
/// <para>Invariants, which hold whenever the lock is free. (1) An origin with queued requests has no idle connection. (2) An origin with queued requests has all the slots it may have,
/// or there is neither a free slot in all nor an idle connection of anybody that could be closed. So whatever comes first, a connection or a slot, finds a waiter in the same step:
/// no wake-up is lost, because there is no moment between seeing that nothing is free and being in the queue. (3) A request in <see cref="OriginPool.Connecting"/> owns one attempt.</para>
/// Not its business: time that passes (the pool looks), tasks, sockets.
/// </remarks>
internal sealed partial class PoolLedger(ClientOptions options, ClientTimer timer)
{
    // Limit: how many idle connections are asked whether they are of the caller's loop. With as many loops as a large machine has processors, most callers find one of theirs.
    private const int MaxLoopProbes = 16;

    private readonly Dictionary<Origin, OriginPool> _homes = [];
    private PoolCounts _counts;
    private ClientConnection? _sweepNext;
    private int _closing;

    /// <summary>Every open connection.</summary>
    public Chain<ClientConnection, Pooled.PoolLinks> All { get; } = new();

    /// <summary>The idle connections of all origins, the one returned longest ago first.</summary>
    public Chain<ClientConnection, Pooled.IdleLinks> Idle { get; } = new();

    /// <summary>The queued requests of all origins. They wait equally long, so the first is the first whose time is up.</summary>
    public Chain<PoolWaiter, PoolWaiter.QueueLinks> Queued { get; } = new();

    public bool IsDraining { get; private set; }

    /// <summary>Whether there is nothing to watch: no connection, none being made, nobody waiting.</summary>
    public bool IsEmpty => _counts.Slots == 0 && Queued.Count == 0;

    /// <summary>Whether the last connection is closed, and none will follow.</summary>
    public bool IsDrained => IsDraining && IsEmpty && _closing == 0;

    public PoolStatistics Statistics => _counts.ToStatistics(Idle.Count, Queued.Count);

    public static ObjectDisposedException Disposed() => new(nameof(PicardClient), "The client is being closed, and takes no more requests.");

    public PoolStatistics StatisticsOf(Origin origin) =>
        _homes.TryGetValue(origin, out var home) ? home.Counts.ToStatistics(home.Idle.Count, home.Queued.Count) : default;

    /// <summary>Leases an idle connection, the one returned last; rather one of the caller's own loop.</summary>
    public ClientConnection? TakeIdle(Origin origin, ref PoolWork work)
    {
        if (!_homes.TryGetValue(origin, out var home))
        {
            return null;
        }

        var now = timer.NowMilliseconds;
        while (Preferred(home) is { } connection)
        {
            if (!connection.Pooled.IsExpired(now))
            {
                RemoveIdle(connection);
                BeginLease(connection);
                return connection;
            }

            Close(connection, ref work);
        }

        return null;
    }

    /// <summary>Has a connection made for a request, or queues it.</summary>
    /// <returns>False if the queue is full.</returns>
    public bool TryAdmit(PoolWaiter waiter, ref PoolWork work)
    {
        var home = HomeOf(waiter.Origin);
        waiter.Home = home;
        if (TryReserve(home, waiter.Kind, ref work))
        {
            Attach(waiter, ref work);
            return true;
        }

        if (home.Queued.Count >= options.MaxQueuedRequests)
        {
            home.Counts.Refused++;
            _counts.Refused++;
            ForgetIfEmpty(home);
            return false;
        }

        waiter.Deadline = timer.After(options.PoolTimeout);
        home.Queued.AddLast(waiter);
        Queued.AddLast(waiter);
        UpdateStarved(home);
        return true;
    }

    /// <summary>Reserves a slot for a connection that nobody has asked for, if one is free.</summary>
    public ConnectAttempt? TryWarm(Origin origin, int count, ref PoolWork work)
    {
        var home = HomeOf(origin);
        if (home.Counts.Slots >= Math.Min(count, options.MaxConnectionsPerAuthority) || _counts.Slots >= options.MaxConnections)
        {
            ForgetIfEmpty(home);
            return null;
        }

        return Attempt(home, ref work);
    }

    /// <summary>A connection has been made.</summary>
    public void Opened(ConnectAttempt attempt, ClientConnection connection, ref PoolWork work)
    {
        var home = attempt.Home;
        home.Counts.Connecting--;
        _counts.Connecting--;
        home.Counts.Open++;
        _counts.Open++;
        home.Counts.Created++;
        _counts.Created++;
        All.AddLast(connection);
        ref var pooled = ref connection.Pooled;
        pooled.Home = home;
        pooled.HeldBy = Pooled.Holder.Lease;
        pooled.IdleTimeout = Jittered(options.IdleTimeout);
        pooled.IdleDeadline = ClientTimer.Never;
        pooled.LifetimeDeadline = timer.After(Jittered(options.ConnectionLifetime));
        if (IsDraining || pooled.IsPeerGone)
        {
            FailOwner(attempt, IsDraining ? Disposed() : new RequestException(RequestFault.Connect, home.Origin.Authority, $"{home.Origin} closed the connection as it was made."), ref work);
            Close(connection, ref work);
            return;
        }

        // A request that takes no other connection has the one that was made for it. Else the first in line has it, and its own attempt is now for the one whose attempt this was.
        var next = attempt.Owner is { Kind: LeaseKind.Fresh } owner ? owner : home.NextWaiter;
        if (next is null)
        {
            Park(connection, ref work);
            return;
        }

        if (attempt.Owner is { } overtaken && overtaken != next)
        {
            next.Attempt!.Owner = overtaken;
            overtaken.Attempt = next.Attempt;
            next.Attempt = attempt;
        }

        Grant(next, connection, ref work);
    }

    /// <summary>A connection could not be made.</summary>
    public void Failed(ConnectAttempt attempt, Exception fault, ref PoolWork work)
    {
        FailOwner(attempt, IsDraining ? Disposed() : fault, ref work);
        attempt.Home.Counts.Connecting--;
        _counts.Connecting--;
        SlotFreed(attempt.Home, ref work);
    }

    /// <summary>Ends a lease: the connection is the pool's again.</summary>
    /// <exception cref="InvalidOperationException">The lease has ended before.</exception>
    public static void EndLease(ClientConnection connection, long generation)
    {
        ref var pooled = ref connection.Pooled;
        if (pooled.Generation != generation)
        {
            throw new InvalidOperationException("This lease has ended: a connection is returned or discarded exactly once.");
        }

        Debug.Assert(pooled.HeldBy == Pooled.Holder.Lease);
        pooled.Generation++;
    }

    /// <summary>A connection is free: the first in line has it, or it is idle.</summary>
    public void Free(ClientConnection connection, ref PoolWork work)
    {
        ref var pooled = ref connection.Pooled;
        var next = pooled.Home!.NextWaiter;
        pooled.IsReused = true;
        if (IsDraining || pooled.IsPeerGone || pooled.LifetimeDeadline <= timer.NowMilliseconds || next is { Kind: LeaseKind.Fresh })
        {
            Close(connection, ref work);
        }
        else if (next is null)
        {
            Park(connection, ref work);
        }
        else
        {
            Grant(next, connection, ref work);
        }
    }

    /// <summary>A connection that was granted turns out to be stale: its slot is for a new one, which is made for the same request.</summary>
    public void Replace(PoolWaiter waiter, ref PoolWork work)
    {
        var connection = waiter.Granted!;
        waiter.Granted = null;
        CountReuse(connection, -1);
        if (IsDraining || waiter.Caller.IsCancellationRequested)
        {
            // Race: the caller cancelled while the request had a connection, so its callback did nothing and will not come again. Whoever takes the connection away looks for it.
            waiter.Fault = IsDraining ? Disposed() : new OperationCanceledException(waiter.Caller);
            Close(connection, ref work);
            work.Tell(waiter);
            return;
        }

        waiter.HasEnded = false;
        CloseForSlot(waiter.Home, connection, ref work);
        Attach(waiter, ref work);
    }

    /// <summary>A connection is stale, and was leased to look at it.</summary>
    public void DropStale(ClientConnection connection, ref PoolWork work)
    {
        CountReuse(connection, -1);
        Close(connection, ref work);
    }

    /// <summary>The peer has ended.</summary>
    public void PeerGone(ClientConnection connection, ref PoolWork work)
    {
        // Race: it ends while the connection is being made, leased or returned. It is noted here, and looked at whenever the connection is to be given to somebody.
        connection.Pooled.IsPeerGone = true;
        if (connection.Pooled.HeldBy == Pooled.Holder.Idle)
        {
            Close(connection, ref work);
        }
    }

    /// <summary>A request wants no connection any more. The attempt that was for it goes on: whoever comes next has its connection.</summary>
    public void End(PoolWaiter waiter, Exception fault, ref PoolWork work)
    {
        if (waiter.HasEnded)
        {
            return;
        }

        Unlink(waiter);
        waiter.Fault = fault;
        work.Tell(waiter);
        ForgetIfEmpty(waiter.Home);
    }

    public void TimeOut(long now, ref PoolWork work)
    {
        while (Queued.First is { } waiter && waiter.Deadline <= now)
        {
            var home = waiter.Home;
            home.Counts.TimedOut++;
            _counts.TimedOut++;
            End(waiter, new RequestException(RequestFault.PoolTimeout, home.Origin.Authority, $"No connection to {home.Origin} became free within {options.PoolTimeout}."), ref work);
        }
    }

    public void BeginDrain(ref PoolWork work)
    {
        IsDraining = true;
        while (Queued.First is { } waiter)
        {
            End(waiter, Disposed(), ref work);
        }

        while (Idle.First is { } connection)
        {
            Close(connection, ref work);
        }
    }

    /// <summary>Begins to look at every connection that is idle now.</summary>
    /// <returns>How many they are.</returns>
    public int BeginSweep()
    {
        _sweepNext = Idle.First;
        return Idle.Count;
    }

    /// <summary>Closes the next idle connections that have expired, and lists those to be looked at.</summary>
    /// <returns>How many are listed; fewer than fit if there are no more.</returns>
    public int Sweep(Span<SweptConnection> batch, long now, ref PoolWork work)
    {
        var count = 0;
        while (count < batch.Length && _sweepNext is { } connection)
        {
            _sweepNext = Chain<ClientConnection, Pooled.IdleLinks>.Next(connection);
            if (connection.Pooled.IsExpired(now))
            {
                Close(connection, ref work);
            }
            else
            {
                batch[count++] = new SweptConnection(connection, connection.Pooled.Generation);
            }
        }

        return count;
    }

    /// <summary>A sweep has found that a connection should end.</summary>
    public void CloseSwept(in SweptConnection swept, ref PoolWork work)
    {
        // Race: the sweep looks at an idle connection outside the lock; a request takes it. The generation tells: what is in use now is the business of its lease.
        if (swept.Connection.Pooled.Generation == swept.Generation && swept.Connection.Pooled.HeldBy == Pooled.Holder.Idle)
        {
            Close(swept.Connection, ref work);
        }
    }

    public void Close(ClientConnection connection, ref PoolWork work)
    {
        var home = connection.Pooled.Home!;
        RemoveFromBooks(connection, ref work);
        SlotFreed(home, ref work);
    }

    /// <summary>A connection is closed for good.</summary>
    public void Closed() => _closing--;

    private static TimeSpan Jittered(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan || timeout >= TimeSpan.MaxValue / 2 ? Timeout.InfiniteTimeSpan : timeout * (0.9 + (0.2 * Random.Shared.NextDouble()));

    private static ClientConnection? Preferred(OriginPool home)
    {
        var last = home.Idle.Last;
        if (last is null || ReferenceEquals(last.Transport.Scheduler, PipeScheduler.ThreadPool))
        {
            return last;
        }

        var candidate = last;
        for (var probe = 0; probe < MaxLoopProbes && candidate is not null; probe++)
        {
            if (candidate.Transport.IsOnItsLoop)
            {
                return candidate;
            }

            candidate = Chain<ClientConnection, Pooled.HomeLinks>.Previous(candidate);
        }

        return last;
    }
}
