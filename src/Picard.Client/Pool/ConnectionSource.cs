using System.Net;
using Picard.Transport;

namespace Picard.Client;

/// <summary>Where the pool has its connections from.</summary>
internal abstract class ConnectionSource
{
    /// <summary>Connects to an origin.</summary>
    public abstract ValueTask<TransportConnection> ConnectAsync(Origin origin, CancellationToken cancellationToken);

    /// <summary>Whether an address is no longer one of the origin's.</summary>
    public virtual bool IsDeparted(Origin origin, EndPoint? address) => false;
}
