namespace Picard;

/// <summary>Where the time of one request went. All of it is zero unless <see cref="ClientOptions.MeasuresPhases"/> is set or somebody listens to the client's metrics or activities.</summary>
/// <remarks>Where a request was sent more than once, because its connection was stale or it was redirected, these are of the one that was answered.</remarks>
public readonly record struct PhaseTimings
{
    /// <summary>How long it waited for a connection, the making of one included; zero if one was idle.</summary>
    public TimeSpan PoolWait { get; init; }

    /// <summary>How long the name of the host took to be resolved, if the connection was made for this request or for one beside it; zero if it was there already.</summary>
    public TimeSpan Resolve { get; init; }

    /// <summary>How long connecting took, likewise; the tunnel of a proxy is part of it.</summary>
    public TimeSpan Connect { get; init; }

    /// <summary>How long the TLS handshakes took, likewise.</summary>
    public TimeSpan Tls { get; init; }

    /// <summary>When the last octet of the request was with the transport, from its beginning; zero if it is not yet.</summary>
    public TimeSpan Sent { get; init; }

    /// <summary>When the first octet of a response was there, from the beginning; zero if none was yet.</summary>
    public TimeSpan FirstByte { get; init; }

    /// <summary>How long the request has taken from its beginning until it was asked for these timings.</summary>
    public TimeSpan Total { get; init; }
}
