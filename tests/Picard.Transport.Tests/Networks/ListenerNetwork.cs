using System.Threading.Channels;

namespace Picard.Transport.Tests;

/// <summary>A transport with a listener and a connector: pairs are made one at a time, so that the accepted end is the one just connected.</summary>
public abstract class ListenerNetwork : TestNetwork
{
    private readonly Channel<TransportConnection> _accepted = Channel.CreateUnbounded<TransportConnection>();
    private TransportListener? _listener;

    public override async ValueTask<ConnectedPair> ConnectAsync()
    {
        if (_listener is null)
        {
            _listener = Listen();
            _listener.Start(connection => _accepted.Writer.TryWrite(connection));
        }

        var client = await Connect(_listener);
        return new ConnectedPair(client, await _accepted.Reader.ReadAsync());
    }

    public override ValueTask StopAsync() => _listener is null ? ValueTask.CompletedTask : _listener.StopAsync();

    protected abstract TransportListener Listen();

    protected abstract ValueTask<TransportConnection> Connect(TransportListener listener);
}
