using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>How a client is led to the same destination again (<see cref="UpstreamOptions.Affinity"/>): by a token that its first response has, and its further requests bring back.</summary>
/// <remarks>
/// The token is a keyed hash of the destination's origin and tells nobody its address. A destination that is unhealthy or has left loses its clients to others: their next response has a new token.
/// What a server remembers of its clients is lost with it all the same; affinity is for caches and connections that are dear, not for what must not be lost.
/// </remarks>
public sealed class UpstreamAffinity
{
    /// <summary>The name of a cookie that has the token, such as <c>upstream</c>. Either this or <see cref="Header"/>.</summary>
    public string? Cookie { get; init; }

    /// <summary>The name of a field that has the token, in responses and in requests, such as <c>X-Upstream</c>: for clients that are programs and send it back. Either this or <see cref="Cookie"/>.</summary>
    public string? Header { get; init; }

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

    /// <summary>What a response says to name a destination: the value of Set-Cookie, or of the field.</summary>
    /// <exception cref="ArgumentException">Browsers would drop the cookie.</exception>
    internal string ToFieldValue(string token) => Cookie is null
        ? token
        : new ResponseCookie(Cookie, token) { Path = Path, Domain = Domain, MaxAge = MaxAge, Secure = Secure, HttpOnly = HttpOnly, SameSite = SameSite }.ToFieldValue();

    /// <exception cref="OptionException">An option cannot be kept; the text names it.</exception>
    internal void Validate()
    {
        if (Cookie is null == Header is null)
        {
            throw new OptionException($"{nameof(UpstreamAffinity)} needs {nameof(Cookie)} or {nameof(Header)}, and not both.");
        }

        if (Header is not null && !Grammar.IsToken(Encoding.UTF8.GetBytes(Header)))
        {
            throw new OptionException($"{nameof(UpstreamAffinity)}.{nameof(Header)} is '{Header}'; it must be a token (RFC 9110 §5.1).");
        }

        try
        {
            _ = ToFieldValue("token");
        }
        catch (ArgumentException refused)
        {
            throw new OptionException($"{nameof(UpstreamAffinity)}.{nameof(Cookie)}: {refused.Message}");
        }
    }
}
