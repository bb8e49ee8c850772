namespace Picard.Client;

/// <summary>What the pool notes about one of its connections. Guarded by the pool's lock.</summary>
internal struct Pooled
{
    /// <summary>Who may use the connection.</summary>
    public enum Holder
    {
        /// <summary>Whoever made it: it is in no books yet.</summary>
        Maker,

        /// <summary>The holder of the lease, or the pool while it hands the connection over.</summary>
        Lease,

        /// <summary>Nobody: the next request takes it.</summary>
        Idle,

        /// <summary>Nobody any more.</summary>
        Closed,
    }

    public Holder HeldBy;
    public OriginPool? Home;

    /// <summary>Counts leases and their ends, so that a lease that has ended is told from the one that came after it.</summary>
    public long Generation;

    /// <summary>Whether it has been leased or idle before, so that it may be stale.</summary>
    public bool IsReused;

    /// <summary>The peer has ended while the connection was in use.</summary>
    public bool IsPeerGone;

    /// <summary>How long it may be idle, its own part of the jitter included.</summary>
    public TimeSpan IdleTimeout;

    /// <summary>When it has been idle for too long, on the timer's clock.</summary>
    public long IdleDeadline;

    /// <summary>When it has lived for too long.</summary>
    public long LifetimeDeadline;

    /// <summary>When its address is next looked for in the records of its name.</summary>
    public long DepartureCheck;

    public Links<ClientConnection> InPool;
    public Links<ClientConnection> InIdle;
    public Links<ClientConnection> InHome;
    public ClientConnection? NextToClose;

    public readonly bool IsExpired(long now) => IdleDeadline <= now || LifetimeDeadline <= now;

    /// <summary>Every open connection of the pool.</summary>
    public readonly struct PoolLinks : ILinks<ClientConnection>
    {
        public static ref Links<ClientConnection> Of(ClientConnection node) => ref node.Pooled.InPool;
    }

    /// <summary>The idle connections of all origins.</summary>
    public readonly struct IdleLinks : ILinks<ClientConnection>
    {
        public static ref Links<ClientConnection> Of(ClientConnection node) => ref node.Pooled.InIdle;
    }

    /// <summary>The idle connections of one origin.</summary>
    public readonly struct HomeLinks : ILinks<ClientConnection>
    {
        public static ref Links<ClientConnection> Of(ClientConnection node) => ref node.Pooled.InHome;
    }
}
