using System.Net;
using System.Net.Sockets;
using System.Text;
using Picard.Gen;
using Picard.Http;

namespace Picard.Proxy;

/// <summary>The fields that tell an upstream server of the client: X-Forwarded-* and Forwarded (RFC 7239).</summary>
/// <remarks>
/// Anybody can write them, so they are taken from a trusted proxy only, whose words are then continued; from all others they are dropped, every X-Forwarded-* among them.
/// </remarks>
internal sealed class ClientFields(ForwardedKind kind, IReadOnlyList<IPNetwork> trusted)
{
    private const int MaxAddressBytes = 64;

    /// <summary>Whether what a client says of where its request came from is believed.</summary>
    public bool Trusts(EndPoint? client) => trusted.Count > 0 && IsIn(trusted, client);

    /// <summary>Whether an address is of one of some networks.</summary>
    public static bool IsIn(IReadOnlyList<IPNetwork> networks, EndPoint? client)
    {
        if (client is not IPEndPoint { Address: var address })
        {
            return false;
        }

        foreach (var network in networks)
        {
            if (network.Contains(address.IsIPv4MappedToIPv6 && network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv4() : address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a received field is about the client, so that it is written here or not at all.</summary>
    public static bool Concerns(in FieldLine line) =>
        line.Known is KnownField.Forwarded or KnownField.XForwardedFor or KnownField.XForwardedHost or KnownField.XForwardedProto
        || (line.Known == KnownField.None && line.Name.Length > 12 && Ascii.EqualsIgnoreCase(line.Name[..12], "X-Forwarded-"u8));

    /// <summary>Writes them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="exchange">The exchange.</param>
    /// <param name="isTrusted">Whether what the client has said of them stays.</param>
    public void Write(ref HeadWriter writer, Exchange exchange, bool isTrusted)
    {
        var received = isTrusted ? exchange.Fields : default;
        Span<byte> octets = stackalloc byte[MaxAddressBytes];
        var address = octets[..WriteAddress(exchange.RemoteEndPoint, octets, out var isIPv6)];
        if ((kind & ForwardedKind.XForwarded) != 0)
        {
            WriteList(ref writer, "X-Forwarded-For: "u8, received, KnownField.XForwardedFor, address);
            WriteOne(ref writer, "X-Forwarded-Proto: "u8, received, KnownField.XForwardedProto, "http"u8);
            WriteOne(ref writer, "X-Forwarded-Host: "u8, received, KnownField.XForwardedHost, exchange.Head.Host);
        }
        else
        {
            Copy(ref writer, "X-Forwarded-For: "u8, received, KnownField.XForwardedFor);
            Copy(ref writer, "X-Forwarded-Proto: "u8, received, KnownField.XForwardedProto);
            Copy(ref writer, "X-Forwarded-Host: "u8, received, KnownField.XForwardedHost);
        }

        Copy(ref writer, "Forwarded: "u8, received, KnownField.Forwarded);
        if ((kind & ForwardedKind.Forwarded) != 0)
        {
            WriteForwarded(ref writer, address, isIPv6, exchange.Head.Host);
        }
    }

    private static void WriteForwarded(ref HeadWriter writer, scoped ReadOnlySpan<byte> address, bool isIPv6, scoped ReadOnlySpan<byte> host)
    {
        // RFC 7239 §6: an IPv6 address is in brackets, and with them in quotes; so is a host with a port, which RFC 9110 lets be no token.
        writer.WriteOctets("Forwarded: for="u8);
        writer.WriteOctets(isIPv6 ? "\"["u8 : default);
        writer.WriteOctets(address);
        writer.WriteOctets(isIPv6 ? "]\""u8 : default);
        if (!host.IsEmpty)
        {
            writer.WriteOctets(";host=\""u8);
            writer.WriteOctets(host);
            writer.WriteOctets("\""u8);
        }

        writer.WriteOctets(";proto=http\r\n"u8);
    }

    private static void WriteList(ref HeadWriter writer, scoped ReadOnlySpan<byte> name, FieldSection received, KnownField field, scoped ReadOnlySpan<byte> own)
    {
        writer.WriteOctets(name);
        for (var at = received.IndexOf(field, 0); at >= 0; at = received.IndexOf(field, at + 1))
        {
            writer.WriteOctets(received[at].Value);
            writer.WriteOctets(", "u8);
        }

        writer.WriteOctets(own);
        writer.WriteOctets("\r\n"u8);
    }

    private static void WriteOne(ref HeadWriter writer, scoped ReadOnlySpan<byte> name, FieldSection received, KnownField field, scoped ReadOnlySpan<byte> own)
    {
        var value = received.TryGet(field, out var said) ? said : own;
        if (!value.IsEmpty)
        {
            writer.WriteOctets(name);
            writer.WriteOctets(value);
            writer.WriteOctets("\r\n"u8);
        }
    }

    private static void Copy(ref HeadWriter writer, scoped ReadOnlySpan<byte> name, FieldSection received, KnownField field)
    {
        for (var at = received.IndexOf(field, 0); at >= 0; at = received.IndexOf(field, at + 1))
        {
            writer.WriteOctets(name);
            writer.WriteOctets(received[at].Value);
            writer.WriteOctets("\r\n"u8);
        }
    }

    private static int WriteAddress(EndPoint? client, Span<byte> octets, out bool isIPv6)
    {
        isIPv6 = false;
        if (client is not IPEndPoint { Address: var address } || !address.TryFormat(octets, out var length))
        {
            // RFC 7239 §6.3: where the address is not known.
            "unknown"u8.CopyTo(octets);
            return "unknown"u8.Length;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            var prefix = "::ffff:"u8.Length;
            octets[prefix..length].CopyTo(octets);
            return length - prefix;
        }

        isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        return length;
    }
}
