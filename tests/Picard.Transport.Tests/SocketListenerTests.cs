using System.Net;
using System.Net.Sockets;

namespace Picard.Transport.Tests;

public sealed class SocketListenerTests : ListenerContract
{
    protected override TransportListener Bind(EndPoint endPoint) => SocketListener.Bind(endPoint);

    protected override TransportConnector Connector { get; } = new SocketConnector();

    [Fact]
    public void Backlog_BelowOne_IsRefused() =>
        Assert.Throws<ArgumentException>(() => SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), new SocketTransportOptions { Backlog = 0 }));
}
