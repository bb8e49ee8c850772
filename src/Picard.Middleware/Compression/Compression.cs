using Picard.Http;

namespace Picard;

/// <summary>Compresses the content of responses with Brotli or gzip, for the clients that accept it (RFC 9110 §12.5.3).</summary>
/// <remarks>
/// <para>A response is compressed where its media type is on the list, it is not known to be short, and it is not encoded yet: one with Content-Encoding or Content-Range, and one whose
/// Cache-Control says <c>no-transform</c>, is left alone. Streams are compressed as they go, and each flush reaches the client at once. Every response that would be compressed for another
/// client says <c>Vary: Accept-Encoding</c>. A strong entity tag becomes weak, because the octets are not those it names (RFC 9110 §8.8.1).</para>
/// <para>A response that holds both a secret and what a client has sent tells the secret by its length, to who can make the client ask often and can see how long the answers are (the attack
/// called BREACH); encryption does not help. Whether it came over TLS is mostly not known here, so that is no reason to do otherwise: give such a response <c>Cache-Control: no-transform</c>.</para>
/// </remarks>
[Middleware]
public sealed partial class Compression
{
    private readonly CompressionChoice _choice;

    /// <summary>Compresses as the options say.</summary>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Compression(CompressionOptions? options = null) => _choice = CompressionChoice.Of(options);

    [OnResponse]
    private void Begin(OutgoingResponse response)
    {
        if (!_choice.Covers(response))
        {
            return;
        }

        if (!response.HasElement("Vary", "Accept-Encoding") && !response.HasElement("Vary", "*"))
        {
            response.Fields.Add(KnownField.Vary, "Accept-Encoding");
        }

        if (_choice.Negotiate(response.Request.Fields) is not { } coding)
        {
            return;
        }

        if (response.Status == StatusCode.NotModified)
        {
            // RFC 9110 §15.4.5: the tag is that of the 200.
            Weaken(response);
        }
        else if (_choice.Rent(coding) is { } encoder)
        {
            Apply(response, encoder);
            response.Fields.Set(KnownField.ContentEncoding, coding == ContentCoding.Brotli ? "br" : "gzip");
            Weaken(response);
        }
    }

    private static void Apply(OutgoingResponse response, ContentTransform encoder)
    {
        try
        {
            response.Transform(encoder);
        }
        catch (InvalidOperationException)
        {
            // Another middleware has a transform, which is a defect of the application; the encoder is not to be lost by it.
            encoder.Release();
            throw;
        }
    }

    private static void Weaken(OutgoingResponse response)
    {
        if (response["ETag"] is { } tag && tag.StartsWith('"'))
        {
            response.Fields.Set(KnownField.ETag, "W/" + tag);
        }
    }
}
