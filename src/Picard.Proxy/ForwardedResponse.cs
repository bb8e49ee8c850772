using Picard.Proxy;

namespace Picard;

/// <summary>A response of an upstream server on its way to the client, as a proxy's methods see and change it. Valid during the method.</summary>
public readonly struct ForwardedResponse
{
    private readonly Forwarder _forwarder;

    internal ForwardedResponse(Forwarder forwarder) => _forwarder = forwarder;

    /// <summary>The head as received.</summary>
    public ResponseHead Head => _forwarder.Response.Head;

    /// <summary>The status.</summary>
    public StatusCode Status => _forwarder.Response.Status;

    /// <summary>What is changed of the fields.</summary>
    public FieldChanges Fields => _forwarder.ResponseChanges;

    /// <summary>The head of the request, as received.</summary>
    public RequestHead Request => _forwarder.Exchange.Head;

    /// <summary>Cancelled when the client is gone.</summary>
    public CancellationToken Aborted => _forwarder.Exchange.Aborted;

    /// <summary>Has the content pass something that changes it, such as a content coding, on its way to the client. Its length is not known any more then, and a strong ETag, Content-Encoding and what else describes the content is for the caller to change.</summary>
    /// <param name="transform">What changes it; it is used for this response alone, and released when that has ended.</param>
    /// <exception cref="InvalidOperationException">The response has no content, or is changed already.</exception>
    public void Transform(ContentTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        if (!Status.AllowsContent || Head.ContentLength is 0 || _forwarder.Exchange.Method == Method.Head)
        {
            throw new InvalidOperationException("This response has no content to change (RFC 9110 §6.4.1).");
        }

        _forwarder.Exchange.SetForwardedTransform(transform);
    }
}
