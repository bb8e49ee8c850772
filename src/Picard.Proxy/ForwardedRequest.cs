using System.Net;
using Picard.Proxy;

namespace Picard;

/// <summary>A request on its way to an upstream server, as a proxy's methods see and change it. Valid during the method.</summary>
public readonly struct ForwardedRequest
{
    private readonly Forwarder _forwarder;

    internal ForwardedRequest(Forwarder forwarder) => _forwarder = forwarder;

    /// <summary>The head as received.</summary>
    public RequestHead Head => _forwarder.Exchange.Head;

    /// <summary>The method.</summary>
    public Method Method => _forwarder.Exchange.Method;

    /// <summary>What is changed of the fields. What belongs to each of the two connections is not there (RFC 9110 §7.6.1).</summary>
    public FieldChanges Fields => _forwarder.RequestChanges;

    /// <summary>The address of the client, or of the proxy before this one; null if it has none.</summary>
    public EndPoint? RemoteEndPoint => _forwarder.Exchange.RemoteEndPoint;

    /// <summary>The target that is sent in place of the one received or rewritten; null: that one.</summary>
    /// <exception cref="ArgumentException">It does not begin with a slash, or has whitespace or anything else that is not visible ASCII (RFC 9112 §3.2).</exception>
    public string? Target
    {
        get => _forwarder.Target;
        set => _forwarder.Target = value is null or ['/', ..] && (value is null || value.AsSpan().IndexOfAnyExceptInRange('\x21', '\x7E') < 0)
            ? value
            : throw new ArgumentException("A target begins with a slash and is visible ASCII without whitespace (RFC 9112 §3.2).", nameof(value));
    }

    /// <summary>Cancelled when the client is gone.</summary>
    public CancellationToken Aborted => _forwarder.Exchange.Aborted;

    /// <summary>Answers in place of an upstream server: nothing is forwarded.</summary>
    /// <param name="response">The response.</param>
    public void Respond(Response response)
    {
        ArgumentNullException.ThrowIfNull(response);
        _ = _forwarder.Exchange.Respond(response);
    }

    /// <summary>Answers with a status in place of an upstream server: nothing is forwarded.</summary>
    /// <param name="status">A final status.</param>
    /// <exception cref="InvalidOperationException">The status is informational (1xx).</exception>
    public void Respond(StatusCode status) => _ = _forwarder.Exchange.Respond(status);

    /// <summary>Answers with a problem in place of an upstream server: nothing is forwarded.</summary>
    /// <param name="problem">What is wrong with the request.</param>
    public void Respond(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        _ = _forwarder.Exchange.Respond(problem);
    }
}
