using System.Buffers;
using System.Diagnostics;

namespace Picard.Http;

/// <summary>Writes the chunked transfer coding (RFC 9112 §7.1). No chunk of length zero is ever written but the last.</summary>
public static class ChunkedEncoder
{
    /// <summary>The most octets a chunk's size line takes: 16 digits and CRLF.</summary>
    public const int MaxSizeLineBytes = 18;

    /// <summary>The CRLF that ends a chunk's data.</summary>
    public static ReadOnlySpan<byte> ChunkEnd => "\r\n"u8;

    /// <summary>The last chunk without trailers: what ends the content.</summary>
    public static ReadOnlySpan<byte> LastChunk => "0\r\n\r\n"u8;

    /// <summary>The last chunk's size line; trailer lines and an empty line (<see cref="HeadWriter"/>) must follow.</summary>
    public static ReadOnlySpan<byte> LastChunkBeforeTrailers => "0\r\n"u8;

    /// <summary>Writes one chunk; nothing at all if <paramref name="content"/> is empty, since that would end the content.</summary>
    public static void WriteChunk(IBufferWriter<byte> output, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (content.IsEmpty)
        {
            return;
        }

        var span = output.GetSpan(MaxSizeLineBytes);
        output.Advance(WriteSizeLine(span, content.Length));
        output.Write(content);
        output.Write(ChunkEnd);
    }

    /// <summary>Writes the last chunk without trailers.</summary>
    public static void WriteLastChunk(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(LastChunk);
    }

    /// <summary>Writes the size line of a chunk whose data the caller writes, followed by <see cref="ChunkEnd"/>.</summary>
    /// <param name="destination">At least <see cref="MaxSizeLineBytes"/>.</param>
    /// <param name="chunkBytes">The octets of data; not 0, since that would end the content.</param>
    /// <returns>The octets written.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="chunkBytes"/> is 0 or negative.</exception>
    public static int WriteSizeLine(Span<byte> destination, long chunkBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunkBytes);
        var isWritten = chunkBytes.TryFormat(destination, out var digits, "x", null);
        Debug.Assert(isWritten);
        "\r\n"u8.CopyTo(destination[digits..]);
        return digits + 2;
    }
}
