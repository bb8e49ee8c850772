using System.Net.Sockets;
using System.Text;

namespace Picard.Server;

/// <summary>What a service manager, such as systemd, wants to hear from a program. Where there is none, nothing happens.</summary>
internal static class ServiceSupervisor
{
    /// <summary>Tells how the program stands, as sd_notify(3) has it.</summary>
    /// <param name="state"><c>READY=1</c> or <c>STOPPING=1</c>.</param>
    public static void Notify(string state) => Notify(state, Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    /// <inheritdoc cref="Notify(string)"/>
    /// <param name="state">What is told.</param>
    /// <param name="address">Where the manager listens; null or empty: nowhere.</param>
    public static void Notify(string state, string? address)
    {
        if (address is not { Length: > 0 })
        {
            return;
        }

        try
        {
            // An address of the abstract namespace begins with @, in place of NUL.
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            _ = socket.SendTo(Encoding.ASCII.GetBytes(state), new UnixDomainSocketEndPoint(address[0] == '@' ? string.Concat("\0", address.AsSpan(1)) : address));
        }
        catch (Exception unheard) when (unheard is SocketException or ArgumentException or PlatformNotSupportedException)
        {
            // Nobody listens there. That is no reason for a server not to serve.
        }
    }
}
