using System.Net;
using Microsoft.Extensions.Logging;
using Picard.Transport;

namespace Picard.Server;

/// <summary>Binds listen addresses, and says in one line why one cannot be bound.</summary>
internal static class Listeners
{
    // Limit: how often a free port that only one family has is tried again for localhost. Two collisions in a row are rare already.
    private const int MaxAttempts = 8;

    /// <summary>Binds all end points of an address, or none.</summary>
    /// <exception cref="ServerStartException">One could not be bound.</exception>
    public static IReadOnlyList<TransportListener> Bind(ListenAddress address, ILogger log)
    {
        for (var attempt = 1; ; attempt++)
        {
            var listeners = new List<TransportListener>();
            try
            {
                foreach (var endPoint in address.EndPoints)
                {
                    // localhost with port 0: the second family takes the port that the first was given.
                    var port = listeners.Count > 0 ? ((IPEndPoint)listeners[0].LocalEndPoint).Port : 0;
                    listeners.Add(SocketListener.Bind(endPoint is IPEndPoint { Port: 0 } ip ? new IPEndPoint(ip.Address, port) : endPoint, Options(log)));
                }

                return listeners;
            }
            catch (TransportException fault) when (listeners.Count > 0 && fault.Fault == TransportFault.AddressNotAvailable)
            {
                // The machine knows localhost in one family only.
                return listeners;
            }
            catch (TransportException fault)
            {
                foreach (var listener in listeners)
                {
                    // Not started, so there is nothing to wait for.
                    _ = listener.DisposeAsync().AsTask();
                }

                if (fault.Fault != TransportFault.AddressInUse || attempt == MaxAttempts || listeners.Count == 0 || address.EndPoints[0] is not IPEndPoint { Port: 0 })
                {
                    throw new ServerStartException($"Cannot listen on {address.Url}: {Why(fault)}", fault);
                }
            }
        }
    }

    private static SocketTransportOptions Options(ILogger log) => new() { Log = message => ServerEvents.TransportWarning(log, message) };

    private static string Why(TransportException fault) => fault.Fault switch
    {
        TransportFault.AddressInUse => "the address is in use by another program.",
        TransportFault.PermissionDenied => "permission denied; a port below 1024 needs a privilege, a socket file a directory that may be written.",
        TransportFault.AddressNotAvailable => "this machine does not have that address.",
        _ => fault.Message,
    };
}
