using System.Buffers;

namespace Picard.Gen;

/// <summary>Which pages may open a WebSocket: a browser says in Origin whose page it shows (RFC 6455 §10.2), and nothing else keeps one site from another's sockets.</summary>
internal static class WebSocketOrigin
{
    private static readonly SearchValues<char> s_notInAuthority = SearchValues.Create("/?#@\\* ");

    /// <summary>Whether a text is an origin as it may be listed: scheme, host and perhaps port, or all.</summary>
    public static bool IsValid(string origin)
    {
        var host = origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https://".Length
            : origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http://".Length
            : int.MaxValue;
        return origin == WebSocketAttribute.AnyOrigin
            || (host < origin.Length && origin.AsSpan(host).IndexOfAny(s_notInAuthority) < 0 && Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Host.Length > 0);
    }

    /// <summary>Whether the origin of a request may open the WebSocket.</summary>
    /// <param name="origin">The value of Origin.</param>
    /// <param name="host">The host and port that the request is for.</param>
    /// <param name="allowed">The origins that may; empty: the same origin only.</param>
    public static bool IsAllowed(string origin, string host, IReadOnlyList<string> allowed)
    {
        if (allowed.Count == 0)
        {
            // Behind a proxy that ends TLS we do not know our own scheme, so that of the origin only says which port is left out.
            var scheme = origin.IndexOf("://", StringComparison.Ordinal);
            var isHttps = origin.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            return scheme > 0 && AreEqual(WithoutPort(origin[(scheme + 3)..], isHttps), WithoutPort(host, isHttps));
        }

        foreach (var one in allowed)
        {
            if (one == WebSocketAttribute.AnyOrigin || AreEqual(Normal(one), Normal(origin)))
            {
                return true;
            }
        }

        return false;
    }

    private static string Normal(string origin) => WithoutPort(origin, origin.StartsWith("https:", StringComparison.OrdinalIgnoreCase));

    // RFC 6454 §6.1: an origin has its port only where it is not the default of its scheme.
    private static string WithoutPort(string text, bool isHttps)
    {
        var port = isHttps ? ":443" : ":80";
        return text.EndsWith(port, StringComparison.Ordinal) ? text[..^port.Length] : text;
    }

    private static bool AreEqual(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
