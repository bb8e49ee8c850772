using System.Diagnostics.Metrics;
using Picard.Client.Tests.Typed;
using Picard.Server.Tests;
using Picard.Transport;

namespace Picard.Client.Tests.Observing;

/// <summary>What a client measures: the names, units and attributes of the OpenTelemetry semantic conventions, in every way that a request can end.</summary>
[Collection(nameof(TracingTests))] // which listen to the activities of every client in the process
public sealed class MetricsTests : IAsyncLifetime
{
    private const string Duration = "http.client.request.duration";
    private const string Active = "http.client.active_requests";
    private const string InQueue = "http.client.request.time_in_queue";
    private const string Connections = "http.client.open_connections";
    private const string ConnectionDuration = "http.client.connection.duration";
    private const string Here = "server.address=127.0.0.1 server.port=80 url.scheme=http";

    private readonly TestMeters _meters = new();
    private readonly FakeTime _time = new();
    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;

    public MetricsTests() => _client = CreateClient(_network);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        _meters.Dispose();
    }

    [Fact]
    public async Task Request_IsMeasuredInSeconds_FromItsBeginningToItsEnd()
    {
        _meters.Listen();
        var asked = _client.GetAsync("http://127.0.0.1/secret?token=1");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        await server.RespondAsync("Hello");
        await using (var response = await asked)
        {
            Assert.Empty(_meters.Of(Duration));
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("Hello", await response.ReadTextAsync());
        }

        var measured = Assert.Single(_meters.Of(Duration));
        Assert.Equal(("s", 3), (measured.Unit, Math.Round(measured.Value, 3)));
        Assert.Equal($"http.request.method=GET http.response.status_code=200 network.protocol.version=1.1 {Here}", measured.Tags);
    }

    [Theory] // For a client any 4xx or 5xx is an error.
    [InlineData("204 No Content", null)]
    [InlineData("302 Found", null)]
    [InlineData("404 Not Found", "404")]
    [InlineData("503 Service Unavailable", "503")]
    public async Task Status_IsAnAttribute_AndAnErrorFrom400On(string status, string? error)
    {
        _meters.Listen();
        var asked = PicardClient.Create<IShop>(_client).Delete(1, "s", 1);
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync($"HTTP/1.1 {status}\r\n{(status.StartsWith("204", StringComparison.Ordinal) ? "" : "Content-Length: 0\r\n")}\r\n");
        await asked;
        Assert.Equal(
            $"{(error is null ? "" : $"error.type={error} ")}http.request.method=DELETE http.response.status_code={status[..3]} network.protocol.version=1.1 {Here}",
            Assert.Single(_meters.Of(Duration)).Tags);
    }

    [Fact]
    public async Task Lost_IsAFault_WithoutStatus()
    {
        _meters.Listen();
        var asked = _client.GetAsync("http://127.0.0.1/").AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        server.Reset();
        await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.Equal($"error.type=connection_lost http.request.method=GET {Here}", Assert.Single(_meters.Of(Duration)).Tags);
        Assert.Equal(0, _meters.Sum(Active));
    }

    [Fact]
    public async Task Content_ThatBreaksOff_IsAFault_WithItsStatus()
    {
        _meters.Listen();
        var asked = PicardClient.Create<IShop>(_client).Root().AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHel");
        await server.FinishAsync();
        await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.StartsWith("error.type=truncated http.request.method=GET http.response.status_code=200 ", Assert.Single(_meters.Of(Duration)).Tags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_OfAnotherShape_IsAFault()
    {
        _meters.Listen();
        var asked = PicardClient.Create<IShop>(_client).Item(1).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("[]");
        await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.StartsWith("error.type=content ", Assert.Single(_meters.Of(Duration)).Tags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_IsItsException()
    {
        _meters.Listen();
        using var source = new CancellationTokenSource();
        var asked = _client.GetAsync("http://127.0.0.1/", source.Token).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.StartsWith("error.type=System.OperationCanceledException ", Assert.Single(_meters.Of(Duration)).Tags, StringComparison.Ordinal);
        Assert.Equal(0, _meters.Sum(Active));
    }

    [Fact]
    public async Task Connect_ThatFails_IsAFault()
    {
        _meters.Listen();
        await using var client = CreateClient(new Refusing());
        await Assert.ThrowsAsync<RequestException>(() => client.GetAsync("https://127.0.0.1/").AsTask());
        Assert.Equal("error.type=connect http.request.method=GET server.address=127.0.0.1 server.port=443 url.scheme=https", Assert.Single(_meters.Of(Duration)).Tags);
    }

    [Fact]
    public async Task Method_ThatIsNotRegistered_IsOther()
    {
        _meters.Listen();
        Assert.True(Method.TryParse("BREW"u8, out var brew));
        var asked = _client.SendAsync(new ClientRequest(brew, "http://127.0.0.1/"));
        await AnswerAsync(asked);
        Assert.StartsWith("http.request.method=_OTHER ", Assert.Single(_meters.Of(Duration)).Tags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ActiveRequests_AreThoseThatHaveNotEnded()
    {
        _meters.Listen();
        var asked = _client.GetAsync("http://127.0.0.1/");
        Assert.Equal(1, _meters.Sum(Active));
        Assert.Equal($"http.request.method=GET {Here}", _meters.Of(Active)[0].Tags);
        await AnswerAsync(asked);
        Assert.Equal(0, _meters.Sum(Active));
    }

    [Fact]
    public async Task Request_ThatBeganUnheard_EndsUnheard()
    {
        var asked = _client.GetAsync("http://127.0.0.1/");
        _meters.Listen();
        await AnswerAsync(asked);
        Assert.Empty(_meters.Of(Active));
        Assert.Empty(_meters.Of(Duration));
    }

    [Fact]
    public async Task Connection_IsActiveOrIdle_AndIsMeasuredWhenItIsClosed()
    {
        _meters.Listen();
        var asked = _client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        Assert.Equal((1, 0), (OpenAs("active"), OpenAs("idle")));
        await server.RespondAsync("");
        await (await asked).DisposeAsync();
        Assert.Equal((0, 1), (OpenAs("active"), OpenAs("idle")));
        var again = _client.GetAsync("http://127.0.0.1/");
        await server.ReadHeadAsync();
        Assert.Equal((1, 0), (OpenAs("active"), OpenAs("idle")));
        _time.Advance(TimeSpan.FromSeconds(7));
        await server.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        await (await again).DisposeAsync();
        Assert.Equal((0, 0), (OpenAs("active"), OpenAs("idle")));
        var measured = Assert.Single(_meters.Of(ConnectionDuration));
        Assert.Equal(("s", 7, $"network.protocol.version=1.1 {Here}"), (measured.Unit, Math.Round(measured.Value, 3), measured.Tags));
        Assert.StartsWith("http.connection.state=", _meters.Of(Connections)[0].Tags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IdleConnection_OfADisposedClient_IsCountedNoLonger()
    {
        _meters.Listen();
        await AnswerAsync(_client.GetAsync("http://127.0.0.1/"));
        Assert.Equal(1, _meters.Sum(Connections));
        await _client.DisposeAsync();
        Assert.Equal(0, _meters.Sum(Connections));
    }

    [Fact]
    public async Task WaitForAConnection_IsMeasured_AndNoWaitIsNot()
    {
        _meters.Listen();
        await using var client = new PicardClient(new ClientOptions { Connector = _network, TimeProvider = _time, MeterFactory = _meters, MaxConnections = 1 });
        var first = client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        var second = client.GetAsync("http://127.0.0.1/");
        _time.Advance(TimeSpan.FromSeconds(4));
        await server.RespondAsync("");
        await (await first).DisposeAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("");
        await (await second).DisposeAsync();
        var third = client.GetAsync("http://127.0.0.1/");
        await server.ReadHeadAsync();
        await server.RespondAsync("");
        await (await third).DisposeAsync();
        Assert.Equal([0, 4], _meters.Of(InQueue).Select(static wait => Math.Round(wait.Value, 3)));
        Assert.Equal($"http.request.method=GET network.protocol.version=1.1 {Here}", _meters.Of(InQueue)[1].Tags);
    }

    private double OpenAs(string state) => _meters.Of(Connections).Where(open => open.Tags.Contains($"http.connection.state={state} ", StringComparison.Ordinal)).Sum(static open => open.Value);

    private async Task AnswerAsync(ValueTask<ClientResponse> asked)
    {
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("");
        await (await asked).DisposeAsync();
    }

    private PicardClient CreateClient(TransportConnector connector) => new(new ClientOptions { Connector = connector, TimeProvider = _time, MeterFactory = _meters });

    private sealed class Refusing : TransportConnector
    {
        public override ValueTask<TransportConnection> ConnectAsync(System.Net.EndPoint endPoint, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<TransportConnection>(new TransportException(TransportFault.Refused, "refused"));
    }
}
