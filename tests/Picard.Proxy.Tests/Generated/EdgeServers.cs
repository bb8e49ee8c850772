namespace Picard.Proxy.Tests;

/// <summary>Two origins, and the applications in front of them.</summary>
public sealed class EdgeServers : IAsyncLifetime
{
    private readonly PicardServer _origin = Create<OriginApp>();
    private readonly PicardServer _other = Create<OriginApp>();
    private readonly PicardServer _edge = Create<EdgeApp>();
    private readonly PicardServer _stamped = Create<StampedApp>();

    /// <summary>The client of all tests.</summary>
    public PicardClient Client { get; } = new();

    /// <summary>The first origin.</summary>
    public string Origin => _origin.Addresses[0].TrimEnd('/');

    /// <summary>The second.</summary>
    public string Other => _other.Addresses[0].TrimEnd('/');

    /// <summary>The application.</summary>
    public string Edge => _edge.Addresses[0].TrimEnd('/');

    /// <summary>The application with middleware.</summary>
    public string Stamped => _stamped.Addresses[0].TrimEnd('/');

    /// <summary>Where requests of an upstream go.</summary>
    public static UpstreamOptions To(string name, params string[] destinations) => new() { Name = name, Destinations = destinations };

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await _origin.StartAsync();
        await _other.StartAsync();
        await _edge.StartAsync();
        await _stamped.StartAsync();
        OrdersProxy.Gateway.Apply(To("orders", Origin));
        SeenProxy.Gateway.Apply(To("seen", Origin));
        MovingProxy.Gateway.Apply(To("moving", Origin));
    }

    /// <summary>Sends a request.</summary>
    public ValueTask<ClientResponse> SendAsync(Method method, string uri, string content = "", params (string Name, string Value)[] fields)
    {
        var request = new ClientRequest(method, uri) { Content = System.Text.Encoding.UTF8.GetBytes(content) };
        foreach (var (name, value) in fields)
        {
            request.Fields.Set(name, value);
        }

        return Client.SendAsync(request);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await _stamped.DisposeAsync();
        await _edge.DisposeAsync();
        await _other.DisposeAsync();
        await _origin.DisposeAsync();
    }

    // No server has to be known before an application begins: they are given below.
    private static PicardServer Create<TApp>()
        where TApp : class, IApplication<TApp>
    {
        OrdersProxy.Gateway.Apply(To("orders", "http://127.0.0.1:1"));
        SeenProxy.Gateway.Apply(To("seen", "http://127.0.0.1:1"));
        MovingProxy.Gateway.Apply(To("moving", "http://127.0.0.1:1"));
        BrokenProxy.Gateway.Apply(To("broken", "http://127.0.0.1:1"));
        return PicardServer.Create<TApp>(new ServerOptions { Urls = ["http://127.0.0.1:0"] });
    }
}
