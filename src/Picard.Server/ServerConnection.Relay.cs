using System.Runtime.CompilerServices;
using Picard.Gen;

namespace Picard.Server;

// An exchange whose task reads and writes side by side, while the driver waits for that task.
internal sealed partial class ServerConnection
{
    private ConnectionRelay? _relay;

    /// <inheritdoc/>
    Relay IExchangeOwner.OpenRelay()
    {
        _relay ??= new ConnectionRelay(this, _transport, _exchange, _watch, _server);
        _relay.ResumeRead();
        _watch.Pace = _relay.Pace;
        return _relay;
    }

    /// <summary>Octets of the request content, at least, that have not arrived yet.</summary>
    public long MissingRelayedBytes => _content.MissingBytes(_input.Batch);

    /// <summary>Reads the next run of the request content.</summary>
    /// <param name="relay">Whose read it is.</param>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> ReadRelayedAsync(ConnectionRelay relay)
    {
        ReadOnlyMemory<byte> piece;
        while (!TryTakePiece(out piece))
        {
            relay.ThrowIfCancelled();

            // RFC 9110 §10.1.1: a client that waits for 100 owes nothing until it has it.
            _ = await ReadInputAsync(isDue: !_exchange.ExpectsContinue).ConfigureAwait(false);
        }

        return piece;
    }

    /// <summary>Reads what has come through the tunnel.</summary>
    /// <param name="relay">Whose read it is.</param>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> ReadRelayedTunnelAsync(ConnectionRelay relay)
    {
        while (_input.Batch.IsEmpty && !_input.IsEnded)
        {
            relay.ThrowIfCancelled();
            _ = await ReadInputAsync(isDue: false).ConfigureAwait(false);
        }

        var piece = _input.Batch.First;
        _input.Batch = _input.Batch.Slice(piece.Length);
        return piece;
    }
}
