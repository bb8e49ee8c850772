using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace Picard;

/// <summary>gzip (RFC 1952), by the platform's stream, which needs a stream to write to.</summary>
/// <remarks>zlib's window is 32 KiB, and its whole state 256 KiB.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The stream that is its own holds nothing.")]
internal sealed class GzipContentEncoder(EncoderPool pool, CompressionLevel level) : ContentEncoder(pool)
{
    private readonly OutputStream _output = new();
    private GZipStream? _encoder;

    /// <inheritdoc/>
    public override ContentCoding Coding => ContentCoding.Gzip;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> content, IBufferWriter<byte> output) => Open(output).Write(content);

    /// <inheritdoc/>
    public override void Flush(IBufferWriter<byte> output) => Open(output).Flush();

    /// <inheritdoc/>
    protected override void End(IBufferWriter<byte> output)
    {
        var encoder = Open(output);

        // Without content the stream would write nothing at all, which is no gzip.
        encoder.Flush();
        encoder.Dispose();
        _encoder = null;
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        // Whatever it writes at its end goes nowhere.
        _output.Output = null;
        _encoder?.Dispose();
        _encoder = null;
    }

    private GZipStream Open(IBufferWriter<byte> output)
    {
        _output.Output = output;
        return _encoder ??= new GZipStream(_output, level, leaveOpen: true);
    }

    /// <summary>Passes on what the encoder writes.</summary>
    private sealed class OutputStream : Stream
    {
        public IBufferWriter<byte>? Output { get; set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Output?.Write(buffer);

        public override void Write(byte[] buffer, int offset, int count) => Output?.Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
