using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Transport;

namespace Picard.Server;

// Files: content that is neither in the output nor in anybody's memory.
internal sealed partial class ServerConnection
{
    // Limit: of a file in memory while something is made of it on its way, and of one read: what content may have written at once without being told to pause.
    private const int MaxFilePieceBytes = ResponseContent.MaxWriteBytes;

    /// <summary>Sends what is written and then a file.</summary>
    /// <returns>False: not to its end. The connection is lost, and the client sees that.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> SendFileAsync(FileContent file)
    {
        try
        {
            if (await (_exchange.SendsThroughMemory ? SendThroughMemoryAsync(file) : SendRangesAsync(file)).ConfigureAwait(false))
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> SendThroughMemoryAsync(FileContent file)
    {
        var content = _exchange.FileOutput;
        var piece = ArrayPool<byte>.Shared.Rent(MaxFilePieceBytes);
        try
        {
            while (file.MoveNext())
            {
                content.Write(file.Delimiter);
                var (offset, leftBytes) = file.Range;
                while (leftBytes > 0)
                {
                    content.Seal();
                    if (_output.UnflushedBytes > 0 && !await DrainAsync(_output.FlushAsync()).ConfigureAwait(false))
                    {
                        return false;
                    }

                    var readBytes = RandomAccess.Read(file.File, piece.AsSpan(0, (int)Math.Min(leftBytes, MaxFilePieceBytes)), offset);
                    if (readBytes == 0)
                    {
                        throw new EndOfStreamException($"The file ends at octet {offset}, {leftBytes} before the end of what was to be sent: it became shorter meanwhile.");
                    }

                    content.Write(piece.AsSpan(0, readBytes));
                    offset += readBytes;
                    leftBytes -= readBytes;
                }
            }

            content.Write(file.Delimiter);
            _exchange.CompleteContent(trailers: null);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>Waits until the peer has taken all that is written. This await is the backpressure.</summary>
    /// <returns>False: the peer is gone, or the exchange was aborted.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
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
