namespace Picard;

/// <summary>The connections of a client at one moment, to one origin or to all.</summary>
/// <remarks>The first four say how things stand, the others count from the beginning; an origin without a connection and without a request is forgotten, and its counts begin anew.</remarks>
public readonly struct PoolStatistics
{
    /// <summary>Connections that are open, in use or idle.</summary>
    public int Open { get; init; }

    /// <summary>Those of <see cref="Open"/> that wait for a request.</summary>
    public int Idle { get; init; }

    /// <summary>Connections that are being made. With <see cref="Open"/> they are what <see cref="ClientOptions.MaxConnections"/> and <see cref="ClientOptions.MaxConnectionsPerAuthority"/> bound.</summary>
    public int Connecting { get; init; }

    /// <summary>Requests that wait until a connection may be had (<see cref="ClientOptions.MaxQueuedRequests"/>).</summary>
    public int Waiting { get; init; }

    /// <summary>Connections that were made.</summary>
    public long Created { get; init; }

    /// <summary>Connections that were closed, by either side.</summary>
    public long Closed { get; init; }

    /// <summary>Requests that were given a connection which was there already.</summary>
    public long Reused { get; init; }

    /// <summary>Requests that waited longer than <see cref="ClientOptions.PoolTimeout"/>.</summary>
    public long TimedOut { get; init; }

    /// <summary>Requests that found the queue full.</summary>
    public long Refused { get; init; }
}
