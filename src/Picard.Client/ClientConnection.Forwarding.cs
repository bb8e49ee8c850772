using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Http;
using Picard.Transport;

namespace Picard.Client;

// What a proxy does with a connection beyond an exchange: trailers of a request, and tunnels.
internal sealed partial class ClientConnection
{
    /// <summary>Writes the end of chunked content with its trailer section.</summary>
    /// <param name="write">Writes the field lines and the empty line behind the last chunk's size.</param>
    /// <param name="state">What it needs.</param>
    /// <returns>As for <see cref="WriteContentAsync"/>.</returns>
    internal ValueTask<bool> WriteLastChunkAsync<TState>(Action<IBufferWriter<byte>, TState> write, TState state)
    {
        write(_output, state);
        return EndChunksAsync();
    }

    /// <summary>Reads what comes through the tunnel that the exchange has become.</summary>
    /// <returns>The octets, valid until the next call; empty after the server's FIN.</returns>
    /// <exception cref="RequestException">The connection is lost.</exception>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    internal async ValueTask<ReadOnlySequence<byte>> ReadTunnelAsync()
    {
        while (_batch.IsEmpty && !_isInputEnded)
        {
            await ReadAsync().ConfigureAwait(false);
        }

        var octets = _batch;
        _batch = _batch.Slice(_batch.End);
        return octets;
    }

    /// <summary>Writes into the tunnel, and waits until the transport has taken it.</summary>
    /// <returns>False: the server takes no more.</returns>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    internal async ValueTask<bool> WriteTunnelAsync(ReadOnlyMemory<byte> octets)
    {
        var flushed = await FlushedAsync(_output.WriteAsync(octets)).ConfigureAwait(false);
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }

    /// <summary>Sends FIN: nothing more comes through the tunnel.</summary>
    internal async ValueTask CloseTunnelAsync() => await Transport.CloseOutputAsync().ConfigureAwait(false);
}
