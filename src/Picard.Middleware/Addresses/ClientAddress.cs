using System.Net;
using System.Net.Sockets;

namespace Picard;

/// <summary>The address that stands for the client of a request: what <see cref="ForwardedFields"/> has found, else the peer of the connection.</summary>
internal static class ClientAddress
{
    /// <summary>The address, an IPv4 address always as such; null if there is none: over a Unix socket, or behind a trusted proxy that does not say.</summary>
    public static IPAddress? Of(Request request) =>
        Find(request) is { } address ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address : null;

    /// <summary>The same as bits, without an allocation where the socket takes both families.</summary>
    public static AddressBits BitsOf(Request request) => AddressBits.Of(Find(request));

    /// <summary>Whether the request came over a Unix socket, and nothing is known of who is behind.</summary>
    public static bool IsUnixSocket(Request request) => request.RemoteEndPoint is UnixDomainSocketEndPoint && !request.Items.TryGet<ForwardedOrigin>(out _);

    // A proxy that hides its client is not the client: its own address must not open what is open to it.
    private static IPAddress? Find(Request request) =>
        request.Items.TryGet<ForwardedOrigin>(out var origin) ? origin.Client : (request.RemoteEndPoint as IPEndPoint)?.Address;
}
