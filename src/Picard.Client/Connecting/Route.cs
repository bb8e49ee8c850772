using System.Globalization;
using System.Net;

namespace Picard.Client;

/// <summary>The way to an origin: to its own host, or to the proxy's; and how its faults are told.</summary>
internal sealed class Route(Origin origin, ClientProxy? proxy)
{
    public Origin Origin => origin;

    /// <summary>The proxy that is on the way; null for none.</summary>
    public ClientProxy? Proxy => proxy;

    /// <summary>The host that is connected to.</summary>
    public string Host => proxy?.Host ?? origin.Host;

    /// <summary>The port that is connected to.</summary>
    public int Port => proxy?.Port ?? origin.Port;

    /// <summary>The host that is connected to, for a message.</summary>
    public string HostText => proxy is null ? $"'{Host}'" : $"the proxy '{Host}'";

    public RequestException Fault(RequestFault fault, string what, Exception? innerException = null) =>
        new(fault, origin.Authority, $"No connection to {origin.Authority}: {what.TrimEnd('.')}.", innerException);

    /// <summary>The fault of a phase that took too long.</summary>
    public RequestException Late(RequestFault fault, string phase, TimeSpan limit) =>
        Fault(fault, string.Create(CultureInfo.InvariantCulture, $"{phase} took longer than {limit.TotalSeconds:0.###} s ({nameof(ClientOptions)}.{nameof(ClientOptions.ConnectTimeout)})"));

    /// <summary>Addresses, for a message.</summary>
    // Limit: addresses in a message. A name may have hundreds.
    public string Describe(IPAddress[] addresses) =>
        $"{HostText} at {string.Join(", ", addresses.Take(4).Select(address => new IPEndPoint(address, Port)))}{(addresses.Length > 4 ? ", …" : "")}";
}
