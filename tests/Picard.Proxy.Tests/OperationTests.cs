using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Picard.Gen;
using Picard.Server.Tests;

namespace Picard.Proxy.Tests;

/// <summary>What those who run a gateway see of it, and change while it runs.</summary>
public sealed class OperationTests
{
    [Fact]
    public async Task EachRequest_IsLoggedWithWhereItWentAndHowLongThatTook()
    {
        var requests = new MemoryLog();
        await using var net = await ProxiedNetwork.StartAsync(Network.EventLoops, options => Like(options, loggerFactory: new ByCategory(requests)));
        var (client, server, _) = await net.SendAsync("GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n");
        await server.RespondAsync("hello");
        _ = await client.ReadResponseAsync();
        await client.SendAsync("GET /lost HTTP/1.1\r\nHost: a\r\n\r\n");
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/2 200 OK\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 502 ", await client.ReadResponseAsync());
        var lines = requests.From(LogLevel.Information).Select(static line => line.Text).ToList();
        Assert.StartsWith($"GET /lost 502 ", lines[1]);
        var line = lines[0];
        Assert.Matches($@"^GET /a\?b 200 5 of {new Uri(net.Upstream.Url).Authority} in \d+\.\d ms, waited \d+\.\d, connected in \d+\.\d, first octet after \d+\.\d$", line);
    }

