using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using System.Text.Unicode;
using Picard.Http;

namespace Picard.Gen;

/// <summary>The content of one response as it is written piece by piece, in the framing that its head has announced.</summary>
/// <remarks>
/// Small writes gather in one chunk, whose size is filled in when it is sealed: before a flush, or when its memory is full.
/// Invariant: between two calls at most one chunk is open, and its octets are not in the output yet.
/// </remarks>
internal sealed class ResponseContent
{
    /// <summary>Limit: of what waits in memory for a client. A write beyond it is refused; so it bounds what an exchange costs, whatever the handler does.</summary>
    public const int HighWatermarkBytes = 64 * 1024;

    /// <summary>From here on a write is answered with <see cref="Flow.Paused"/>, so that one more of <see cref="MaxWriteBytes"/> still has room.</summary>
    public const int LowWatermarkBytes = 32 * 1024;

    /// <summary>Limit: of one write that is copied.</summary>
    public const int MaxWriteBytes = HighWatermarkBytes - LowWatermarkBytes;

    // "ffff" and CRLF; a chunk is never larger than its memory, and that is never taken to be larger than this.
    private const int SizeLineBytes = 6;
    private const int MaxChunkBytes = 0xFFFF;

    // Less room than this is not worth a chunk of its own.
    private const int MinChunkMemoryBytes = 64;

    private PipeWriter? _output;
    private Memory<byte> _chunk;
    private int _chunkBytes;
    private long _remainingBytes;
    private Framing _framing;
    private bool _hasLength;
    private ContentFilter? _filter;
    private Raw? _raw;
    private volatile bool _isLent;
    private bool _isLentChunk;
    private long _takenBytes;

    /// <summary>How the end of the content is told.</summary>
    public enum Framing
    {
        /// <summary>No content is sent: HEAD, 204, 304.</summary>
        None,
        Length,
        Chunked,

        /// <summary>By the end of the connection: HTTP/1.0 without a length.</summary>
        Close,
    }

    /// <summary>Octets of content so far.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>Octets of content so far as the client gets them: after a transform, without what a transfer coding adds.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Whether middleware sees or changes the content, which then is copied.</summary>
    public bool IsFiltered { get; private set; }

    /// <summary>Octets that wait in memory for the client.</summary>
    /// <remarks>What a transform has taken counts as it was written, until the next flush: however small it becomes, a handler stops as it would without one, so that neither the turn of a loop nor what waits for a flush has no end.</remarks>
    public long PendingBytes => Math.Max(_output!.UnflushedBytes + _chunkBytes, _takenBytes);

    /// <summary>Whether more may be written at once.</summary>
    public Flow Flow => PendingBytes >= LowWatermarkBytes ? Flow.Paused : Flow.Ready;

    /// <summary>Whether octets of the handler's own memory are on their way: nothing may be written meanwhile. May be asked on any thread.</summary>
    public bool IsLent => _isLent;

    /// <param name="output">Where it goes.</param>
    /// <param name="framing">How its end is told.</param>
    /// <param name="lengthBytes">What was announced of it; null: nothing.</param>
    public void Begin(PipeWriter output, Framing framing, long? lengthBytes)
    {
        _output = output;
        _framing = framing;
        _remainingBytes = lengthBytes ?? long.MaxValue;
        _hasLength = lengthBytes is not null && framing != Framing.None;
        WrittenBytes = 0;
        SentBytes = 0;
        _takenBytes = 0;
        Debug.Assert(_chunkBytes == 0 && !_isLent, "The exchange before this one has ended.");
    }

    /// <summary>From now on content passes middleware.</summary>
    public void BeginFilter(Exchange exchange, ContentTransform? transform)
    {
        _filter ??= new ContentFilter();
        _raw ??= new Raw(this);
        _filter.Begin(exchange, transform);
        IsFiltered = true;
    }

    /// <summary>Room for a piece that is written in place; <see cref="Advance"/> says how much of it was.</summary>
    public Span<byte> GetSpan(int bytes) => GetMemory(bytes).Span;

