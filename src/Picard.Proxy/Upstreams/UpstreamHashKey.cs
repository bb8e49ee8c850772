using System.Text;
using Picard.Http;
using Picard.Proxy;

namespace Picard;

/// <summary>What of a request is hashed for <see cref="UpstreamBalance.ConsistentHash"/>. A request that does not have it is given to the better of two at random.</summary>
public sealed class UpstreamHashKey
{
    private UpstreamHashKey(UpstreamHashSource source, string name) => (Source, Name) = (source, name);

    /// <summary>The address of the peer that sent the request, without its port.</summary>
    public static UpstreamHashKey RemoteAddress { get; } = new(UpstreamHashSource.RemoteAddress, "");

    /// <summary>The path of the target, without the query.</summary>
    public static UpstreamHashKey Path { get; } = new(UpstreamHashSource.Path, "");

    /// <summary>Where it is found.</summary>
    internal UpstreamHashSource Source { get; }

    /// <summary>The name of the field or cookie; empty for what needs none.</summary>
    internal string Name { get; }

    /// <summary>The value of a field.</summary>
    /// <param name="name">The name of the field, without regard to case.</param>
    /// <exception cref="ArgumentException">It is no token (RFC 9110 §5.1).</exception>
    public static UpstreamHashKey Header(string name) => new(UpstreamHashSource.Header, Token(name, "field"));

    /// <summary>The value of a cookie.</summary>
    /// <param name="name">The name of the cookie.</param>
    /// <exception cref="ArgumentException">It is no token (RFC 6265bis §4.1.1).</exception>
    public static UpstreamHashKey Cookie(string name) => new(UpstreamHashSource.Cookie, Token(name, "cookie"));

    /// <inheritdoc/>
    public override string ToString() => Name.Length == 0 ? Source.ToString() : $"{Source} {Name}";

    private static string Token(string name, string kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Grammar.IsToken(Encoding.UTF8.GetBytes(name)) ? name : throw new ArgumentException($"'{name}' cannot be the name of a {kind}: it is a token (RFC 9110 §5.6.2).", nameof(name));
    }
}
