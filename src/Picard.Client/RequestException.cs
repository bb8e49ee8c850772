namespace Picard;

/// <summary>A request got no whole response. The caller's own cancellation is an <see cref="OperationCanceledException"/> instead, with the caller's token.</summary>
public sealed class RequestException : IOException
{
    /// <summary>Makes the exception for one fault.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="authority">Whom the request was for, as host and port.</param>
    /// <param name="message">One sentence for people.</param>
    /// <param name="innerException">What lies beneath, if anything does.</param>
    public RequestException(RequestFault fault, string authority, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Fault = fault;
        Authority = authority;
    }

    /// <summary>Why.</summary>
    public RequestFault Fault { get; }

    /// <summary>Whom the request was for, as host and port.</summary>
    public string Authority { get; }

    /// <summary>Whether the server cannot have acted on the request, so that any request may be sent again: nothing of it was sent.</summary>
    public bool IsRetryable => Fault is RequestFault.Resolve or RequestFault.ResolveTimeout or RequestFault.Connect or RequestFault.ConnectTimeout
        or RequestFault.Tls or RequestFault.TlsTimeout or RequestFault.Proxy or RequestFault.PoolFull or RequestFault.PoolTimeout;

    /// <summary>Whether the connection was lost before the first octet of a response.</summary>
    internal bool IsUnanswered { get; init; }
}
