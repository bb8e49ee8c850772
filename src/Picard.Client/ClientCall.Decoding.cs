using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Picard.Http;

namespace Picard.Client;

// Content codings: asked for by the client, and undone before anybody sees the content. A caller who asks for them has them as they come.
[SuppressMessage("Design", "CA1001", Justification = "What is decoded ends with its exchange, and the call is used again.")]
public sealed partial class ClientCall
{
    private bool _asksForCodings;
    private DecodedContent? _decoded;

    /// <summary>Whether the content is another than that which Content-Length and Content-Encoding describe.</summary>
    internal bool IsDecoded => _decoded is not null;

    private void WriteAcceptEncoding(ref HeadWriter writer)
    {
        // RFC 9110 §14.1.2: a range is one of the coded content, which cannot be decoded by itself.
        var own = _head.Span[.._ownFieldsEnd];
        _asksForCodings = !HeadLines.Has(own, "Accept-Encoding") && !HeadLines.Has(own, "Range");
        if (_asksForCodings)
        {
            writer.WriteOctets(_client.AcceptEncodingLine);
        }
    }

    private void BeginDecoding()
    {
        var response = Connection.Response;
        if (_asksForCodings && response.Status != StatusCode.PartialContent && response.Fields.CountOf(KnownField.ContentEncoding) == 1
            && response.Fields.TryGet(KnownField.ContentEncoding, out var name) && CodingOf(name) is var coding && (coding & _client.Options.Decompression) != 0)
        {
            _decoded = new DecodedContent(Connection, coding);
        }
    }

    private void EndDecoding()
    {
        _decoded?.Dispose();
        _decoded = null;
    }

    /// <summary>Waits for the next octets of the content.</summary>
    private ValueTask<ReadOnlySequence<byte>> ReadPieceAsync() => _decoded is { } decoded ? decoded.ReadAsync() : Connection.ReadContentAsync();

    // RFC 9110 §8.4.1: names are compared without case, and x-gzip is gzip. Several codings one over the other are nobody's practice, and left to the caller.
    private static ContentCodings CodingOf(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "gzip"u8) || Ascii.EqualsIgnoreCase(name, "x-gzip"u8) ? ContentCodings.Gzip
        : Ascii.EqualsIgnoreCase(name, "br"u8) ? ContentCodings.Brotli
        : Ascii.EqualsIgnoreCase(name, "deflate"u8) ? ContentCodings.Deflate
        : ContentCodings.None;
}
