using Picard.Client.Tests.Typed;
using Picard.Server.Tests;
using Picard.Transport;
using Picard.Transport.Tests;

namespace Picard.Client.Tests.Observing;

/// <summary>Where the time of a request went.</summary>
[Collection(nameof(TracingTests))] // which listen to the activities of every client in the process
public sealed class TimingTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;

    public TimingTests() => _client = new PicardClient(new ClientOptions { Connector = _network, TimeProvider = _time, MeasuresPhases = true, Tls = new ClientTls { TrustedAuthorities = [TestCertificates.Authority] } });

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task FirstRequest_HasItsConnectionsPhases()
    {
        var asked = _client.GetAsync("https://127.0.0.1/");
        var beneath = await _network.AcceptAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        var server = new ScriptedPeer(await TlsConnection.AuthenticateAsServerAsync(beneath.Connection, TestCertificates.ServerOptions(TestCertificates.Localhost)));
        await server.ReadHeadAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n");
        await using var response = await asked;
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(
            new PhaseTimings { PoolWait = Seconds(1), Tls = Seconds(1), Sent = Seconds(1), FirstByte = Seconds(3), Total = Seconds(7) },
            response.Timings);
    }

    [Fact]
    public async Task RequestOnAnIdleConnection_HasWaitedForNone()
    {
        var shop = PicardClient.Create<IShop>(_client);
        var first = shop.Cached("1");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        _time.Advance(Seconds(1));
        await server.RespondAsync("null");
        await first;
        _time.Advance(Seconds(1));
        var second = shop.Cached("2");
        await server.ReadHeadAsync();
        _time.Advance(Seconds(3));
        await server.RespondAsync("""{"id":1,"name":"a"}""");
        Assert.Equal(new PhaseTimings { FirstByte = Seconds(3), Total = Seconds(3) }, (await second).Timings);
    }

    [Fact]
    public async Task WithoutTheOption_NothingIsMeasured()
    {
        await using var client = new PicardClient(new ClientOptions { Connector = _network, TimeProvider = _time });
        var asked = client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        _time.Advance(Seconds(1));
        await server.RespondAsync("");
        await using var response = await asked;
        Assert.Equal(default, response.Timings);
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
