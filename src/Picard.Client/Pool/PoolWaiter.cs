namespace Picard.Client;

/// <summary>A request without a connection: one is being made for it, or it waits in the queue of its origin. Guarded by the pool's lock until it has ended.</summary>
internal sealed class PoolWaiter(ConnectionPool pool, Origin origin, LeaseKind kind, CancellationToken caller) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<ConnectionLease> _lease = new();

    public Links<PoolWaiter> InHome;
    public Links<PoolWaiter> InQueue;
    public PoolWaiter? NextToTell;

    public Origin Origin => origin;

    public LeaseKind Kind => kind;

    /// <summary>The caller's own token.</summary>
    public CancellationToken Caller => caller;

    public OriginPool Home { get; set; } = null!;

    /// <summary>When it has waited for too long, on the timer's clock.</summary>
    public long Deadline { get; set; }

    /// <summary>The connection that is being made for it; null while it is queued.</summary>
    public ConnectAttempt? Attempt { get; set; }

    /// <summary>Whether it has a connection or a fault: the first to set it, inside the lock, decides.</summary>
    public bool HasEnded { get; set; }

    public ClientConnection? Granted { get; set; }

    public Exception? Fault { get; set; }

    /// <summary>The lease. What awaits it goes on where <see cref="Execute"/> is called.</summary>
    public Task<ConnectionLease> Lease => _lease.Task;

    /// <summary>The caller has cancelled.</summary>
    public void Cancel() => pool.Cancel(this);

    /// <summary>Tells the request how its wait has ended.</summary>
    public void Execute()
    {
        if (Granted is { } connection)
        {
            _lease.SetResult(new ConnectionLease(pool, connection));
        }
        else
        {
            _lease.SetException(Fault!);
        }
    }

    /// <summary>The waiters of one origin.</summary>
    public readonly struct HomeLinks : ILinks<PoolWaiter>
    {
        public static ref Links<PoolWaiter> Of(PoolWaiter node) => ref node.InHome;
    }

    /// <summary>The queued waiters of all origins.</summary>
    public readonly struct QueueLinks : ILinks<PoolWaiter>
    {
        public static ref Links<PoolWaiter> Of(PoolWaiter node) => ref node.InQueue;
    }
}
