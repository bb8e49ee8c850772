using System.Net;
using Picard.Transport;

namespace Picard.Client;

/// <summary>Makes the connections of a pool: names, addresses, TLS and proxies are its business.</summary>
internal abstract class ConnectionSource
{
    /// <summary>Makes a connection to an origin, ready for its first request.</summary>
    /// <param name="origin">To whom.</param>
    /// <param name="cancellationToken">Nobody wants the connection any more. The time limits of connecting are the source's own.</param>
    /// <exception cref="RequestException">There is none to be had.</exception>
    public abstract ValueTask<TransportConnection> ConnectAsync(Origin origin, CancellationToken cancellationToken);

    /// <summary>As the other, and says how long its phases took.</summary>
    /// <param name="origin">To whom.</param>
    /// <param name="phases">Where it says so; read once the connection is there.</param>
    /// <param name="cancellationToken">As there.</param>
    public virtual ValueTask<TransportConnection> ConnectAsync(Origin origin, ConnectPhases phases, CancellationToken cancellationToken) => ConnectAsync(origin, cancellationToken);

    /// <summary>Whether an address has left the records of the origin's name, so that its connections should end. Called often, on any thread: it must be quick, and must not throw.</summary>
    /// <param name="origin">Whose name.</param>
    /// <param name="address">The address of the peer; null if the connection has none.</param>
    public virtual bool IsDeparted(Origin origin, EndPoint? address) => false;
}
