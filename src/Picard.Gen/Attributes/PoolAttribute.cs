namespace Picard;

/// <summary>Makes a partial class a pool of connections that clients share: it gets <c>Options</c>, which may be set before the first request, and <c>Client</c>.</summary>
/// <remarks>A limit that is not set is that of <c>ClientOptions</c>.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PoolAttribute : Attribute
{
    /// <summary>Most connections to one authority, at least 1.</summary>
    public int MaxConnectionsPerAuthority { get; set; }

    /// <summary>Most connections over all authorities, at least 1.</summary>
    public int MaxConnections { get; set; }

    /// <summary>Most requests to one authority that wait for a connection, at least 0.</summary>
    public int MaxQueuedRequests { get; set; }
}
