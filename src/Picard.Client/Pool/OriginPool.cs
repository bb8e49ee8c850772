namespace Picard.Client;

/// <summary>The books of one origin. Guarded by the pool's lock.</summary>
internal sealed class OriginPool(Origin origin)
{
    public PoolCounts Counts;
    public Links<OriginPool> InStarved;

    public Origin Origin => origin;

    /// <summary>Idle connections, the one returned last at the end.</summary>
    public Chain<ClientConnection, Pooled.HomeLinks> Idle { get; } = new();

    /// <summary>Requests that a connection is being made for, and that take any: the first gets whichever comes first.</summary>
    public Chain<PoolWaiter, PoolWaiter.HomeLinks> Connecting { get; } = new();

    /// <summary>Requests that wait for a connection or for a slot. All of <see cref="Connecting"/> came before them.</summary>
    public Chain<PoolWaiter, PoolWaiter.HomeLinks> Queued { get; } = new();

    public bool IsEmpty => Counts.Slots == 0 && Queued.Count == 0;

    public PoolWaiter? NextWaiter => Connecting.First ?? Queued.First;

    /// <summary>The origins whose requests wait for nothing but the total limit.</summary>
    public readonly struct StarvedLinks : ILinks<OriginPool>
    {
        public static ref Links<OriginPool> Of(OriginPool node) => ref node.InStarved;
    }
}
