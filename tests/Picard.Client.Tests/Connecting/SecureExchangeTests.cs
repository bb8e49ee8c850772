using Picard.Transport.Tests;

namespace Picard.Client.Tests;

/// <summary>Exchanges over TLS, in memory.</summary>
public sealed class SecureExchangeTests : IAsyncDisposable
{
    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;

    public SecureExchangeTests() => _client = new PicardClient(new ClientOptions
    {
        Connector = _network,
        Tls = new ClientTls { TrustedAuthorities = [TestCertificates.Authority] },
    });

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Get_OfHttps_IsSentOverTls()
    {
        var asked = _client.GetAsync("https://127.0.0.1/a");
        var server = await AcceptAsync();
        Assert.StartsWith("GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await server.RespondAsync("Hello");
        await using (var response = await asked)
        {
            Assert.Equal("Hello", await response.ReadTextAsync());
        }
    }

    [Fact] // RFC 9112 §9.8
    public async Task CloseDelimitedContent_WithCloseNotify_IsWhole()
    {
        var asked = _client.GetAsync("https://127.0.0.1/");
        var server = await AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\n\r\nHello");
        await server.FinishAsync();
        await using var response = await asked;
        Assert.Equal("Hello", await response.ReadTextAsync());
    }

    [Fact] // RFC 9112 §9.8
    public async Task CloseDelimitedContent_WithoutCloseNotify_IsTruncated()
    {
        var asked = _client.GetAsync("https://127.0.0.1/");
        var beneath = await _network.AcceptAsync();
        var server = await AcceptAsync(beneath);
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\n\r\nHello");
        await beneath.FinishAsync();
        await using var response = await asked;
        Assert.Equal(RequestFault.Truncated, (await Assert.ThrowsAsync<RequestException>(async () => await response.ReadTextAsync())).Fault);
    }

    [Fact] // RFC 9112 §9.8
    public async Task ContentWithALength_WithoutCloseNotify_IsWhole()
    {
        var asked = _client.GetAsync("https://127.0.0.1/");
        var beneath = await _network.AcceptAsync();
        var server = await AcceptAsync(beneath);
        await server.ReadHeadAsync();
        await server.RespondAsync("Hello");
        await beneath.FinishAsync();
        await using var response = await asked;
        Assert.Equal("Hello", await response.ReadTextAsync());
    }

    private async Task<ScriptedPeer> AcceptAsync(ScriptedPeer? beneath = null)
    {
        beneath ??= await _network.AcceptAsync();
        var secured = await Transport.TlsConnection.AuthenticateAsServerAsync(beneath.Connection, TestCertificates.ServerOptions(TestCertificates.Localhost));
        return new ScriptedPeer(secured);
    }
}
