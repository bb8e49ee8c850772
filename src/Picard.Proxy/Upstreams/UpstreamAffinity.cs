using System.Text;
using Picard.Http;
using Picard.Proxy;

namespace Picard;

/// <summary>How a client is led to the same destination again (<see cref="UpstreamOptions.Affinity"/>): by a token that its first response has, and its further requests bring back.</summary>
/// <remarks>
/// The token is a keyed hash of the destination's origin and tells nobody its address. A destination that is unhealthy or has left loses its clients to others: their next response has a new token.
/// What a server remembers of its clients is lost with it all the same; affinity is for caches and connections that are dear, not for what must not be lost.
/// </remarks>
public sealed class UpstreamAffinity
{
    private UpstreamAffinity(string name, UpstreamAffinityCarrier carrier) => (Name, Carrier) = (name, carrier);

    /// <summary>The name of the cookie or field.</summary>
    public string Name { get; }

    /// <summary>The secret of the tokens. Empty, the default: one that is made when the process starts, so that a restart forgets who belongs where. Several proxies before the same destinations need a common one.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Where the cookie is sent back; default <c>/</c>. Cookies only, as all that follow.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The host to which, with all below it, the cookie is sent back. Null, the default: this very host.</summary>
    public string? Domain { get; init; }

    /// <summary>How long the cookie lasts. Null, the default: until the browser ends.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Whether the cookie is sent over TLS only. Default true, as for <see cref="ResponseCookie"/>: a proxy that speaks http with browsers turns it off.</summary>
    public bool Secure { get; init; } = true;

    /// <summary>Whether no script sees the cookie. Default true.</summary>
    public bool HttpOnly { get; init; } = true;

    /// <summary>With which requests of other sites the cookie is sent. Default <see cref="SameSite.Lax"/>.</summary>
    public SameSite SameSite { get; init; } = SameSite.Lax;

    /// <summary>Where the token travels.</summary>
    internal UpstreamAffinityCarrier Carrier { get; }

    /// <summary>By a cookie.</summary>
    /// <param name="name">Its name, such as <c>upstream</c>.</param>
    /// <exception cref="ArgumentException">It is no token (RFC 6265bis §4.1.1).</exception>
    public static UpstreamAffinity ByCookie(string name) => new(Token(name), UpstreamAffinityCarrier.Cookie);

    /// <summary>By a field of responses, which clients that are programs send back as a field of requests.</summary>
    /// <param name="name">Its name, such as <c>X-Upstream</c>.</param>
    /// <exception cref="ArgumentException">It is no token (RFC 9110 §5.1).</exception>
    public static UpstreamAffinity ByHeader(string name) => new(Token(name), UpstreamAffinityCarrier.Header);

    /// <summary>What a response says to name a destination: the value of Set-Cookie, or of the field.</summary>
    /// <exception cref="ArgumentException">Browsers would drop the cookie.</exception>
    internal string ToFieldValue(string token) => Carrier == UpstreamAffinityCarrier.Header
        ? token
        : new ResponseCookie(Name, token) { Path = Path, Domain = Domain, MaxAge = MaxAge, Secure = Secure, HttpOnly = HttpOnly, SameSite = SameSite }.ToFieldValue();

    /// <exception cref="OptionException">An option cannot be kept; the text names it.</exception>
    internal void Validate()
    {
        try
        {
            _ = ToFieldValue("token");
        }
        catch (ArgumentException refused)
        {
            throw new OptionException($"{nameof(UpstreamOptions)}.{nameof(UpstreamOptions.Affinity)}: {refused.Message}");
        }
    }

    private static string Token(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Grammar.IsToken(Encoding.UTF8.GetBytes(name)) ? name : throw new ArgumentException($"'{name}' cannot be the name of a cookie or field: it is a token (RFC 9110 §5.6.2).", nameof(name));
    }
}
