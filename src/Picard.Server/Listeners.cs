using System.Net;
using Microsoft.Extensions.Logging;
using Picard.Transport;

namespace Picard.Server;

/// <summary>The listeners of one server, on the transport that its options ask for; says in one line why an address cannot be bound.</summary>
/// <remarks>Not safe for several threads; the server's lifecycle lock is around it.</remarks>
internal sealed class Listeners(ServerOptions options, ILogger log)
{
    // Limit: how often a free port that only one family has is tried again for localhost. Two collisions in a row are rare already.
    private const int MaxAttempts = 8;

    // Limit: how long the loops may take to end. One that a handler blocks does not end at all, and must not keep the program from it.
    private static readonly TimeSpan s_loopStopTimeout = TimeSpan.FromSeconds(1);

    private readonly List<TransportListener> _listeners = [];
    private LoopGroup? _loops;

    /// <summary>Binds all addresses, or none.</summary>
    /// <returns>One URL for each bound end point.</returns>
    /// <exception cref="ServerStartException">One could not be bound.</exception>
    public async Task<IReadOnlyList<string>> BindAsync(IReadOnlyList<string> urls)
    {
        // No LINQ before the first answer: it would be one more assembly to load.
        var addresses = new List<ListenAddress>();
        foreach (var url in urls)
        {
            addresses.Add(ListenAddress.Parse(url));
        }

        if (options.ListenerMode == ListenerMode.PerLoop && addresses.Find(static address => address.IsFile) is { } unix)
        {
            throw new ServerStartException($"Cannot listen on {unix.Url}: ServerOptions.ListenerMode is PerLoop, and a Unix socket can have one listener only.");
        }

        try
        {
            if (options.UsesEventLoops)
            {
                _loops = CreateLoops();
            }

            foreach (var address in addresses)
            {
                _listeners.AddRange(Bind(address));
            }

            return _listeners.ConvertAll(static listener => ListenAddress.ToUrl(listener.LocalEndPoint));
        }
        catch (ServerStartException)
        {
            await StopAsync().ConfigureAwait(false);
            await CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Begins to accept.</summary>
    public void Start(Action<TransportConnection> accepted)
    {
        foreach (var listener in _listeners)
        {
            listener.Start(accepted);
        }
    }

    /// <summary>Stops accepting; connections live on.</summary>
    public async Task StopAsync()
    {
        foreach (var listener in _listeners)
        {
            await listener.StopAsync().ConfigureAwait(false);
        }

        _listeners.Clear();
    }

    /// <summary>Ends the loops, once no connection is left on them that is worth waiting for.</summary>
    public async Task CloseAsync()
    {
        if (_loops is { } loops)
        {
            _loops = null;
            await Task.WhenAny(loops.DisposeAsync().AsTask(), Task.Delay(s_loopStopTimeout, options.TimeProvider)).ConfigureAwait(false);
        }
    }

    private LoopGroup CreateLoops()
    {
        try
        {
            return new LoopGroup(new LoopGroupOptions
            {
                LoopCount = options.EventLoops ?? Environment.ProcessorCount,
                TimeProvider = options.TimeProvider,
                Log = message => ServerEvents.TransportWarning(log, message),
            });
        }
        catch (TransportException fault)
        {
            throw new ServerStartException($"The event loops cannot start: {fault.Message}", fault);
        }
    }

    private List<TransportListener> Bind(ListenAddress address)
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
                    listeners.Add(Bind(endPoint is IPEndPoint { Port: 0 } ip ? new IPEndPoint(ip.Address, port) : endPoint));
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
                    throw new ServerStartException($"Cannot listen on {address.Url}: {Why(fault, address)}", fault);
                }
            }
        }
    }

    private TransportListener Bind(EndPoint endPoint) =>
        _loops is null ? BindSocket(endPoint)
        : options.ListenerMode == ListenerMode.PerLoop ? _loops.BindEach((IPEndPoint)endPoint)
        : _loops.Bind(endPoint);

    private SocketListener BindSocket(EndPoint endPoint) =>
        SocketListener.Bind(endPoint, new SocketTransportOptions { Log = message => ServerEvents.TransportWarning(log, message) });

    private static string Why(TransportException fault, ListenAddress address) => fault.Fault switch
    {
        TransportFault.AddressInUse when address.IsFile => "another program listens there, or it is a file that is not a socket.",
        TransportFault.AddressNotAvailable when address.IsFile => "the directory does not exist.",
        TransportFault.AddressInUse => "the address is in use by another program.",
        TransportFault.PermissionDenied => "permission denied; a port below 1024 needs a privilege, a socket file a directory that may be written.",
        TransportFault.AddressNotAvailable => "this machine does not have that address.",
        _ => fault.Message,
    };
}
