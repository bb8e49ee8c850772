using System.Globalization;
using System.Text.Json;
using Picard.Gen;

namespace Picard.Benchmarks.Tests;

/// <summary>Our proxy as it is measured: it forwards, and tells itself what it has allocated.</summary>
public sealed class GatewayPeerTests : IAsyncLifetime
{
    private readonly PicardServer _upstream = PicardServer.Create<BenchApplication>(new ServerOptions { Urls = ["http://127.0.0.1:0"] });
    private Gateway _gateway = null!;
    private PicardServer _proxy = null!;

    public async Task InitializeAsync()
    {
        await _upstream.StartAsync();
        _gateway = new Gateway(new GatewayOptions { Upstream = new UpstreamOptions { Name = "upstream", Destinations = [_upstream.Addresses[0]] } });
        _proxy = PicardServer.Create((IHandler)new GatewayPeer(_gateway), new ServerOptions { Urls = ["http://127.0.0.1:0"] });
        await _proxy.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public void Request_IsForwarded() => Assert.Equal("Hello, World!", PeerRequest.Get(Port, "/plaintext"));

    [Fact]
    public void Stats_AreTheProxysOwn()
    {
        using var stats = JsonDocument.Parse(PeerRequest.Get(Port, "/stats"));
        Assert.True(stats.RootElement.GetProperty("allocatedBytes").GetInt64() > 0);
        Assert.Equal(0, _upstream.Requests);
    }

    private int Port => int.Parse(_proxy.Addresses[0].Split(':')[^1].TrimEnd('/'), CultureInfo.InvariantCulture);
}
