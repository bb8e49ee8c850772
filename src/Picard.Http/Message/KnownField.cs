namespace Picard;

/// <summary>Field names that are found by number instead of by text. Any other name is just as valid and has <see cref="None"/>.</summary>
/// <remarks>Names and octets are in <see cref="Picard.Http.KnownFields"/>.</remarks>
public enum KnownField : byte
{
    /// <summary>A name that is not in this list.</summary>
    None,

    /// <summary><c>Accept</c>.</summary>
    Accept,

    /// <summary><c>Accept-Charset</c>.</summary>
    AcceptCharset,

    /// <summary><c>Accept-Encoding</c>.</summary>
    AcceptEncoding,

    /// <summary><c>Accept-Language</c>.</summary>
    AcceptLanguage,

    /// <summary><c>Accept-Ranges</c>.</summary>
    AcceptRanges,

    /// <summary><c>Access-Control-Allow-Credentials</c>.</summary>
    AccessControlAllowCredentials,

    /// <summary><c>Access-Control-Allow-Headers</c>.</summary>
    AccessControlAllowHeaders,

    /// <summary><c>Access-Control-Allow-Methods</c>.</summary>
    AccessControlAllowMethods,

    /// <summary><c>Access-Control-Allow-Origin</c>.</summary>
    AccessControlAllowOrigin,

    /// <summary><c>Access-Control-Expose-Headers</c>.</summary>
    AccessControlExposeHeaders,

    /// <summary><c>Access-Control-Max-Age</c>.</summary>
    AccessControlMaxAge,

    /// <summary><c>Access-Control-Request-Headers</c>.</summary>
    AccessControlRequestHeaders,

    /// <summary><c>Access-Control-Request-Method</c>.</summary>
    AccessControlRequestMethod,

    /// <summary><c>Age</c>.</summary>
    Age,

    /// <summary><c>Allow</c>.</summary>
    Allow,

    /// <summary><c>Alt-Svc</c>.</summary>
    AltSvc,

    /// <summary><c>Authentication-Info</c>.</summary>
    AuthenticationInfo,

    /// <summary><c>Authorization</c>.</summary>
    Authorization,

    /// <summary><c>Baggage</c>.</summary>
    Baggage,

    /// <summary><c>Cache-Control</c>.</summary>
    CacheControl,

    /// <summary><c>Connection</c>.</summary>
    Connection,

    /// <summary><c>Content-Disposition</c>.</summary>
    ContentDisposition,

    /// <summary><c>Content-Encoding</c>.</summary>
    ContentEncoding,

    /// <summary><c>Content-Language</c>.</summary>
    ContentLanguage,

    /// <summary><c>Content-Length</c>.</summary>
    ContentLength,

    /// <summary><c>Content-Location</c>.</summary>
    ContentLocation,

    /// <summary><c>Content-Range</c>.</summary>
    ContentRange,

    /// <summary><c>Content-Security-Policy</c>.</summary>
    ContentSecurityPolicy,

    /// <summary><c>Content-Type</c>.</summary>
    ContentType,

    /// <summary><c>Cookie</c>.</summary>
    Cookie,

    /// <summary><c>Date</c>.</summary>
    Date,

    /// <summary><c>Early-Data</c>.</summary>
    EarlyData,

    /// <summary><c>ETag</c>.</summary>
    ETag,

    /// <summary><c>Expect</c>.</summary>
    Expect,

    /// <summary><c>Expires</c>.</summary>
    Expires,

    /// <summary><c>Forwarded</c>.</summary>
    Forwarded,

    /// <summary><c>From</c>.</summary>
    From,

    /// <summary><c>Host</c>.</summary>
    Host,

    /// <summary><c>If-Match</c>.</summary>
    IfMatch,

    /// <summary><c>If-Modified-Since</c>.</summary>
    IfModifiedSince,

    /// <summary><c>If-None-Match</c>.</summary>
    IfNoneMatch,

    /// <summary><c>If-Range</c>.</summary>
    IfRange,

    /// <summary><c>If-Unmodified-Since</c>.</summary>
    IfUnmodifiedSince,

    /// <summary><c>Keep-Alive</c>.</summary>
    KeepAlive,

    /// <summary><c>Last-Modified</c>.</summary>
    LastModified,

