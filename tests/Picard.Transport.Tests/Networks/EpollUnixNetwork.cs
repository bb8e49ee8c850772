using System.Net.Sockets;

namespace Picard.Transport.Tests;

/// <summary>Event loops over Unix domain sockets.</summary>
public sealed class EpollUnixNetwork : ListenerNetwork
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.sock");
    private readonly LoopGroup _loops;

    public EpollUnixNetwork() => _loops = new LoopGroup(new LoopGroupOptions { LoopCount = 1, Slabs = Slabs });

    public override async ValueTask StopAsync()
    {
        await base.StopAsync();
        await _loops.DisposeAsync();
    }

    protected override TransportListener Listen() => _loops.Bind(new UnixDomainSocketEndPoint(_path));

    protected override ValueTask<TransportConnection> Connect(TransportListener listener) => _loops.CreateConnector().ConnectAsync(listener.LocalEndPoint);
}
