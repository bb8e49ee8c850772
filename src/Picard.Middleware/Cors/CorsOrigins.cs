using System.Text;

namespace Picard;

/// <summary>The origins that are allowed.</summary>
internal sealed class CorsOrigins
{
    private readonly List<(byte[] Octets, string Text)> _exact = [];
    private readonly List<(byte[] Scheme, byte[] Host)> _below = [];

    private CorsOrigins(bool isAny) => IsAny = isAny;

    public bool IsAny { get; }

    /// <exception cref="ArgumentException">It names the option and the origin that is wrong.</exception>
    public static CorsOrigins Parse(IReadOnlyList<string> texts)
    {
        OptionCheck.NotNull(texts, "CorsOptions.Origins");
        if (texts.Count == 0)
        {
            throw OptionCheck.Wrong("CorsOptions.Origins", "empty: no page is allowed anything, as without the middleware");
        }

        var origins = new CorsOrigins(texts is ["*"]);
        foreach (var text in origins.IsAny ? [] : texts)
        {
            origins.Add(text);
        }

        return origins;
    }

    /// <param name="origin">The field Origin.</param>
    /// <param name="last">The last text that was found, which the next is likely to be: a browser sends the same again and again.</param>
    /// <returns>The origin as text if it is allowed.</returns>
    public string? Find(ReadOnlySpan<byte> origin, string? last)
    {
        foreach (var (octets, text) in _exact)
        {
            if (origin.SequenceEqual(octets))
            {
                return text;
            }
        }

        foreach (var (scheme, host) in _below)
        {
            if (origin.Length > scheme.Length + host.Length && origin.StartsWith(scheme) && origin.EndsWith(host) && IsName(origin[scheme.Length..^host.Length]))
            {
                return last is not null && Ascii.Equals(origin, last) ? last : Encoding.ASCII.GetString(origin);
            }
        }

        return null;
    }

    // Labels and dots: what is before the pattern's own dot is a name, and no other host with a path or a port.
    private static bool IsName(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (!char.IsAsciiLetterLower((char)octet) && !char.IsAsciiDigit((char)octet) && octet is not ((byte)'-' or (byte)'.' or (byte)'_'))
            {
                return false;
            }
        }

        return octets[0] != '.' && octets[^1] != '.';
    }

    private void Add(string text)
    {
        if (text is null or "*" or "null")
        {
            throw Wrong(text, text == "*" ? "'*' stands alone" : "it is what pages without an origin send, whoever has made them");
        }

        var isBelow = text.Contains("://*.", StringComparison.Ordinal);
        var plain = isBelow ? text.Replace("://*.", "://", StringComparison.Ordinal) : text;
        if (!Uri.TryCreate(plain, UriKind.Absolute, out var uri) || plain.Contains('*', StringComparison.Ordinal) || uri.Host.Length == 0)
        {
            throw Wrong(text, "an origin is scheme://host or scheme://host:port, or scheme://*.host for all subdomains");
        }

        var canonical = uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        if (canonical != plain)
        {
            throw Wrong(text, $"browsers write it '{canonical}'");
        }

        if (isBelow)
        {
            var host = plain.IndexOf("://", StringComparison.Ordinal) + 3;
            _below.Add((Encoding.ASCII.GetBytes(plain[..host]), Encoding.ASCII.GetBytes("." + plain[host..])));
        }
        else
        {
            _exact.Add((Encoding.ASCII.GetBytes(plain), plain));
        }
    }

    private static ArgumentException Wrong(string? origin, string why) => new($"CorsOptions.Origins has '{origin}': {why}.");
}
