using System.Buffers;
using Picard.Gen;

namespace Picard.Server;

// An exchange that a handler's task has turned into a tunnel, while the driver waits for that task: input and output are the tunnel's until then.
internal sealed partial class ServerConnection
{
    /// <inheritdoc/>
    Tunnel IExchangeOwner.OpenTunnel()
    {
        var tunnel = new ConnectionTunnel(this, _transport, _watch, _server);
        _watch.Pace = tunnel.Pace;
        _watch.HalfClosed = HalfClosedClients.Abort;
        return tunnel;
    }

    /// <summary>Reads what has come through the tunnel.</summary>
    /// <param name="tunnel">Whose read it is.</param>
    /// <param name="buffer">Where to; an empty one waits until there is something.</param>
    /// <returns>The octets read; 0 after the peer's FIN.</returns>
    public async ValueTask<int> ReadTunnelAsync(ConnectionTunnel tunnel, Memory<byte> buffer)
    {
        while (_input.Batch.IsEmpty && !_input.IsEnded)
        {
            // A stop of the server cancels reads, too, and is none of the tunnel's business.
            ObjectDisposedException.ThrowIf(tunnel.IsEnded, tunnel);
            _ = _input.Take(await _input.ReadAsync().ConfigureAwait(false));
        }

        var bytes = (int)Math.Min(buffer.Length, _input.Batch.Length);
        _input.Batch.Slice(0, bytes).CopyTo(buffer.Span);
        _input.Batch = _input.Batch.Slice(bytes);
        return bytes;
    }
}
