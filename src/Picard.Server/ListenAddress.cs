using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Picard.Server;

/// <summary>One address of <c>--urls</c>: where to bind, and how to say where that is.</summary>
internal sealed class ListenAddress
{
    private const string Http = "http://", Https = "https://", Unix = "unix:";

    private ListenAddress(string url, IReadOnlyList<EndPoint> endPoints)
    {
        Url = url;
        EndPoints = endPoints;
    }

    /// <summary>The address as it was written.</summary>
    public string Url { get; }

    /// <summary>What to bind. <c>localhost</c> has one for each address family; with port 0 both take the port that the first one gets.</summary>
    public IReadOnlyList<EndPoint> EndPoints { get; }

    /// <summary>Whether it is the file of a Unix domain socket.</summary>
    public bool IsFile => EndPoints[0] is UnixDomainSocketEndPoint;

    /// <summary>Reads one address, or says in one line what is wrong with it.</summary>
    /// <exception cref="ServerStartException">It is not an address this server can listen on.</exception>
    public static ListenAddress Parse(string text)
    {
        var url = text.Trim();
        if (url.StartsWith(Unix, StringComparison.OrdinalIgnoreCase))
        {
            return new(url, [UnixEndPoint(url)]);
        }

        if (url.StartsWith(Https, StringComparison.OrdinalIgnoreCase))
        {
            throw new ServerStartException($"Cannot listen on {url}: https is not supported yet; put a TLS proxy in front, or use http://.");
        }

        if (!url.StartsWith(Http, StringComparison.OrdinalIgnoreCase))
        {
            throw Bad(url, "it must begin with http:// or unix:");
        }

        var authority = url[Http.Length..];
        var slash = authority.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && slash != authority.Length - 1)
        {
            throw Bad(url, "an address to listen on has no path");
        }

        return new(url, HttpEndPoints(url, slash < 0 ? authority : authority[..slash]));
    }

    /// <summary>Splits <c>--urls</c> at its semicolons.</summary>
    public static string[] Split(string urls) =>
        urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A bound end point as a URL.</summary>
    public static string ToUrl(EndPoint bound) => bound switch
    {
        IPEndPoint { AddressFamily: AddressFamily.InterNetworkV6 } ip => string.Create(CultureInfo.InvariantCulture, $"http://[{ip.Address}]:{ip.Port}"),
        IPEndPoint ip => string.Create(CultureInfo.InvariantCulture, $"http://{ip.Address}:{ip.Port}"),
        _ => $"{Unix}{bound}",
    };

    private static UnixDomainSocketEndPoint UnixEndPoint(string url)
    {
        // `unix:/path`, and `unix:///path` for those who expect a URL.
        var path = url[Unix.Length..];
        path = path.StartsWith("///", StringComparison.Ordinal) ? path[2..] : path;
        if (!path.StartsWith('/'))
        {
            throw Bad(url, "the path of a Unix domain socket begins with /");
        }

        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Bad(url, "the path is longer than the system allows for a Unix domain socket");
        }
        catch (PlatformNotSupportedException)
        {
            throw Bad(url, "this system has no Unix domain sockets");
        }
    }

    private static EndPoint[] HttpEndPoints(string url, string authority)
    {
        var (host, port) = SplitPort(url, authority);
        if (host is "*" or "+")
        {
            return [Socket.OSSupportsIPv6 ? new IPEndPoint(IPAddress.IPv6Any, port) : new IPEndPoint(IPAddress.Any, port)];
        }

        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return Socket.OSSupportsIPv6
                ? [new IPEndPoint(IPAddress.Loopback, port), new IPEndPoint(IPAddress.IPv6Loopback, port)]
                : [new IPEndPoint(IPAddress.Loopback, port)];
        }

        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (IPAddress.TryParse(bracketed ? host[1..^1] : host, out var address)
            && bracketed == (address.AddressFamily == AddressFamily.InterNetworkV6)
            && (bracketed || host.AsSpan().Count('.') == 3))
        {
            return [new IPEndPoint(address, port)];
        }

        throw Bad(url, $"'{host}' is not an IP address, localhost or *");
    }

    private static (string Host, int Port) SplitPort(string url, string authority)
    {
        var colon = authority.LastIndexOf(':');
        if (colon < 0 || colon < authority.LastIndexOf(']'))
        {
            // RFC 9110 §4.2.1: an http URI without a port means 80.
            return (authority, 80);
        }

        return int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? (authority[..colon], port)
            : throw Bad(url, $"'{authority[(colon + 1)..]}' is not a port number from 0 to 65535");
    }

    private static ServerStartException Bad(string url, string why) => new($"Cannot listen on '{url}': {why}.");
}
