namespace Picard;

/// <summary>With which requests a browser sends a cookie (RFC 6265bis §4.1.2.7).</summary>
public enum SameSite
{
    /// <summary>With requests of the same site, and when the user follows a link to it.</summary>
    Lax,

    /// <summary>With requests of the same site only.</summary>
    Strict,

    /// <summary>With all requests: the cookie must then be <see cref="ResponseCookie.Secure"/>.</summary>
    None,
}
