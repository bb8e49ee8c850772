using System.Net.Sockets;

namespace Picard.Transport.Tests;

public sealed class UnixSocketNetwork : ListenerNetwork
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.sock");

    private SocketTransportOptions Options => new() { Slabs = Slabs };

    protected override TransportListener Listen() => SocketListener.Bind(new UnixDomainSocketEndPoint(_path), Options);

    protected override ValueTask<TransportConnection> Connect(TransportListener listener) => new SocketConnector(Options).ConnectAsync(listener.LocalEndPoint);
}
