using Picard;

/// <summary>A server with a gateway behind it.</summary>
internal sealed class Route : IAsyncDisposable
{
    private readonly Gateway _gateway;
    private readonly PicardServer _server;

    /// <exception cref="OptionException">An upstream is no URL.</exception>
    public Route(Mapping mapping)
    {
        _gateway = new Gateway(new GatewayOptions { Upstream = new UpstreamOptions { Name = "upstream", Destinations = [.. mapping.Upstreams] } });
        _server = PicardServer.Create(_gateway, new ServerOptions { Urls = [.. mapping.Urls] });
    }

    /// <exception cref="ServerStartException">An address cannot be listened on.</exception>
    public async Task StartAsync()
    {
        await _server.StartAsync();
        foreach (var address in _server.Addresses)
        {
            Console.WriteLine($"Listening on {address}");
        }
    }

    public Task StopAsync() => _server.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _gateway.DisposeAsync();
    }
}
