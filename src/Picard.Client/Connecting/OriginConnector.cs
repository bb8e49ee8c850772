using System.Net;
using Picard.Transport;

namespace Picard.Client;

internal sealed class OriginConnector(ClientOptions options) : ConnectionSource, IAsyncDisposable
{
    private readonly TransportConnector _connector = options.Connector ?? new SocketConnector();

    public override async ValueTask<TransportConnection> ConnectAsync(Origin origin, CancellationToken cancellationToken)
    {
        var address = (await Dns.GetHostAddressesAsync(origin.Host, cancellationToken).ConfigureAwait(false))[0];
        return await _connector.ConnectAsync(new IPEndPoint(address, origin.Port), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => default;
}
