using System.Net;
using System.Net.Sockets;
using Picard.Transport;

namespace Picard.Client;

/// <summary>Makes connections to origins:
/// <code>
///   resolve ──► connect ──► (TLS with the proxy) ──► (tunnel) ──► (TLS with the origin)
/// </code>
/// each phase under its own time limit of <see cref="ClientOptions.ConnectTimeout"/> and with its own fault. A phase that fails closes what the ones before have made.
/// Not its business: how many connections there are, and who gets them.</summary>
internal sealed class OriginConnector : ConnectionSource, IAsyncDisposable
{
    private readonly ClientOptions _options;
    private readonly HostResolver _resolver;
    private readonly AddressLoad _load;
    private readonly TlsClient _tls;
    private readonly CancellationTokenSource _stopping = new();

    public OriginConnector(ClientOptions options)
        : this(options, Dns.GetHostAddressesAsync, Random.Shared)
    {
    }

    /// <summary>With a resolver and a choice of its own, for tests.</summary>
    public OriginConnector(ClientOptions options, Func<string, CancellationToken, Task<IPAddress[]>> lookup, Random random)
    {
        _options = options;
        _resolver = new HostResolver(options.TimeProvider, options.ResolveInterval, lookup);
        _load = new AddressLoad(random);
        _tls = new TlsClient(options.Tls ?? new ClientTls());
    }

    public override ValueTask<TransportConnection> ConnectAsync(Origin origin, CancellationToken cancellationToken) => ConnectAsync(origin, new ConnectPhases(), cancellationToken);

    public override async ValueTask<TransportConnection> ConnectAsync(Origin origin, ConnectPhases phases, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, typeof(PicardClient));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);

        // Now, while the caller's thread is known: a connection lives on the loop of whoever needs it.
        var connector = _options.Connector ?? LoopGroup.CreateConnectorOfCaller();
        try
        {
            var route = new Route(origin, ProxyOf(origin));
            var began = _options.TimeProvider.GetTimestamp();
            var addresses = await ResolveAsync(route, either.Token).ConfigureAwait(false);
            phases.Resolve = TakeElapsed(ref began);
            var (transport, address) = await RaceAsync(route, connector, addresses, either.Token).ConfigureAwait(false);
            phases.Connect = TakeElapsed(ref began);
            var connection = await CompleteAsync(transport, route, phases, either.Token).ConfigureAwait(false);
            _load.Add(address, connection);
            return connection;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(PicardClient));
        }
    }

    public override bool IsDeparted(Origin origin, EndPoint? address) =>
        address is IPEndPoint { Address: var known } && _resolver.IsDeparted(ProxyOf(origin)?.Host ?? origin.Host, known);

    /// <summary>Ends what is being connected.</summary>
    public async ValueTask DisposeAsync() => await _stopping.CancelAsync().ConfigureAwait(false);

    private ClientProxy? ProxyOf(Origin origin) => _options.Proxy is { } proxy && proxy.IsFor(origin.Host) ? proxy : null;

    private TimeSpan TakeElapsed(ref long began)
    {
        var now = _options.TimeProvider.GetTimestamp();
        var elapsed = _options.TimeProvider.GetElapsedTime(began, now);
        began = now;
        return elapsed;
    }

    private async ValueTask<IPAddress[]> ResolveAsync(Route route, CancellationToken cancellationToken)
    {
        try
        {
            return await Phase.RunAsync(
                cancellation => _resolver.ResolveAsync(route.Host, cancellation),
                _options,
                () => route.Late(RequestFault.ResolveTimeout, $"resolving the name of {route.HostText}", _options.ConnectTimeout),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw route.Fault(RequestFault.Resolve, $"the name of {route.HostText} cannot be resolved: {exception.Message}", exception);
        }
    }

    private async ValueTask<(TransportConnection Connection, IPEndPoint Address)> RaceAsync(Route route, TransportConnector? connector, IPAddress[] addresses, CancellationToken cancellationToken)
    {
        // Here and not before: a client that is never used, or has a connector of its own, starts no loops.
        var race = new ConnectionRace(connector ?? DefaultConnector.Instance, _options.TimeProvider, _options.ConnectionAttemptDelay);
        try
        {
            return await Phase.RunAsync(
                cancellation => race.RunAsync(_load.Order(addresses, route.Port), cancellation),
                _options,
                () => route.Late(RequestFault.ConnectTimeout, $"connecting to {route.Describe(addresses)}", _options.ConnectTimeout),
                cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            throw route.Fault(RequestFault.Connect, $"{route.Describe(addresses)} does not take it: {exception.Message}", exception);
        }
    }

    /// <summary>What follows once the transport is connected; for an origin of http without a proxy, nothing.</summary>
    private async ValueTask<TransportConnection> CompleteAsync(TransportConnection transport, Route route, ConnectPhases phases, CancellationToken cancellationToken)
    {
        var connection = transport;
        var began = _options.TimeProvider.GetTimestamp();
        var isComplete = false;
        try
        {
            if (route.Proxy is { } proxy)
            {
                if (proxy.Kind == ProxyKind.Https)
                {
                    connection = await SecureAsync(connection, proxy.Host, route, cancellationToken).ConfigureAwait(false);
                    phases.Tls = TakeElapsed(ref began);
                }

                await TunnelAsync(connection, proxy, route, cancellationToken).ConfigureAwait(false);
                phases.Connect += TakeElapsed(ref began);
            }

            if (route.Origin.IsSecure)
            {
                connection = await SecureAsync(connection, route.Origin.Host, route, cancellationToken).ConfigureAwait(false);
                phases.Tls += TakeElapsed(ref began);
            }

            isComplete = true;
            return connection;
        }
        finally
        {
            if (!isComplete)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private ValueTask<TransportConnection> SecureAsync(TransportConnection beneath, string host, Route route, CancellationToken cancellationToken) => Phase.RunAsync(
        cancellation => _tls.AuthenticateAsync(beneath, host, route.Origin.Authority, cancellation),
        _options,
        () => route.Late(RequestFault.TlsTimeout, $"the TLS handshake with '{host}' at {beneath.RemoteEndPoint}", _options.ConnectTimeout),
        cancellationToken);

    private async ValueTask TunnelAsync(TransportConnection transport, ClientProxy proxy, Route route, CancellationToken cancellationToken)
    {
        try
        {
            await Phase.RunAsync(
                async cancellation =>
                {
                    if (proxy.Kind == ProxyKind.Socks5)
                    {
                        await new SocksTunnel(proxy).OpenAsync(transport, route.Origin, cancellation).ConfigureAwait(false);
                    }
                    else
                    {
                        await new HttpTunnel(proxy, _options).OpenAsync(transport, route.Origin, cancellation).ConfigureAwait(false);
                    }

                    return transport;
                },
                _options,
                () => route.Late(RequestFault.ConnectTimeout, $"the tunnel of {route.HostText}", _options.ConnectTimeout),
                cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            throw route.Fault(RequestFault.Proxy, $"{route.HostText} ended the connection: {exception.Message}", exception);
        }
    }
}
