using System.Net;

namespace Picard.Transport.Tests;

public sealed class EpollListenerTests : ListenerContract, IAsyncLifetime
{
    private readonly LoopGroup _loops = new(new LoopGroupOptions { LoopCount = 2 });

    protected override TransportConnector Connector => _loops.CreateConnector();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _loops.DisposeAsync().AsTask();

    protected override TransportListener Bind(EndPoint endPoint) => _loops.Bind(endPoint);
}
