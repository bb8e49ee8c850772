using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>A request method (RFC 9110 §9): a case-sensitive token. The nine registered here carry no allocation.</summary>
/// <remarks>One reference wide, so it is passed by value. <c>default</c> is no method: <see cref="IsNone"/>.</remarks>
public readonly struct Method : IEquatable<Method>
{
    private readonly MethodToken? _token;

    private Method(MethodToken? token) => _token = token;

    /// <summary>GET (RFC 9110 §9.3.1).</summary>
    public static Method Get { get; } = new(new("GET", MethodTraits.Safe | MethodTraits.Idempotent));

    /// <summary>HEAD (RFC 9110 §9.3.2).</summary>
    public static Method Head { get; } = new(new("HEAD", MethodTraits.Safe | MethodTraits.Idempotent));

    /// <summary>POST (RFC 9110 §9.3.3).</summary>
    public static Method Post { get; } = new(new("POST", MethodTraits.None));

    /// <summary>PUT (RFC 9110 §9.3.4).</summary>
    public static Method Put { get; } = new(new("PUT", MethodTraits.Idempotent));

    /// <summary>DELETE (RFC 9110 §9.3.5).</summary>
    public static Method Delete { get; } = new(new("DELETE", MethodTraits.Idempotent));

    /// <summary>CONNECT (RFC 9110 §9.3.6).</summary>
    public static Method Connect { get; } = new(new("CONNECT", MethodTraits.None));

    /// <summary>OPTIONS (RFC 9110 §9.3.7).</summary>
    public static Method Options { get; } = new(new("OPTIONS", MethodTraits.Safe | MethodTraits.Idempotent));

    /// <summary>TRACE (RFC 9110 §9.3.8).</summary>
    public static Method Trace { get; } = new(new("TRACE", MethodTraits.Safe | MethodTraits.Idempotent));

    /// <summary>PATCH (RFC 5789).</summary>
    public static Method Patch { get; } = new(new("PATCH", MethodTraits.None));

    /// <summary>True for <c>default</c>: no method at all.</summary>
    public bool IsNone => _token is null;

    /// <summary>The token as text; empty for none.</summary>
    public string Token => _token?.Text ?? "";

    /// <summary>The token's octets; empty for none.</summary>
    public ReadOnlySpan<byte> Utf8 => _token is null ? default : _token.Octets;

    /// <summary>RFC 9110 §9.2.1: essentially read-only. False for a method that is not known here.</summary>
    public bool IsSafe => _token is not null && (_token.Traits & MethodTraits.Safe) != 0;

    /// <summary>RFC 9110 §9.2.2: may be repeated without another effect. False for a method that is not known here.</summary>
    public bool IsIdempotent => _token is not null && (_token.Traits & MethodTraits.Idempotent) != 0;

    /// <summary>Reads a method token.</summary>
    /// <param name="token">The octets, nothing around them.</param>
    /// <param name="method">The method; none if the octets are not a token (RFC 9110 §5.6.2).</param>
    /// <returns>False if <paramref name="token"/> is empty or holds an octet that no token may hold.</returns>
    public static bool TryParse(ReadOnlySpan<byte> token, out Method method)
    {
        if (TryGetKnown(token, out method))
        {
            return true;
        }

        if (!Grammar.IsToken(token))
        {
            return false;
        }

        method = new Method(new MethodToken(Encoding.ASCII.GetString(token), MethodTraits.None));
        return true;
    }

    /// <summary>Whether both are the same token.</summary>
    public static bool operator ==(Method left, Method right) => left.Equals(right);

    /// <summary>Whether they are different tokens.</summary>
    public static bool operator !=(Method left, Method right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Method other) =>
        ReferenceEquals(_token, other._token) || (_token is not null && other._token is not null && _token.Text == other._token.Text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Method other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _token is null ? 0 : string.GetHashCode(_token.Text, StringComparison.Ordinal);

    /// <summary>The token.</summary>
    public override string ToString() => Token;

    /// <summary>Finds one of the nine without allocating.</summary>
    internal static bool TryGetKnown(ReadOnlySpan<byte> token, out Method method)
    {
        method = token.Length switch
        {
            3 when token.SequenceEqual("GET"u8) => Get,
            3 when token.SequenceEqual("PUT"u8) => Put,
            4 when token.SequenceEqual("POST"u8) => Post,
            4 when token.SequenceEqual("HEAD"u8) => Head,
            5 when token.SequenceEqual("PATCH"u8) => Patch,
            5 when token.SequenceEqual("TRACE"u8) => Trace,
            6 when token.SequenceEqual("DELETE"u8) => Delete,
            7 when token.SequenceEqual("OPTIONS"u8) => Options,
            7 when token.SequenceEqual("CONNECT"u8) => Connect,
            _ => default,
        };
        return !method.IsNone;
    }

    [Flags]
    private enum MethodTraits : byte
    {
        None = 0,
        Safe = 1,
        Idempotent = 2,
    }

    private sealed class MethodToken(string text, MethodTraits traits)
    {
        public readonly string Text = text;
        public readonly byte[] Octets = Encoding.ASCII.GetBytes(text);
        public readonly MethodTraits Traits = traits;
    }
}
