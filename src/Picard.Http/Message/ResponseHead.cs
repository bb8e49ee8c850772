using Picard.Http;

namespace Picard;

/// <summary>The head of a response.</summary>
/// <remarks>A view without copies: valid until the exchange ends.</remarks>
public readonly ref struct ResponseHead
{
    private readonly ParsedResponse _response;

    internal ResponseHead(ParsedResponse response) => _response = response;

    /// <summary>The status code.</summary>
    public StatusCode Status => _response.Status;

    /// <summary>The reason phrase as received; it means nothing (RFC 9112 §4).</summary>
    public ReadOnlySpan<byte> ReasonPhrase => _response.ReasonPhrase;

    /// <summary>The version the server speaks.</summary>
    public ProtocolVersion Version => _response.Version;

    /// <summary>The field lines as received.</summary>
    public FieldSection Fields => _response.Fields;

    /// <summary>The length in Content-Length, or null. To HEAD and in 304 it is the length that GET would have had.</summary>
    public long? ContentLength => _response.ContentLength;
}
