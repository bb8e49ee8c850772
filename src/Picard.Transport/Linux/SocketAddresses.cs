using System.Net;
using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>Addresses as the kernel writes them, and as .NET does.</summary>
internal static class SocketAddresses
{
    // AF_UNIX, AF_INET and AF_INET6 of Linux; .NET numbers the families as Windows does.
    private const int Unix = 1;
    private const int InterNetwork = 2;
    private const int InterNetworkV6 = 10;

    public static int FamilyOf(EndPoint endPoint) => endPoint.AddressFamily switch
    {
        AddressFamily.Unix => Unix,
        AddressFamily.InterNetwork => InterNetwork,
        AddressFamily.InterNetworkV6 => InterNetworkV6,
        _ => throw new ArgumentException($"{endPoint.GetType().Name} is not an address to use here: resolve names first.", nameof(endPoint)),
    };

    public static EndPoint ToEndPoint(AddressFamily family, ReadOnlySpan<byte> address)
    {
        var socketAddress = new SocketAddress(family, address.Length);
        address.CopyTo(socketAddress.Buffer.Span);
        EndPoint pattern = family == AddressFamily.Unix ? new UnixDomainSocketEndPoint("/") : new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        return pattern.Create(socketAddress);
    }
}
