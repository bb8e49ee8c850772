using Picard.Http;

namespace Picard;

/// <summary>The head of a request: what the client asks for, before any content.</summary>
/// <remarks>A view without copies: valid until the exchange ends.</remarks>
public readonly ref struct RequestHead
{
    private readonly ParsedRequest _request;

    internal RequestHead(ParsedRequest request) => _request = request;

    /// <summary>The method.</summary>
    public Method Method => _request.Method;

    /// <summary>The request target.</summary>
    public RequestTarget Target => new(_request);

    /// <summary>The version the client speaks.</summary>
    public ProtocolVersion Version => _request.Version;

    /// <summary>The field lines as received.</summary>
    public FieldSection Fields => _request.Fields;

    /// <summary>The length of the content if the client said it; null for chunked content and for none.</summary>
    public long? ContentLength => _request.ContentLength;

    /// <summary>
    /// Host and optional port the request is for: the target's authority in absolute-form and authority-form, which overrules Host
    /// (RFC 9112 §3.2.2), else the Host field. Empty for HTTP/1.0 without one.
    /// </summary>
    public ReadOnlySpan<byte> Host => _request.Host;
}
