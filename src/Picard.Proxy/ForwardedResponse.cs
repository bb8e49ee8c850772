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
}
