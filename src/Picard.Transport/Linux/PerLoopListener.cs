using System.Net;

namespace Picard.Transport;

/// <summary>One listener on each loop, all at one address (SO_REUSEPORT).</summary>
internal sealed class PerLoopListener(IReadOnlyList<EpollListener> listeners) : TransportListener
{
    public override EndPoint LocalEndPoint => listeners[0].LocalEndPoint;

    public override void Start(Action<TransportConnection> accepted)
    {
        foreach (var listener in listeners) { listener.Start(accepted); }
    }

    public override async ValueTask StopAsync()
    {
        // All at once: while one is closed and another is not, the kernel still sends clients to the other.
        await Task.WhenAll(listeners.Select(static listener => listener.StopAsync().AsTask())).ConfigureAwait(false);
    }
}
