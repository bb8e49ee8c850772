using System.Net;

namespace Picard.Transport.Tests;

public sealed class SocketNetwork : ListenerNetwork
{
    private SocketTransportOptions Options => new() { Slabs = Slabs };

    protected override TransportListener Listen() => SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Options);

    protected override ValueTask<TransportConnection> Connect(TransportListener listener) => new SocketConnector(Options).ConnectAsync(listener.LocalEndPoint);
}
