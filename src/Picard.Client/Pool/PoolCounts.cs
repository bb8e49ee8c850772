namespace Picard.Client;

/// <summary>What is counted, once for each origin and once for all of them. Guarded by the pool's lock.</summary>
internal struct PoolCounts
{
    public int Open;
    public int Connecting;
    public long Created;
    public long Closed;
    public long Reused;
    public long TimedOut;
    public long Refused;

    /// <summary>What the limits are about: a connection is counted before it is made.</summary>
    public readonly int Slots => Open + Connecting;

    public readonly PoolStatistics ToStatistics(int idle, int waiting) => new()
    {
        Open = Open,
        Idle = idle,
        Connecting = Connecting,
        Waiting = waiting,
        Created = Created,
        Closed = Closed,
        Reused = Reused,
        TimedOut = TimedOut,
        Refused = Refused,
    };
}
