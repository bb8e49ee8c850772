using System.Net;
using Picard.Gen;

namespace Picard.Proxy;

/// <summary>Finds in a request what has a say in where it goes.</summary>
internal static class RequestKeys
{
    /// <summary>The token of affinity that a client has brought; empty if it has none.</summary>
    public static ReadOnlySpan<byte> TokenOf(UpstreamAffinity affinity, FieldSection fields)
    {
        if (affinity.Cookie is { } cookie)
        {
            return CookieOf(cookie, fields);
        }

        return affinity.Header is { } header && fields.TryGet(header, out var token) ? token : default;
    }

    /// <summary>The hash of what a request is told apart by; null if it does not have it.</summary>
    public static ulong? HashOf(UpstreamHashKey key, Exchange exchange)
    {
        var fields = exchange.Fields;
        Span<byte> address = stackalloc byte[64];
        scoped ReadOnlySpan<byte> value = default;
        switch (key.Source)
        {
            case UpstreamHashSource.RemoteAddress:
                if (exchange.RemoteEndPoint is IPEndPoint client && client.Address.TryFormat(address, out var length))
                {
                    value = address[..length];
                }

                break;
            case UpstreamHashSource.Path:
                value = exchange.Head.Target.Path;
                break;
            case UpstreamHashSource.Header:
                value = fields.TryGet(key.Name, out var line) ? line : default;
                break;
            default:
                value = CookieOf(key.Name, fields);
                break;
        }

        return value.IsEmpty ? null : RendezvousHash.Of(value);
    }

    private static ReadOnlySpan<byte> CookieOf(string name, FieldSection fields)
    {
        // Limit: of names that a program gives to its cookies.
        Span<byte> octets = stackalloc byte[256];
        if (!fields.Contains(KnownField.Cookie) || !System.Text.Encoding.ASCII.TryGetBytes(name, octets, out var length))
        {
            return default;
        }

        for (var at = fields.IndexOf(KnownField.Cookie, 0); at >= 0; at = fields.IndexOf(KnownField.Cookie, at + 1))
        {
            var cookies = fields[at].Value;
            foreach (var range in cookies.Split((byte)';'))
            {
                var pair = cookies[range].Trim(" \t"u8);
                if (pair.Length > length && pair[length] == '=' && pair[..length].SequenceEqual(octets[..length]))
                {
                    return pair[(length + 1)..];
                }
            }
        }

        return default;
    }
}
