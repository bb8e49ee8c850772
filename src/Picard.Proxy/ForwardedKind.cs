namespace Picard;

/// <summary>By which fields an upstream server is told whom a request came from.</summary>
[Flags]
public enum ForwardedKind
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host, which nearly every server knows.</summary>
    XForwarded = 1,

    /// <summary>Forwarded (RFC 7239).</summary>
    Forwarded = 2,
}
