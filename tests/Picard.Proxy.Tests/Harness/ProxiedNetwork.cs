using Picard.Client.Tests;
using Picard.Server.Tests;

namespace Picard.Proxy.Tests;

/// <summary>A gateway between clients and a server that a test plays.</summary>
internal sealed class ProxiedNetwork : IAsyncDisposable
{
    private ProxiedNetwork(UpstreamServer upstream, FakeTime time, MemoryLog log, Gateway gateway)
    {
        Upstream = upstream;
        Time = time;
        Log = log;
        Gateway = gateway;
    }

    public UpstreamServer Upstream { get; }

    /// <summary>The clock of the server and of the gateway.</summary>
    public FakeTime Time { get; }

    /// <summary>What the gateway logs.</summary>
    public MemoryLog Log { get; }

    public Gateway Gateway { get; }

    public TestServer Front { get; private set; } = null!;

    public static Task<ProxiedNetwork> StartAsync(Network network) => StartAsync(network, static options => options);

    /// <param name="network">What lies between all three.</param>
    /// <param name="change">Changes the options.</param>
    public static async Task<ProxiedNetwork> StartAsync(Network network, Func<GatewayOptions, GatewayOptions> change)
    {
        var upstream = new UpstreamServer(network);
        var time = new FakeTime();
        var log = new MemoryLog();
        var gateway = new Gateway(change(OptionsFor(upstream, time, log)));
        return new ProxiedNetwork(upstream, time, log, gateway)
        {
            Front = await TestServer.StartAsync(network, basics => new ServerOptions { TimeProvider = time, LoggerFactory = basics.Log, MeterFactory = basics.Meters }, gateway),
        };
    }

    public static GatewayOptions OptionsFor(UpstreamServer upstream, FakeTime time, MemoryLog log) => new()
    {
        Upstream = new UpstreamOptions { Name = "backend", Destinations = [upstream.Url] },
        Client = new ClientOptions { Connector = upstream.Connector, TimeProvider = time, ContentIdleTimeout = TimeSpan.FromSeconds(60) },
        TimeProvider = time,
        LoggerFactory = log,
        ViaName = "edge",
    };

    public Task<TestPeer> ConnectAsync() => Front.ConnectAsync();

    public Task<ScriptedPeer> AcceptAsync() => Upstream.AcceptAsync();

    /// <summary>A client that has sent a request, and the server that has read its head.</summary>
    public async Task<(TestPeer Client, ScriptedPeer Server, string Head)> SendAsync(string request)
    {
        var client = await ConnectAsync();
        await client.SendAsync(request);
        var server = await AcceptAsync();
        return (client, server, await server.ReadHeadAsync());
    }

    /// <summary>Lets time pass until something has come of it, whoever had not yet begun to wait.</summary>
    public async Task<T> AdvanceUntilAsync<T>(Task<T> outcome, double seconds)
    {
        while (!outcome.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(seconds));
            await Task.Yield();
        }

        return await outcome;
    }

    public async ValueTask DisposeAsync()
    {
        await Front.DisposeAsync();
        await Gateway.DisposeAsync();
        await Upstream.StopAsync();
    }
}