    /// <inheritdoc cref="GetSpan"/>
    public Memory<byte> GetMemory(int bytes) => IsFiltered ? _filter!.GetMemory(bytes) : GetRawMemory(bytes);

    private Memory<byte> GetRawMemory(int bytes)
    {
        if (_framing != Framing.Chunked)
        {
            return _output!.GetMemory(bytes);
        }

        if (_chunk.Length - SizeLineBytes - _chunkBytes - 2 < bytes)
        {
            SealChunk();
            var memory = _output!.GetMemory(Math.Max(bytes + SizeLineBytes + 2, MinChunkMemoryBytes));
            _chunk = memory.Length > MaxChunkBytes ? memory[..MaxChunkBytes] : memory;
        }

        return _chunk[(SizeLineBytes + _chunkBytes)..^2];
    }

    public void Advance(int bytes)
    {
        Count(bytes);
        if (IsFiltered)
        {
            _takenBytes += bytes;
            _filter!.Pass(bytes, _raw!);
        }
        else
        {
            AdvanceRaw(bytes);
        }
    }

    private void AdvanceRaw(int bytes)
    {
        SentBytes += bytes;
        if (_framing == Framing.Chunked)
        {
            _chunkBytes += bytes;
        }
        else
        {
            _output!.Advance(bytes);
        }
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        CheckRoom(octets.Length);
        while (!octets.IsEmpty)
        {
            var room = GetSpan(1);
            var length = Math.Min(room.Length, octets.Length);
            octets[..length].CopyTo(room);
            Advance(length);
            octets = octets[length..];
        }
    }

    /// <summary>Writes as many octets as one write takes, if there is room for them.</summary>
    /// <returns>The rest.</returns>
    public ReadOnlyMemory<byte> WriteSome(ReadOnlyMemory<byte> octets)
    {
        CheckLength(octets.Length);
        var length = Math.Min(octets.Length, MaxWriteBytes);
        if (PendingBytes + length > HighWatermarkBytes)
        {
            return octets;
        }

        Write(octets.Span[..length]);
        return octets[length..];
    }

    public void Write(ReadOnlySequence<byte> octets)
    {
        CheckRoom(octets.Length);
        foreach (var segment in octets)
        {
            Write(segment.Span);
        }
    }

