using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Picard.Server;

/// <summary>What a service manager, such as systemd, hands to a program and wants to hear from it. Where there is none, nothing happens.</summary>
internal static class ServiceSupervisor
{
    // sd_listen_fds(3): the first of the descriptors that are handed over.
    private const int FirstDescriptor = 3;

    // Limit: more sockets than any service has; a larger figure is a mistake, or no figure of a service manager.
    private const int MaxDescriptors = 1024;

    /// <summary>The sockets that were handed to this process, as sd_listen_fds(3) has it.</summary>
    /// <param name="url">The address that asks for them, for the message.</param>
    /// <exception cref="ServerStartException">There are none.</exception>
    public static IReadOnlyList<int> Listening(string url)
    {
        if (Number("LISTEN_PID") != Environment.ProcessId || Number("LISTEN_FDS") is not (> 0 and <= MaxDescriptors and var count))
        {
            throw new ServerStartException($"Cannot listen on {url}: no sockets were handed to this process (LISTEN_PID and LISTEN_FDS do not say so).");
        }

        return [.. Enumerable.Range(FirstDescriptor, count)];
    }

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

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
