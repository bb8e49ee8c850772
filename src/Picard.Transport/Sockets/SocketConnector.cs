using System.Net;
using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>Makes connections with <see cref="Socket"/>, on any system.</summary>
public sealed class SocketConnector : TransportConnector
{
    private readonly SocketTransportOptions _options;

    /// <summary>Makes a connector.</summary>
    /// <param name="options">How sockets are made; null for the defaults.</param>
    public SocketConnector(SocketTransportOptions? options = null) => _options = (options ?? new SocketTransportOptions()).Validated();

    /// <inheritdoc/>
    public override async ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        Socket? socket = null;
        try
        {
            socket = SocketFactory.Create(endPoint);
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new SocketConnection(socket, _options.Slabs);
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            throw SocketFaults.ToException(exception);
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            throw;
        }
    }
}
