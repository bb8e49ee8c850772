using System.Net;

namespace Picard.Transport.Tests;

/// <summary>Event loops over TCP: two of them, so that the ends of a pair are on different ones as often as not.</summary>
public sealed class EpollNetwork : ListenerNetwork
{
    private readonly LoopGroup _loops;

    public EpollNetwork() => _loops = new LoopGroup(new LoopGroupOptions { LoopCount = 2, Slabs = Slabs });

    public override async ValueTask StopAsync()
    {
        await base.StopAsync();
        await _loops.DisposeAsync();
    }

    protected override TransportListener Listen() => _loops.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    protected override ValueTask<TransportConnection> Connect(TransportListener listener) => _loops.CreateConnector().ConnectAsync(listener.LocalEndPoint);
}
