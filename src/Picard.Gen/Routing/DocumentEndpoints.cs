using System.Security.Cryptography;

namespace Picard.Gen;

/// <summary>One endpoint that answers with a document which never changes, and with 304 to a client that has it.</summary>
public sealed class DocumentEndpoints : HandlerEndpoints
{
    private readonly string _name;
    private readonly Response _response;

    /// <summary>Keeps a document.</summary>
    /// <param name="name">What logs call the endpoint.</param>
    /// <param name="content">The document, which is copied.</param>
    /// <param name="contentType">Its media type.</param>
    public DocumentEndpoints(string name, ReadOnlySpan<byte> content, string contentType)
    {
        _name = name;
        _response = new Response(StatusCode.Ok)
        {
            Content = content.ToArray(),
            ContentType = contentType,
            ETag = EntityTag.Strong(Convert.ToHexString(SHA256.HashData(content).AsSpan(0, 16))),
        };
    }

    /// <inheritdoc/>
    public override ExchangeStep Invoke(int endpoint, Exchange exchange)
    {
        exchange.EndpointName = _name;
        return exchange.Respond(_response);
    }
}
