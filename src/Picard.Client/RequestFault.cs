namespace Picard;

/// <summary>Why a request got no whole response. Each phase of a request has a fault of its own, and each of its time limits another.</summary>
public enum RequestFault
{
    /// <summary>The name of the host has no address, or cannot be resolved.</summary>
    Resolve,

    /// <summary>Resolving the name took longer than <see cref="ClientOptions.ConnectTimeout"/>.</summary>
    ResolveTimeout,

    /// <summary>No address of the host took the connection.</summary>
    Connect,

    /// <summary>Connecting took longer than <see cref="ClientOptions.ConnectTimeout"/>, or the proxy took as long to answer.</summary>
    ConnectTimeout,

    /// <summary>The TLS handshake failed: the certificate is not trusted or not the host's, or there is no protocol in common.</summary>
    Tls,

    /// <summary>The TLS handshake took longer than <see cref="ClientOptions.ConnectTimeout"/>.</summary>
    TlsTimeout,

    /// <summary>The proxy refused to connect to the host, or is none.</summary>
    Proxy,

    /// <summary>Every connection is in use, and as many requests wait already as may (<see cref="ClientOptions.MaxQueuedRequests"/>).</summary>
    PoolFull,

    /// <summary>No connection became free within <see cref="ClientOptions.PoolTimeout"/>.</summary>
    PoolTimeout,

    /// <summary>The head of the response did not come within <see cref="ClientOptions.FirstByteTimeout"/>.</summary>
    FirstByteTimeout,

    /// <summary>Content stopped for <see cref="ClientOptions.ContentIdleTimeout"/>: that of the response, or that of the request at a server that takes no more.</summary>
    ContentTimeout,

    /// <summary>The whole took longer than the request's total time.</summary>
    TotalTimeout,

    /// <summary>The connection was lost before the head of the response.</summary>
    ConnectionLost,

    /// <summary>The response ended before its last octet (RFC 9112 §8).</summary>
    Truncated,

    /// <summary>The response breaks HTTP; the message names the rule.</summary>
    Violation,

    /// <summary>The head or the content of the response is longer than is accepted.</summary>
    ResponseTooLarge,

    /// <summary>The content of the response is not what was asked for, such as JSON of another shape.</summary>
    Content,

    /// <summary>There were more redirects than are followed, or one leads nowhere.</summary>
    Redirect,

    /// <summary>The handler of the response has ended the exchange, by <see cref="Upstream.Abort"/> or <see cref="Flow.Closed"/>.</summary>
    Aborted,
}
