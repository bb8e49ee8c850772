namespace Picard;

/// <summary>Which fields the proxies in front set. It is one or the other: a proxy that sets one kind passes on what a client has written into the other.</summary>
public enum ForwardedSource
{
    /// <summary><c>Forwarded</c> (RFC 7239).</summary>
    Forwarded,

    /// <summary><c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Host</c>, which no standard defines and most proxies set.</summary>
    XForwarded,
}
