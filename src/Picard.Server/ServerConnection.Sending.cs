using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Transport;

namespace Picard.Server;

// What follows the output: a large body from its owner's memory, or a file.
internal sealed partial class ServerConnection
{
    // Limit: of a file in memory while something is made of it on its way, and of one read: what content may have written at once without being told to pause.
    private const int MaxFilePieceBytes = ResponseContent.MaxWriteBytes;

    /// <summary>Sends what is written, and then what is not in the output.</summary>
    /// <returns>False: not to its end. The peer is gone, or the connection is lost, and the peer sees that.</returns>
    private ValueTask<bool> SendAsync() => _exchange.UnsentFile is { } file ? SendFileAsync(file) : SendContentAsync();

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<bool> SendContentAsync() => _watch.Drained(await _watch.Write(_output.WriteAsync(_exchange.UnsentContent)).ConfigureAwait(false));

    /// <summary>Sends what is written and then a file.</summary>
    /// <returns>False: not to its end. The connection is lost, and the client sees that.</returns>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<bool> SendFileAsync(FileContent file)
    {
        try
        {
            var isSent = _exchange.SendsThroughMemory ? await SendThroughMemoryAsync(file).ConfigureAwait(false) : await SendRangesAsync(file).ConfigureAwait(false);
            if (isSent)
            {
                return true;
            }
        }
        catch (IOException fault) when (fault is not TransportException)
        {
            // It became shorter, or the disk fails: the head has promised more than there is.
            ServerEvents.FileFailed(_server.Log, _exchange.EndpointName ?? "The application", fault.Message);
            _call.Observation?.Fail(fault);
            _watch.AbortExchange(AbortReason.HandlerFailed);
        }

        // Only a reset tells a client of every version that what it has is not all.
        _transport.Abort();
        return false;
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<bool> SendRangesAsync(FileContent file)
    {
        while (file.MoveNext())
        {
            _output.Write(file.Delimiter);
            if (!await DrainAsync(_transport.SendFileAsync(file.File, file.Range.First, file.Range.Length)).ConfigureAwait(false))
            {
                return false;
            }
        }

        _output.Write(file.Delimiter);
        return true;
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<bool> SendThroughMemoryAsync(FileContent file)
    {
        var content = _exchange.FileOutput;
        var piece = ArrayPool<byte>.Shared.Rent(MaxFilePieceBytes);
        try
        {
            // First, lest the responses before this one leave no room.
            var isOpen = await DrainAsync(_output.FlushAsync()).ConfigureAwait(false);
            while (isOpen && file.MoveNext())
            {
                isOpen = _call.TryWrite(content, file.Delimiter);
                for (var range = file.Range; isOpen && range.Length > 0;)
                {
                    var readBytes = RandomAccess.Read(file.File, piece.AsSpan(0, (int)Math.Min(range.Length, MaxFilePieceBytes)), range.First);
                    if (readBytes == 0)
                    {
                        throw new EndOfStreamException($"The file ends at octet {range.First}, {range.Length} before the end of what was to be sent: it became shorter meanwhile.");
                    }

                    range = new OctetRange(range.First + readBytes, range.Length - readBytes);
                    isOpen = _call.TryWrite(content, piece.AsSpan(0, readBytes)) && await DrainAsync(_output.FlushAsync()).ConfigureAwait(false);
                }
            }

            return isOpen && _call.TryWrite(content, file.Delimiter) && _call.TryComplete();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>Waits until the peer has taken all that is written. This await is the backpressure.</summary>
    /// <returns>False: the peer is gone, or the exchange was aborted.</returns>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<bool> DrainAsync(ValueTask<FlushResult> flushing)
    {
        while (true)
        {
            if (!_watch.Drained(await _watch.Write(flushing).ConfigureAwait(false)) || _exchange.IsAborted)
            {
                return false;
            }

            if (_output.UnflushedBytes == 0)
            {
                return true;
            }

            // It was cancelled, for a wait that had just ended.
            flushing = _output.FlushAsync();
        }
    }
}
