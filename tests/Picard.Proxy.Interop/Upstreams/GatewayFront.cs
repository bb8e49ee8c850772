using Picard.Client.Interop;

namespace Picard.Proxy.Interop;

/// <summary>Our gateway before a server: to a client it is that server.</summary>
internal sealed class GatewayFront : InteropServer
{
    // Its connections are its own, whatever becomes of those of the server behind it.
    private static readonly string[] s_ofConnections = ["close", "drop"];

    private readonly InteropServer _origin;
    private readonly InteropTransport _transport;
    private Gateway? _gateway;
    private PicardServer? _server;

    /// <param name="origin">What is behind it; ends with it.</param>
    /// <param name="transport">What the gateway's connections to it are made of.</param>
    public GatewayFront(InteropServer origin, InteropTransport transport)
    {
        _origin = origin;
        _transport = transport;
        Without = origin.Without.Concat(s_ofConnections).ToHashSet();
    }

    public override string Name => _origin.Name;

    public override string? Missing => _origin.Missing;

    public override string Package => _origin.Package;

    public override IReadOnlySet<string>? Only => _origin.Only;

    public override IReadOnlySet<string> Without { get; }

    public override bool LosesEarlyResponses => _origin.LosesEarlyResponses;

    public override bool HasSocket => _origin.HasSocket;

    /// <summary>What the gateway counts.</summary>
    public Gateway Gateway => _gateway ?? throw new InvalidOperationException("It is not started.");

    public override async Task StartAsync()
    {
        await _origin.StartAsync();
        await StartAsync([_origin.Base], new ClientOptions { Connector = _transport.Connector(), Tls = _origin.Tls });
    }

    /// <summary>Starts the gateway alone.</summary>
    /// <param name="destinations">Where requests go.</param>
    /// <param name="client">How the gateway connects.</param>
    public async Task StartAsync(IReadOnlyList<string> destinations, ClientOptions client)
    {
        _gateway = new Gateway(new GatewayOptions { Upstream = new UpstreamOptions { Name = Name, Destinations = destinations }, Client = client });
        _server = PicardServer.Create(_gateway, new ServerOptions { Urls = ["http://127.0.0.1:0"] });
        await _server.StartAsync();
        Base = _server.Addresses[0].TrimEnd('/');
    }

    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await _origin.DisposeAsync();
    }
}
