using System.Diagnostics.Metrics;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>What a server measures: the names, units and attributes of the OpenTelemetry semantic conventions, in every way that a request can end.</summary>
public sealed class MetricsTests
{
    private const string Duration = "http.server.request.duration";
    private const string Active = "http.server.active_requests";
    private const string Connections = "picard.server.active_connections";
    private const string ConnectionDuration = "picard.server.connection.duration";
    private const string Refusals = "picard.server.refusals";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Request_IsMeasuredInSeconds_WithItsRoute()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/users/42"));
        _ = await peer.ReadResponseAsync();
        var measured = Assert.Single(server.Meters.Of(Duration));
        Assert.Equal("s", measured.Unit);
        Assert.Equal("http.request.method=GET http.response.status_code=200 http.route=/users/{id} network.protocol.version=1.1 url.scheme=http", measured.Tags);
    }

    [Fact]
    public async Task Duration_IsThatOfTheServersClock()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/wait"));
        await server.Handler.Entered.Task.WaitAsync(s_patience);
        server.Time.Advance(TimeSpan.FromSeconds(3));
        server.Handler.Pending.SetResult("late");
        _ = await peer.ReadResponseAsync();
        Assert.Equal(3, Assert.Single(server.Meters.Of(Duration)).Value, tolerance: 0.001);
    }

    [Theory]
    [InlineData("GET /nowhere HTTP/1.0\r\n\r\n", "http.request.method=GET http.response.status_code=200 network.protocol.version=1.0 url.scheme=http")]
    [InlineData("BREW /pot HTTP/1.1\r\nHost: test\r\n\r\n", "http.request.method=_OTHER http.response.status_code=200 network.protocol.version=1.1 url.scheme=http")]
    [InlineData("get /pot HTTP/1.1\r\nHost: test\r\n\r\n", "http.request.method=_OTHER http.response.status_code=200 network.protocol.version=1.1 url.scheme=http")]
    public async Task Request_WithoutRouteOrKnownMethod_AddsNoAttributeOfTheClients(string request, string tags)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(request);
        _ = await peer.ReadResponseAsync();
        Assert.Equal(tags, Assert.Single(server.Meters.Of(Duration)).Tags);
    }

    [Theory]
    [InlineData("/refuse", "http.request.method=GET http.response.status_code=403 network.protocol.version=1.1 url.scheme=http")]
    [InlineData("/throw", "error.type=System.InvalidOperationException http.request.method=GET http.response.status_code=500 network.protocol.version=1.1 url.scheme=http")]
    [InlineData("/throw-later", "error.type=System.InvalidOperationException http.request.method=GET http.response.status_code=500 network.protocol.version=1.1 url.scheme=http")]
    [InlineData("/unavailable", "error.type=503 http.request.method=GET http.response.status_code=503 network.protocol.version=1.1 url.scheme=http")]
    public async Task Failure_HasItsStatus_AndAnErrorTypeIfItIsOurs(string target, string tags)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get(target));
        _ = await peer.ReadResponseAsync();
        Assert.Equal(tags, Assert.Single(server.Meters.Of(Duration)).Tags);
        Assert.Equal(0, server.Meters.Sum(Active));
    }

    [Fact]
    public async Task ActiveRequests_AreThoseWhoseResponseIsNotWritten()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/wait"));
        await server.Handler.Entered.Task.WaitAsync(s_patience);
        Assert.Equal(1, server.Meters.Sum(Active));
        server.Handler.Pending.SetResult("done");
        _ = await peer.ReadResponseAsync();
        Assert.Equal(0, server.Meters.Sum(Active));
        Assert.All(server.Meters.Of(Active), static change => Assert.Equal("http.request.method=GET url.scheme=http", change.Tags));
    }

    [Fact]
    public async Task AbortedClient_EndsItsRequest_AsAnErrorWithoutStatus()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/forever"));
        await server.Handler.Entered.Task.WaitAsync(s_patience);
        peer.Reset();
        await server.EmptyAsync();
        Assert.Equal("error.type=client_gone http.request.method=GET network.protocol.version=1.1 url.scheme=http", Assert.Single(server.Meters.Of(Duration)).Tags);
        Assert.Equal(0, server.Meters.Sum(Active));
        Assert.Equal(0, server.Meters.Sum(Connections));
    }

    [Fact]
    public async Task ClientThatLeavesWithinItsContent_EndsItsRequest()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n12345");
        await peer.FinishAsync();
        _ = await peer.ReadToEndAsync();
        await server.EmptyAsync();
        Assert.Equal("error.type=client_gone http.request.method=POST network.protocol.version=1.1 url.scheme=http", Assert.Single(server.Meters.Of(Duration)).Tags);
        Assert.Equal(0, server.Meters.Sum(Active));
    }

    [Fact]
    public async Task HandlerThatFailsAfterTheHead_KeepsTheStatusThatWasSent()
    {
        await using var server = await StartAsync();
        _ = await server.ConverseAsync(Get("/throw-after-head"));
        await server.EmptyAsync();
        Assert.Equal("error.type=System.InvalidOperationException http.request.method=GET http.response.status_code=200 network.protocol.version=1.1 url.scheme=http", Assert.Single(server.Meters.Of(Duration)).Tags);
    }

    [Fact]
    public async Task ContentTimeout_IsA408_OfTypeTimeout()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 100000\r\n\r\n12345");
        await server.AdvanceAsync(30);
        await peer.FinishAsync();
        AssertRefused(await peer.ReadToEndAsync(), 408);
        Assert.Equal("error.type=timeout http.request.method=POST http.response.status_code=408 network.protocol.version=1.1 url.scheme=http", Assert.Single(server.Meters.Of(Duration)).Tags);
        Assert.Equal("http.response.status_code=408 picard.refusal.reason=timeout", Assert.Single(server.Meters.Of(Refusals)).Tags);
        Assert.Equal(0, server.Meters.Sum(Active));
    }

    [Fact]
    public async Task ClientThatDoesNotRead_EndsItsRequest_AsATimeout()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/huge"));
        await server.AdvanceAsync(30);
        await server.EmptyAsync();
        Assert.Equal("error.type=timeout http.request.method=GET http.response.status_code=200 network.protocol.version=1.1 url.scheme=http", Assert.Single(server.Meters.Of(Duration)).Tags);
        Assert.Equal(0, server.Meters.Sum(Active));
    }

    [Fact]
    public async Task HeadTimeout_IsARefusal_AndNoRequest()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("GET / HT");
        await server.AdvanceAsync(30);
        await peer.FinishAsync();
        AssertRefused(await peer.ReadToEndAsync(), 408);
        Assert.Equal("http.response.status_code=408 picard.refusal.reason=timeout", Assert.Single(server.Meters.Of(Refusals)).Tags);
        Assert.Empty(server.Meters.Of(Duration));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "http.response.status_code=400 picard.refusal.reason=host_missing")]
    [InlineData("GET / HTTP/1.1\r\nHost: test\r\nExpect: tea\r\n\r\n", "http.response.status_code=417 picard.refusal.reason=expectation")]
    [InlineData("POST /small HTTP/1.1\r\nHost: test\r\nContent-Length: 11\r\n\r\n12345678901", "http.response.status_code=413 picard.refusal.reason=content_limit")]
    [InlineData("POST /content HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "http.response.status_code=400 picard.refusal.reason=chunk_size")]
    public async Task Refusal_IsCountedByItsReason(string request, string tags)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(request);
        await peer.FinishAsync();
        _ = await peer.ReadToEndAsync();
        Assert.Equal(tags, Assert.Single(server.Meters.Of(Refusals)).Tags);
        await server.EmptyAsync();
        Assert.Equal(0, server.Meters.Sum(Active));
    }

    [Fact]
    public async Task ConnectionBeyondTheLimit_IsARefusal()
    {
        await using var server = await StartAsync(maxConnections: 1);
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();
        await second.FinishAsync();
        AssertRefused(await second.ReadToEndAsync(), 503);
        Assert.Equal("http.response.status_code=503 picard.refusal.reason=connection_limit", Assert.Single(server.Meters.Of(Refusals)).Tags);
    }

    [Fact]
    public async Task Connections_AreCounted_AndTimed()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        Assert.Equal(1, server.Meters.Sum(Connections));
        await server.AdvanceAsync(5);
        await peer.FinishAsync();
        _ = await peer.ReadToEndAsync();
        await server.EmptyAsync();
        Assert.Equal(0, server.Meters.Sum(Connections));
        var measured = Assert.Single(server.Meters.Of(ConnectionDuration));
        Assert.Equal(5, measured.Value, tolerance: 0.001);
        Assert.Equal(("s", "network.transport=tcp"), (measured.Unit, measured.Tags));
    }

    [Fact]
    public async Task Listener_ThatComesOrGoesWithinARequest_LeavesNoCountBehind()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, static basics => new ServerOptions
        {
            TimeProvider = basics.Time,
            LoggerFactory = new MemoryLog(), // which does not want to know of requests
            MeterFactory = basics.Meters,
        });
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/wait"));
        await server.Handler.Entered.Task.WaitAsync(s_patience);
        server.Meters.Listen();
        server.Handler.Pending.SetResult("done");
        _ = await peer.ReadResponseAsync();
        Assert.Empty(server.Meters.Of(Active));
        Assert.Empty(server.Meters.Of(Duration));

        await peer.SendAsync(Get("/"));
        _ = await peer.ReadResponseAsync();
        Assert.Equal([1, -1], server.Meters.Of(Active).Select(static change => change.Value));
        server.Meters.Deafen();
        await peer.SendAsync(Get("/"));
        _ = await peer.ReadResponseAsync();
        Assert.Single(server.Meters.Of(Duration));
    }

    [Fact]
    public async Task OneInstrument_CanBeListenedToByItself()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        server.Meters.Listen(Active);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/"));
        _ = await peer.ReadResponseAsync();
        Assert.Equal([1, -1], server.Meters.Of(Active).Select(static change => change.Value));
        Assert.Empty(server.Meters.Of(Duration));
        Assert.Empty(server.Meters.Of(Connections));
    }

    [Fact]
    public void Meter_OfAServerWithoutAFactory_IsItsOwn_AndEndsWithIt()
    {
        using var listener = new MeterListener();
        var metrics = new ServerMetrics(factory: null);
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Meter == metrics.Meter)
            {
                all.EnableMeasurementEvents(instrument);
            }
        };
        Assert.False(metrics.MeasuresRequests);
        listener.Start();
        Assert.True(metrics.MeasuresRequests);
        metrics.Dispose();
        Assert.False(metrics.MeasuresRequests);
    }

    private static async Task<TestServer> StartAsync(int? maxConnections = null)
    {
        var server = await TestServer.StartAsync(Network.InMemory, basics => new ServerOptions
        {
            TimeProvider = basics.Time,
            LoggerFactory = basics.Log,
            MeterFactory = basics.Meters,
            MaxConnections = maxConnections,
        });
        server.Meters.Listen();
        return server;
    }
}
