using System.Diagnostics;

namespace Picard.Client;

// Who has which slot: a connection that is open or being made. Whoever gives one up serves whoever waits for it.
internal sealed partial class PoolLedger
{
    private readonly Chain<OriginPool, OriginPool.StarvedLinks> _starved = new();

    private OriginPool HomeOf(Origin origin)
    {
        if (!_homes.TryGetValue(origin, out var home))
        {
            home = new OriginPool(origin);
            _homes.Add(origin, home);
        }

        return home;
    }

    // Memory is bounded by what is open and who waits, however many origins a client has asked.
    private void ForgetIfEmpty(OriginPool home)
    {
        if (home.IsEmpty)
        {
            _homes.Remove(home.Origin);
        }
    }

    private bool TryReserve(OriginPool home, LeaseKind kind, ref PoolWork work)
    {
        if (home.Counts.Slots >= options.MaxConnectionsPerAuthority)
        {
            // The limit of an authority closes nobody else's connections. A request that takes no used connection may close one of its own authority, which is of no use to it.
            if (kind != LeaseKind.Fresh || home.Idle.First is not { } own)
            {
                return false;
            }

            CloseForSlot(home, own, ref work);
            return true;
        }

        if (_counts.Slots >= options.MaxConnections)
        {
            if (Idle.First is not { } oldest)
            {
                return false;
            }

            CloseForSlot(home, oldest, ref work);
        }

        return true;
    }

    // Its slot is not free for a moment: it goes to the one who had it closed.
    private void CloseForSlot(OriginPool heir, ClientConnection connection, ref PoolWork work)
    {
        var home = connection.Pooled.Home!;
        RemoveFromBooks(connection, ref work);
        if (home != heir)
        {
            UpdateStarved(home);
            ForgetIfEmpty(home);
        }
    }

    private ConnectAttempt Attempt(OriginPool home, ref PoolWork work)
    {
        home.Counts.Connecting++;
        _counts.Connecting++;
        var attempt = new ConnectAttempt(home);
        work.Start(attempt);
        return attempt;
    }

    private void Attach(PoolWaiter waiter, ref PoolWork work)
    {
        waiter.Attempt = Attempt(waiter.Home, ref work);
        waiter.Attempt.Owner = waiter;
        if (waiter.Kind == LeaseKind.Any)
        {
            waiter.Home.Connecting.AddLast(waiter);
        }
    }

    private void Grant(PoolWaiter waiter, ClientConnection connection, ref PoolWork work)
    {
        Unlink(waiter);
        BeginLease(connection);
        waiter.Granted = connection;
        work.Tell(waiter);
    }

    private void FailOwner(ConnectAttempt attempt, Exception fault, ref PoolWork work)
    {
        if (attempt.Owner is { } owner)
        {
            End(owner, fault, ref work);
        }
    }

    private void Unlink(PoolWaiter waiter)
    {
        Debug.Assert(!waiter.HasEnded);
        waiter.HasEnded = true;
        var home = waiter.Home;
        if (waiter.Attempt is { } attempt)
        {
            attempt.Owner = null;
            waiter.Attempt = null;
            home.Connecting.Remove(waiter);
        }
        else
        {
            Dequeue(waiter);
        }
    }

    private void Dequeue(PoolWaiter waiter)
    {
        waiter.Home.Queued.Remove(waiter);
        Queued.Remove(waiter);
        UpdateStarved(waiter.Home);
    }

    private void BeginLease(ClientConnection connection)
    {
        ref var pooled = ref connection.Pooled;
        pooled.HeldBy = Pooled.Holder.Lease;
        pooled.Generation++;
        CountReuse(connection, 1);
    }

    private void CountReuse(ClientConnection connection, int by)
    {
        if (connection.Pooled.IsReused)
        {
            connection.Pooled.Home!.Counts.Reused += by;
            _counts.Reused += by;
        }
    }

    private void Park(ClientConnection connection, ref PoolWork work)
    {
        ref var pooled = ref connection.Pooled;
        pooled.HeldBy = Pooled.Holder.Idle;
        pooled.IsReused = true;
        pooled.IdleDeadline = timer.After(pooled.IdleTimeout);
        pooled.Home!.Idle.AddLast(connection);
        Idle.AddLast(connection);
        ServeStarved(ref work);
    }

    private void RemoveIdle(ClientConnection connection)
    {
        if (connection == _sweepNext)
        {
            _sweepNext = Chain<ClientConnection, Pooled.IdleLinks>.Next(connection);
        }

        Idle.Remove(connection);
        connection.Pooled.Home!.Idle.Remove(connection);
    }

    private void RemoveFromBooks(ClientConnection connection, ref PoolWork work)
    {
        ref var pooled = ref connection.Pooled;
        if (pooled.HeldBy == Pooled.Holder.Idle)
        {
            RemoveIdle(connection);
        }

        Debug.Assert(pooled.HeldBy != Pooled.Holder.Closed);
        pooled.HeldBy = Pooled.Holder.Closed;
        pooled.Generation++;
        All.Remove(connection);
        var home = pooled.Home!;
        home.Counts.Open--;
        _counts.Open--;
        home.Counts.Closed++;
        _counts.Closed++;
        _closing++;
        work.Close(connection);
    }

    private void SlotFreed(OriginPool home, ref PoolWork work)
    {
        UpdateStarved(home);
        ServeStarved(ref work);
        ForgetIfEmpty(home);
    }

    private void UpdateStarved(OriginPool home)
    {
        var isStarved = home.Queued.Count > 0 && home.Counts.Slots < options.MaxConnectionsPerAuthority;
        if (!isStarved)
        {
            _starved.Remove(home);
        }
        else if (!ReferenceEquals(home.InStarved.Chain, _starved))
        {
            _starved.AddLast(home);
        }
    }

    // Origins take turns, so that one with a long queue does not keep the others out.
    private void ServeStarved(ref PoolWork work)
    {
        while (_starved.First is { } home)
        {
            var waiter = home.Queued.First!;
            if (!TryReserve(home, waiter.Kind, ref work))
            {
                return;
            }

            _starved.Remove(home);
            Dequeue(waiter);
            Attach(waiter, ref work);
            UpdateStarved(home);
        }
    }
}
