using System.Net;
using System.Net.Sockets;

namespace Picard;

/// <summary>Walks from the peer towards the client for as long as those who speak are trusted.</summary>
internal sealed class ForwardedTrust(ForwardedSource source, AddressNetwork[] networks, PeerTrust unixSockets, int maxHops)
{
    // RFC 1035 §2.3.4: 255 octets, and a colon with a port.
    private const int MaxHostCharacters = 261;

    public ForwardedSource Source => source;

    public bool IsTrusted(EndPoint? peer) => peer switch
    {
        IPEndPoint address => IsTrusted(address.Address),
        UnixDomainSocketEndPoint => unixSockets == PeerTrust.Trusted,
        _ => false,
    };

    /// <summary>Walks through what was said, the last of it first, beginning with a peer that is trusted.</summary>
    /// <returns>Where the request came from; null if nothing was said.</returns>
    public ForwardedOrigin? Walk(List<ForwardedElement> elements)
    {
        if (elements.Count == 0)
        {
            return null;
        }

        IPAddress? client = null;
        string? scheme = null, host = null;
        for (var hops = 0; hops < Math.Min(maxHops, elements.Count) && (hops == 0 || IsTrusted(client!)); hops++)
        {
            var element = elements[^(hops + 1)];
            scheme = SchemeOf(element.Proto) ?? scheme;
            host = HostOf(element.Host) ?? host;
            if (!ForwardedNode.TryParse(element.For, source, out client))
            {
                break;
            }
        }

        return new ForwardedOrigin { Client = client is { IsIPv4MappedToIPv6: true } ? client.MapToIPv4() : client, Scheme = scheme, Host = host };
    }

    private bool IsTrusted(IPAddress address)
    {
        var bits = AddressBits.Of(address);
        foreach (var network in networks)
        {
            if (network.Contains(bits))
            {
                return true;
            }
        }

        return false;
    }

    // RFC 3986 §3.1, of which there are two that matter here.
    private static string? SchemeOf(string? text) =>
        "https".Equals(text, StringComparison.OrdinalIgnoreCase) ? "https" : "http".Equals(text, StringComparison.OrdinalIgnoreCase) ? "http" : null;

    // RFC 9110 §7.2: uri-host [ ":" port ], here without the characters of reg-name that no host has.
    private static string? HostOf(string? text)
    {
        if (text is null || text.Length is < 1 or > MaxHostCharacters)
        {
            return null;
        }

        var close = text.StartsWith('[') ? text.IndexOf(']') : -1;
        var colon = text.IndexOf(':', close + 1);
        var host = colon < 0 ? text.AsSpan() : text.AsSpan(0, colon);
        var port = colon < 0 ? default : text.AsSpan(colon + 1);
        var isHost = close < 0 ? IsName(host) : close == host.Length - 1 && host[1..close].Contains(':') && AddressText.TryParse(host[1..close], out _);
        return isHost && port.Length <= 5 && !port.ContainsAnyExceptInRange('0', '9') ? text : null;
    }

    private static bool IsName(ReadOnlySpan<char> host)
    {
        foreach (var character in host)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '.' or '_'))
            {
                return false;
            }
        }

        return !host.IsEmpty;
    }
}