    /// <summary>Writes text as UTF-8; what is no text in it becomes U+FFFD.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        const int MostBytesPerCharacter = 3;
        CheckRoom(Encoding.UTF8.GetByteCount(text));
        while (!text.IsEmpty)
        {
            var room = GetSpan(MostBytesPerCharacter + 1);
            _ = Utf8.FromUtf16(text, room, out var read, out var written, replaceInvalidSequences: true, isFinalBlock: true);
            Advance(written);
            text = text[read..];
        }
    }

    /// <summary>The caller sends octets from memory of its own; <see cref="EndLent"/> follows them.</summary>
    public void BeginLent(int bytes)
    {
        CheckNotLent();
        CheckLength(bytes);
        Seal();
        Count(bytes);
        SentBytes += bytes;
        if (_framing == Framing.Chunked && bytes > 0)
        {
            _output!.Advance(ChunkedEncoder.WriteSizeLine(_output.GetSpan(ChunkedEncoder.MaxSizeLineBytes), bytes));
        }

        _isLentChunk = _framing == Framing.Chunked && bytes > 0;
        _isLent = true;
    }

    public void EndLent()
    {
        if (_isLentChunk)
        {
            _output!.Write(ChunkedEncoder.ChunkEnd);
        }

        _isLent = false;
    }

    /// <summary>The peer is gone: what was not sent never will be.</summary>
    public void DropLent() => _isLent = false;

    /// <summary>Hands the open chunk to the output.</summary>
    public void Seal()
    {
        if (IsFiltered)
        {
            _takenBytes = 0;
            _filter!.Flush(_raw!);
        }

        SealChunk();
    }

    private void SealChunk()
    {
        if (_chunkBytes == 0)
        {
            // Memory that was granted and not used is the output's again with the next grant.
            _chunk = default;
            return;
        }

        Span<byte> sizeLine = stackalloc byte[ChunkedEncoder.MaxSizeLineBytes];
        sizeLine = sizeLine[..ChunkedEncoder.WriteSizeLine(sizeLine, _chunkBytes)];
        var chunk = _chunk.Span;
        if (sizeLine.Length < SizeLineBytes)
        {
            // No leading zeros: to move less than 4 KiB costs less than what some peer makes of them.
            chunk.Slice(SizeLineBytes, _chunkBytes).CopyTo(chunk[sizeLine.Length..]);
        }

        sizeLine.CopyTo(chunk);
        ChunkedEncoder.ChunkEnd.CopyTo(chunk[(sizeLine.Length + _chunkBytes)..]);
        _output!.Advance(sizeLine.Length + _chunkBytes + 2);
        _chunk = default;
        _chunkBytes = 0;
    }

    /// <summary>Ends the content.</summary>
    /// <exception cref="InvalidOperationException">Less was written than Content-Length has announced.</exception>
    public void Complete(ResponseFields? trailers)
    {
        CheckNotLent();
        if (_hasLength && _remainingBytes > 0)
        {
            throw new InvalidOperationException(
                $"The response has announced {WrittenBytes + _remainingBytes} octets of content and got {WrittenBytes}: it is complete only with all of them (RFC 9110 §8.6).");
        }

        if (IsFiltered)
        {
            _filter!.Complete(_raw!);
        }

        SealChunk();
        if (_framing != Framing.Chunked)
        {
            return;
        }

        if (trailers is null || trailers.Count == 0)
        {
            _output!.Write(ChunkedEncoder.LastChunk);
            return;
        }

        var writer = new HeadWriter(_output!);
        writer.WriteOctets(ChunkedEncoder.LastChunkBeforeTrailers);
        for (var i = 0; i < trailers.Count; i++)
        {
            writer.WriteField(trailers[i].Name, trailers[i].Value);
        }

        writer.Complete();
    }

    /// <summary>Forgets what is not in the output yet.</summary>
    public void End()
    {
        _output = null;
        _chunk = default;
        _chunkBytes = 0;
        _framing = Framing.None;
        if (IsFiltered)
        {
            IsFiltered = false;
            _filter!.End();
        }
    }

    /// <summary>Whether a write may be accepted.</summary>
    /// <exception cref="ArgumentException">One write is larger than is copied at once.</exception>
    /// <exception cref="InvalidOperationException">The handler writes on although it was told to stop, or more than it has announced.</exception>
    public void CheckRoom(long bytes)
    {
        CheckNotLent();
        if (bytes > MaxWriteBytes)
        {
            throw new ArgumentException(
                $"One write takes at most {MaxWriteBytes:N0} octets, not {bytes:N0}: they are copied, and may have to wait. Await WriteAsync, which sends from your memory.");
        }

        if (PendingBytes + bytes > HighWatermarkBytes)
        {
            throw new InvalidOperationException(
                $"A write returned Flow.Paused and the handler wrote on, until {HighWatermarkBytes:N0} octets waited for the client: wait for the resume event.");
        }

        CheckLength(bytes);
    }

    private void CheckNotLent()
    {
        if (_isLent)
        {
            throw new InvalidOperationException("A WriteAsync of this exchange has not ended: await it before you write again, or complete the response.");
        }
    }

    private void CheckLength(long bytes)
    {
        if (bytes > _remainingBytes)
        {
            throw new InvalidOperationException(
                $"The response has announced {WrittenBytes + _remainingBytes} octets of content, and the handler writes {WrittenBytes + bytes} (RFC 9110 §8.6).");
        }
    }

    private void Count(int bytes)
    {
        _remainingBytes -= bytes;
        WrittenBytes += bytes;
    }

    /// <summary>The content behind what it passes.</summary>
    private sealed class Raw(ResponseContent content) : IBufferWriter<byte>
    {
        public void Advance(int count) => content.AdvanceRaw(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => content.GetRawMemory(Math.Max(1, sizeHint));

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
