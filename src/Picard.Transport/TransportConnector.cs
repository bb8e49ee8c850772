using System.Net;

namespace Picard.Transport;

/// <summary>Makes connections to addresses.</summary>
public abstract class TransportConnector
{
    /// <summary>Connects to an address.</summary>
    /// <param name="endPoint">An <see cref="IPEndPoint"/> or a <see cref="System.Net.Sockets.UnixDomainSocketEndPoint"/>; names are resolved by the caller.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The connection, which the caller owns.</returns>
    /// <exception cref="TransportException">The connection could not be made.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default);
}
