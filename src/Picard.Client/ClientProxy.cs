using System.Net;
using System.Text;
using Picard.Client;

namespace Picard;

/// <summary>A proxy through which a client reaches origins. It is asked for a tunnel, for http and https alike: what is in the tunnel is for the origin alone, and the proxy's credentials are for the proxy alone.</summary>
/// <remarks>A proxy that tunnels to port 443 only refuses origins of http; list them in the bypass, or let it allow their ports. The requests' absolute-form, by which a proxy could
/// change or cache them, is not used.</remarks>
public sealed class ClientProxy
{
    private ClientProxy(ProxyKind kind, string host, int port, NetworkCredential? credentials, IReadOnlyList<string>? bypass)
    {
        Kind = kind;
        Host = host;
        Port = port;
        Credentials = credentials;
        Bypass = bypass ?? [];
    }

    /// <summary>The name or address of the proxy.</summary>
    public string Host { get; }

    /// <summary>The port of the proxy.</summary>
    public int Port { get; }

    /// <summary>Hosts that are reached without the proxy: a name or an address; <c>.example.com</c> for every name below example.com.</summary>
    public IReadOnlyList<string> Bypass { get; }

    internal ProxyKind Kind { get; }

    internal NetworkCredential? Credentials { get; }

    /// <summary>Host and port.</summary>
    internal string Authority => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>A proxy that is asked by CONNECT (RFC 9110 §9.3.6).</summary>
    /// <param name="uri">Its address, such as <c>http://proxy.example.com:3128</c>; with https, the proxy itself is spoken to over TLS.</param>
    /// <param name="credentials">User and password, sent with each CONNECT in the Basic scheme (RFC 7617); null for none.</param>
    /// <param name="bypass">Hosts that are reached without the proxy; see <see cref="Bypass"/>.</param>
    /// <exception cref="ArgumentException">The URI is not one of http or https, or the user or the password cannot be sent.</exception>
    public static ClientProxy Http(Uri uri, NetworkCredential? credentials = null, IReadOnlyList<string>? bypass = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var origin = Origin.Of(uri);

        // RFC 7617 §2: the user ends at the first colon; neither has control characters.
        if (credentials is not null && (credentials.UserName.Contains(':', StringComparison.Ordinal) || (credentials.UserName + credentials.Password).Any(char.IsControl)))
        {
            throw new ArgumentException("The user of a proxy may hold no colon, and neither user nor password a control character (RFC 7617).", nameof(credentials));
        }

        return new ClientProxy(origin.IsSecure ? ProxyKind.Https : ProxyKind.Http, origin.Host, origin.Port, credentials, bypass);
    }

    /// <summary>A proxy that speaks SOCKS version 5 (RFC 1928). It resolves the names of the origins itself.</summary>
    /// <param name="host">Its name or address.</param>
    /// <param name="port">Its port, mostly 1080.</param>
    /// <param name="credentials">User and password (RFC 1929), up to 255 octets each; null for none.</param>
    /// <param name="bypass">Hosts that are reached without the proxy; see <see cref="Bypass"/>.</param>
    /// <exception cref="ArgumentException">The host is empty, the port is none, or the user or the password is empty or too long.</exception>
    public static ClientProxy Socks5(string host, int port, NetworkCredential? credentials = null, IReadOnlyList<string>? bypass = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        if (credentials is not null && (!IsSocksText(credentials.UserName) || !IsSocksText(credentials.Password)))
        {
            throw new ArgumentException("The user and the password of a SOCKS proxy are 1 to 255 octets each (RFC 1929 §2).", nameof(credentials));
        }

        return new ClientProxy(ProxyKind.Socks5, host, port, credentials, bypass);
    }

    /// <summary>Whether a host is reached through the proxy.</summary>
    internal bool IsFor(string host)
    {
        foreach (var entry in Bypass)
        {
            if (entry.StartsWith('.') ? host.EndsWith(entry, StringComparison.OrdinalIgnoreCase) : string.Equals(host, entry, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSocksText(string text) => Encoding.UTF8.GetByteCount(text) is > 0 and <= byte.MaxValue;
}
