using System.Net;
using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>Makes sockets for an address.</summary>
internal static class SocketFactory
{
    // SOL_SOCKET and SO_REUSEPORT of Linux on x86-64 and arm64, where the event loops are; .NET has no name for the option.
    private const int SocketLevel = 1, ReusePort = 15;

    public static Socket Create(EndPoint endPoint)
    {
        if (endPoint is UnixDomainSocketEndPoint) { return new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); }
        if (endPoint is not IPEndPoint address) { throw new ArgumentException($"{endPoint.GetType().Name} is not an address to use here: resolve names first.", nameof(endPoint)); }
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

        // [::] means every address of the machine, so IPv4 ones too; any other IPv6 address means itself.
        if (address.AddressFamily == AddressFamily.InterNetworkV6) { socket.DualMode = address.Address.Equals(IPAddress.IPv6Any) || address.Address.IsIPv4MappedToIPv6; }
        return socket;
    }

    /// <summary>Binds an address and listens.</summary>
    /// <exception cref="TransportException">The address cannot be bound.</exception>
    public static Socket Bind(EndPoint endPoint, int backlog, PortUse use = PortUse.Exclusive)
    {
        Socket? socket = null;
        try
        {
            socket = Create(endPoint);
            if (endPoint is UnixDomainSocketEndPoint unix) { RemoveStaleFile(unix); }
            if (use == PortUse.Shared) { socket.SetRawSocketOption(SocketLevel, ReusePort, BitConverter.GetBytes(1)); }
            socket.Bind(endPoint);
            socket.Listen(backlog);
            return socket;
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            throw SocketFaults.ToException(exception);
        }
    }

    /// <summary>Removes the file of a Unix domain socket that a process left behind. One that somebody listens at stays, and binding then fails as it should.</summary>
    private static void RemoveStaleFile(UnixDomainSocketEndPoint endPoint)
    {
        var path = endPoint.ToString();
        if (path.StartsWith('@') || !File.Exists(path)) { return; }
        using var probe = Create(endPoint);
        try
        {
            probe.Connect(endPoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            if (IsSocketFile(path)) { File.Delete(path); }
        }
    }

    /// <summary>Connecting to a file of another kind is refused as well, and that one is somebody's. The system opens any file but a socket.</summary>
    private static bool IsSocketFile(string path)
    {
        // The errors of open for a socket: ENXIO on Linux, EOPNOTSUPP on macOS, ERROR_CANT_ACCESS_FILE on Windows.
        const int LinuxError = 6, MacError = 102, WindowsError = unchecked((int)0x80070780);
        try
        {
            // For reading and writing, since to open a pipe for reading alone waits for a writer.
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (IOException exception)
        {
            return exception.HResult is LinuxError or MacError or WindowsError;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
