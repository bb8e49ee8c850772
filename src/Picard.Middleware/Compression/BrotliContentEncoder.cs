using System.Buffers;
using System.Diagnostics;
using System.IO.Compression;

namespace Picard;

/// <summary>Brotli (RFC 7932).</summary>
internal sealed class BrotliContentEncoder(EncoderPool pool, CompressionLevel level) : ContentEncoder(pool)
{
    // Limit: 2^18 octets of window. The library's default of 4 MiB would be paid for each client that reads slowly, and few responses repeat what is further back.
    private const int WindowBits = 18;

    private const int RoomBytes = 4 * 1024;

    private readonly int _quality = level switch
    {
        CompressionLevel.Fastest => 1,
        CompressionLevel.SmallestSize => 11,
        _ => 4, // as dense as gzip at its best, and faster
    };

    private BrotliEncoder _encoder;
    private bool _isOpen;

    /// <inheritdoc/>
    public override ContentCoding Coding => ContentCoding.Brotli;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> content, IBufferWriter<byte> output) => Compress(content, output, isFinalBlock: false);

    /// <inheritdoc/>
    public override void Flush(IBufferWriter<byte> output)
    {
        Open();
        OperationStatus status;
        do
        {
            status = _encoder.Flush(output.GetSpan(RoomBytes), out var written);
            output.Advance(written);
        }
        while (status == OperationStatus.DestinationTooSmall);
        Debug.Assert(status == OperationStatus.Done, "A flush fails only for want of room.");
    }

    /// <inheritdoc/>
    protected override void End(IBufferWriter<byte> output) => Compress(default, output, isFinalBlock: true);

    /// <inheritdoc/>
    protected override void Free()
    {
        if (_isOpen)
        {
            _isOpen = false;
            _encoder.Dispose();
            _encoder = default;
        }
    }

    private void Compress(ReadOnlySpan<byte> content, IBufferWriter<byte> output, bool isFinalBlock)
    {
        Open();
        OperationStatus status;
        do
        {
            status = _encoder.Compress(content, output.GetSpan(RoomBytes), out var consumed, out var written, isFinalBlock);
            output.Advance(written);
            content = content[consumed..];
        }
        while (status == OperationStatus.DestinationTooSmall || !content.IsEmpty);
        Debug.Assert(status == OperationStatus.Done, "The encoder takes any octets.");
    }

    private void Open()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            _encoder = new BrotliEncoder(_quality, WindowBits);
        }
    }
}