    /// <summary><c>Link</c>.</summary>
    Link,

    /// <summary><c>Location</c>.</summary>
    Location,

    /// <summary><c>Max-Forwards</c>.</summary>
    MaxForwards,

    /// <summary><c>Origin</c>.</summary>
    Origin,

    /// <summary><c>Pragma</c>.</summary>
    Pragma,

    /// <summary><c>Priority</c>.</summary>
    Priority,

    /// <summary><c>Proxy-Authenticate</c>.</summary>
    ProxyAuthenticate,

    /// <summary><c>Proxy-Authentication-Info</c>.</summary>
    ProxyAuthenticationInfo,

    /// <summary><c>Proxy-Authorization</c>.</summary>
    ProxyAuthorization,

    /// <summary><c>Proxy-Connection</c>.</summary>
    ProxyConnection,

    /// <summary><c>Range</c>.</summary>
    Range,

    /// <summary><c>Referer</c>.</summary>
    Referer,

    /// <summary><c>Referrer-Policy</c>.</summary>
    ReferrerPolicy,

    /// <summary><c>Retry-After</c>.</summary>
    RetryAfter,

    /// <summary><c>Sec-CH-UA</c>.</summary>
    SecChUa,

    /// <summary><c>Sec-CH-UA-Mobile</c>.</summary>
    SecChUaMobile,

    /// <summary><c>Sec-CH-UA-Platform</c>.</summary>
    SecChUaPlatform,

    /// <summary><c>Sec-Fetch-Dest</c>.</summary>
    SecFetchDest,

    /// <summary><c>Sec-Fetch-Mode</c>.</summary>
    SecFetchMode,

    /// <summary><c>Sec-Fetch-Site</c>.</summary>
    SecFetchSite,

    /// <summary><c>Sec-Fetch-User</c>.</summary>
    SecFetchUser,

    /// <summary><c>Sec-WebSocket-Accept</c>.</summary>
    SecWebSocketAccept,

    /// <summary><c>Sec-WebSocket-Extensions</c>.</summary>
    SecWebSocketExtensions,

    /// <summary><c>Sec-WebSocket-Key</c>.</summary>
    SecWebSocketKey,

    /// <summary><c>Sec-WebSocket-Protocol</c>.</summary>
    SecWebSocketProtocol,

    /// <summary><c>Sec-WebSocket-Version</c>.</summary>
    SecWebSocketVersion,

    /// <summary><c>Server</c>.</summary>
    Server,

    /// <summary><c>Server-Timing</c>.</summary>
    ServerTiming,

    /// <summary><c>Set-Cookie</c>.</summary>
    SetCookie,

    /// <summary><c>Strict-Transport-Security</c>.</summary>
    StrictTransportSecurity,

    /// <summary><c>TE</c>.</summary>
    Te,

    /// <summary><c>Traceparent</c>.</summary>
    Traceparent,

    /// <summary><c>Tracestate</c>.</summary>
    Tracestate,

    /// <summary><c>Trailer</c>.</summary>
    Trailer,

    /// <summary><c>Transfer-Encoding</c>.</summary>
    TransferEncoding,

    /// <summary><c>Upgrade</c>.</summary>
    Upgrade,

    /// <summary><c>Upgrade-Insecure-Requests</c>.</summary>
    UpgradeInsecureRequests,

    /// <summary><c>User-Agent</c>.</summary>
    UserAgent,

    /// <summary><c>Vary</c>.</summary>
    Vary,

    /// <summary><c>Via</c>.</summary>
    Via,

    /// <summary><c>WWW-Authenticate</c>.</summary>
    WwwAuthenticate,

    /// <summary><c>X-Content-Type-Options</c>.</summary>
    XContentTypeOptions,

    /// <summary><c>X-Forwarded-For</c>.</summary>
    XForwardedFor,

    /// <summary><c>X-Forwarded-Host</c>.</summary>
    XForwardedHost,

    /// <summary><c>X-Forwarded-Proto</c>.</summary>
    XForwardedProto,

    /// <summary><c>X-Frame-Options</c>.</summary>
    XFrameOptions,

    /// <summary><c>X-Request-ID</c>.</summary>
    XRequestId,

    /// <summary><c>X-Requested-With</c>.</summary>
    XRequestedWith,
}
