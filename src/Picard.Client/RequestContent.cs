using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Picard.Http;

namespace Picard.Client;

/// <summary>The content of one request: none, octets at hand, or octets that come while they are sent.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer or a linked token holds nothing.")]
internal struct RequestContent
{
    private PipeReader? _pipe;
    private IAsyncEnumerable<ReadOnlyMemory<byte>>? _pieces;
    private CancellationTokenSource? _stop;
    private IForwarded? _forwarded;
    private bool _isTaken;

    /// <summary>Content that is at hand; empty if there is none, or if it is streamed.</summary>
    public ReadOnlyMemory<byte> Octets { get; private set; }

    /// <summary>The length that is announced; null for chunks.</summary>
    public long? Length { get; private set; }

    /// <summary>Whether there is content at all, be it empty.</summary>
    public bool Exists { get; private set; }

    /// <summary>Whether it comes while it is sent.</summary>
    public readonly bool IsStreamed => _pipe is not null || _pieces is not null || _forwarded is not null;

    /// <summary>Whether something was, or may have been, taken from its source, so that it cannot be sent a second time. Content at hand is never taken.</summary>
    public bool IsTaken
    {
        readonly get => _forwarded?.IsContentTaken ?? _isTaken;
        init => _isTaken = value;
    }

    /// <summary>Whether its source may be waited for: a pipe ends a read when it is told to, and other sources may not.</summary>
    public readonly bool EndsWhenCancelled => _pieces is null;

    public static RequestContent Of(ReadOnlyMemory<byte> octets) => new() { Octets = octets, Length = octets.Length, Exists = true };

    public static RequestContent Of(PipeReader pipe, long? length) => new() { _pipe = pipe, Length = length, Exists = true };

    public static RequestContent Of(IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, long? length) => new() { _pieces = pieces, _stop = new CancellationTokenSource(), Length = length, Exists = true };

    public static RequestContent Of(IForwarded forwarded, long? length) => new() { _forwarded = forwarded, Length = length, Exists = true };

    /// <summary>Nobody wants the rest. Any thread.</summary>
    public readonly void Cancel()
    {
        _forwarded?.CancelContent();
        _pipe?.CancelPendingRead();
        _stop?.Cancel();
    }

    /// <summary>Tells the source that nothing is taken of it.</summary>
    public readonly ValueTask CompleteAsync() => _pipe?.CompleteAsync() ?? default;

    /// <summary>Sends all of it. Ends early, and gives the source back, once the server or the exchange wants no more.</summary>
    /// <returns>Whether it was sent to its end.</returns>
    /// <exception cref="InvalidOperationException">The source has another length than was announced.</exception>
    public readonly ValueTask<bool> SendAsync(ClientConnection connection) =>
        _forwarded is { } forwarded ? forwarded.SendContentAsync(connection)
        : _pipe is { } pipe ? SendAsync(connection, pipe, Length)
        : SendAsync(connection, _pieces!, Length, _stop!);

    private static async ValueTask<bool> SendAsync(ClientConnection connection, PipeReader pipe, long? length)
    {
        Exception? fault = null;
        try
        {
            var framing = length is null ? FramingKind.Chunked : FramingKind.Length;
            var left = length ?? long.MaxValue;
            while (true)
            {
                var read = await pipe.ReadAsync().ConfigureAwait(false);
                if (connection.IsUploadStopped)
                {
                    pipe.AdvanceTo(read.Buffer.Start);
                    return false;
                }

                left = CheckedRest(left, read.Buffer.Length, length);
                foreach (var octets in read.Buffer)
                {
                    if (!octets.IsEmpty && !await connection.WriteContentAsync(octets, framing).ConfigureAwait(false))
                    {
                        pipe.AdvanceTo(read.Buffer.Start);
                        return false;
                    }
                }

                pipe.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return await EndAsync(connection, length, left).ConfigureAwait(false);
                }
            }
        }
        catch (Exception thrown)
        {
            fault = thrown;
            throw;
        }
        finally
        {
            await pipe.CompleteAsync(fault).ConfigureAwait(false);
        }
    }

    private static async ValueTask<bool> SendAsync(ClientConnection connection, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, long? length, CancellationTokenSource stop)
    {
        var framing = length is null ? FramingKind.Chunked : FramingKind.Length;
        var left = length ?? long.MaxValue;
        try
        {
            await foreach (var octets in pieces.WithCancellation(stop.Token).ConfigureAwait(false))
            {
                left = CheckedRest(left, octets.Length, length);
                if (connection.IsUploadStopped || (!octets.IsEmpty && !await connection.WriteContentAsync(octets, framing).ConfigureAwait(false)))
                {
                    return false;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }

        return await EndAsync(connection, length, left).ConfigureAwait(false);
    }

    private static long CheckedRest(long left, long count, long? length) => count <= left
        ? left - count
        : throw new InvalidOperationException($"RFC 9110 §8.6: the content is longer than the {length} octets that were announced.");

    private static ValueTask<bool> EndAsync(ClientConnection connection, long? length, long left)
    {
        if (length is not null && left > 0)
        {
            throw new InvalidOperationException($"RFC 9110 §8.6: the content ended {left} octets before the {length} that were announced.");
        }

        return length is null ? connection.WriteLastChunkAsync() : connection.WriteContentAsync(default, FramingKind.Length);
    }
}