    [Fact]
    public async Task Status_IsToldToThisMachine_AndToNobodyElse()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.EventLoops, static options => Like(options, statusPath: "/-/status"));
        var (client, server, _) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await server.RespondAsync("hello");
        _ = await client.ReadResponseAsync();
        await client.SendAsync("GET /-/status?x HTTP/1.1\r\nHost: a\r\n\r\n");
        using var status = JsonDocument.Parse(TestPeer.ContentOf(await client.ReadResponseAsync()));
        var destination = Assert.Single(status.RootElement.GetProperty("destinations").EnumerateArray());
        Assert.Equal((net.Upstream.Url, "healthy", 1, 0), (destination.GetProperty("url").GetString(), destination.GetProperty("health").GetString(), destination.GetProperty("requests").GetInt32(), destination.GetProperty("pending").GetInt32()));
        Assert.Equal(1, status.RootElement.GetProperty("connections").GetProperty("open").GetInt32());

        // In memory a connection has no address, so it is of no network.
        await using var other = await ProxiedNetwork.StartAsync(Network.InMemory, static options => Like(options, statusPath: "/-/status"));
        var stranger = await other.ConnectAsync();
        await stranger.SendAsync("GET /-/status HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404 ", await stranger.ReadResponseAsync());
        Assert.Equal(0, other.Upstream.Connections);
    }

    [Fact]
    public async Task Metrics_TellOfEachDestination()
    {
        using var meters = new TestMeters();
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory, options => Like(options, meters: meters));
        var (client, server, _) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, own) => { if (instrument.Meter.Scope == meters) { own.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument.Meter.Name == "Picard.Proxy")
            {
                seen[$"{instrument.Name} {string.Join(' ', tags.ToArray().Select(static tag => tag.Value))}"] = value;
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal(1, seen["picard.proxy.destination.active_requests backend http://127.0.0.1:9000"]);
        Assert.Equal(1, seen["picard.proxy.destination.healthy backend http://127.0.0.1:9000"]);
        await server.RespondAsync("hello");
        _ = await client.ReadResponseAsync();
        listener.RecordObservableInstruments();
        Assert.Equal(0, seen["picard.proxy.destination.active_requests backend http://127.0.0.1:9000"]);
        Assert.Equal((1, 0), (seen["picard.proxy.destination.requests backend http://127.0.0.1:9000"], seen["picard.proxy.upstream.retries backend"]));
    }

    [Theory]
    [InlineData(Network.InMemory)]
    [InlineData(Network.EventLoops)]
    public async Task GracefulStop_AnswersWhatIsUnderWay(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, _) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        var stopping = net.Front.Server.StopAsync();
        await server.RespondAsync("hello");
        var response = await client.ReadToEndAsync();
        Assert.Contains("\r\nConnection: close\r\n", response);
        Assert.EndsWith("hello", response);
        await client.DisposeAsync();
        await stopping;
    }

    [Fact]
    public async Task DestinationsThatAreReplaced_EndWhatTheyHaveBegun()
    {
        await using var other = await ProxiedNetwork.StartAsync(Network.EventLoops);
        await using var net = await ProxiedNetwork.StartAsync(Network.EventLoops);
        var (client, server, _) = await net.SendAsync("GET /old HTTP/1.1\r\nHost: a\r\n\r\n");
        net.Gateway.Apply(new UpstreamOptions { Destinations = [other.Upstream.Url] });
        Assert.Equal("backend", net.Gateway.Status.Name);
        var second = await net.ConnectAsync();
        await second.SendAsync("GET /new HTTP/1.1\r\nHost: a\r\n\r\n");
        var fresh = await other.AcceptAsync();
        Assert.StartsWith("GET /new ", await fresh.ReadHeadAsync());
        await fresh.RespondAsync("new");
        Assert.EndsWith("new", await second.ReadResponseAsync());
        await server.RespondAsync("old");
        Assert.EndsWith("old", await client.ReadResponseAsync());
        Assert.Throws<OptionException>(() => net.Gateway.Apply(new UpstreamOptions { Name = "backend" }));
        Assert.Equal(other.Upstream.Url, net.Gateway.Status.Destinations[0].Url);
    }

    [Fact]
    public async Task Affinity_LeadsAClientBack()
    {
        await using var one = await ProxiedNetwork.StartAsync(Network.EventLoops);
        await using var two = await ProxiedNetwork.StartAsync(Network.EventLoops);
        await using var net = await ProxiedNetwork.StartAsync(Network.EventLoops, options => Like(options, upstream: new UpstreamOptions
        {
            Name = "backend",
            Destinations = [one.Upstream.Url, two.Upstream.Url],
            Balance = UpstreamBalance.RoundRobin,
            Affinity = new UpstreamAffinity { Cookie = "upstream", Secure = false },
        }));
        var client = await net.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        var server = await one.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("one");
        var response = await client.ReadResponseAsync();
        var cookie = response[(response.IndexOf("Set-Cookie: ", StringComparison.Ordinal) + 12)..].Split(';')[0];
        Assert.StartsWith("upstream=", cookie);
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync($"GET / HTTP/1.1\r\nHost: a\r\nCookie: x=y; {cookie}\r\n\r\n");
            await server.ReadHeadAsync();
            await server.RespondAsync("one");
            Assert.DoesNotContain("Set-Cookie", await client.ReadResponseAsync());
        }

        Assert.Equal(0, two.Upstream.Connections);
    }

    [Theory]
    [InlineData("Name", "MaxLoops")]
    [InlineData("Via", "ViaName")]
    [InlineData("Status", "StatusPath")]
    public void OptionThatCannotBeKept_IsNamed(string which, string option)
    {
        var upstream = new UpstreamOptions { Name = "backend", Destinations = ["http://127.0.0.1:1"] };
        var options = which switch
        {
            "Name" => new GatewayOptions { Upstream = upstream, MaxLoops = -1 },
            "Via" => new GatewayOptions { Upstream = upstream, ViaName = "a b" },
            _ => new GatewayOptions { Upstream = upstream, StatusPath = "status" },
        };
        Assert.Contains($"GatewayOptions.{option} ", Assert.Throws<OptionException>(() => new Gateway(options)).Message);
    }

    private static GatewayOptions Like(GatewayOptions options, UpstreamOptions? upstream = null, string? statusPath = null, ILoggerFactory? loggerFactory = null, IMeterFactory? meters = null) => new()
    {
        Upstream = upstream ?? options.Upstream,
        Client = options.Client,
        TimeProvider = options.TimeProvider,
        LoggerFactory = loggerFactory ?? options.LoggerFactory,
        ViaName = "edge",
        StatusPath = statusPath,
        MeterFactory = meters,
    };

    /// <summary>The log of forwarded requests, and none for the rest.</summary>
    private sealed class ByCategory(MemoryLog requests) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName == "Picard.Proxy.Requests" ? requests : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
