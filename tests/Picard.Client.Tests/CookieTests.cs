using System.Net;
using Picard.Client.Tests.Typed;
using Picard.Transport;
using Picard.Transport.Tests;

namespace Picard.Client.Tests;

/// <summary>Cookies that a client keeps (RFC 6265): which are sent where.</summary>
public sealed class CookieTests : IAsyncLifetime
{
    private readonly ScriptedNetwork _network = new();
    private readonly CookieContainer _jar = new();
    private readonly PicardClient _client;

    public CookieTests() => _client = new PicardClient(new ClientOptions
    {
        Connector = _network,
        Cookies = _jar,
        Redirects = new ClientRedirects(),
        Tls = new ClientTls { TrustedAuthorities = [TestCertificates.Authority] },
    });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task WithoutTheOption_NothingIsKept()
    {
        await using var client = new PicardClient(new ClientOptions { Connector = _network });
        Assert.Null(await CookieOf(client, "http://127.0.0.1/", "a=1"));
        Assert.Null(await CookieOf(client, "http://127.0.0.1/"));
    }

    [Fact]
    public async Task Cookie_IsSentBack_InOneField()
    {
        Assert.Null(await CookieOf(_client, "http://127.0.0.1/", "a=1; Path=/", "b=2; HttpOnly; Expires=Wed, 21 Oct 2065 07:28:00 GMT"));
        Assert.Equal("a=1; b=2", await CookieOf(_client, "http://127.0.0.1/"));
    }

    [Fact]
    public async Task Path_LimitsWhereItGoes()
    {
        await CookieOf(_client, "http://127.0.0.1/shop/cart", "a=1; Path=/shop");
        Assert.Equal("a=1", await CookieOf(_client, "http://127.0.0.1/shop/till?x"));
        Assert.Null(await CookieOf(_client, "http://127.0.0.1/other"));
    }

    [Theory]
    [InlineData("a=1", "http://127.0.0.2/")]
    [InlineData("a=1; Domain=127.0.0.2", "http://127.0.0.2/")]
    [InlineData("a=1; Max-Age=0", "http://127.0.0.1/")]
    [InlineData("a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "http://127.0.0.1/")]
    [InlineData("=; ;;", "http://127.0.0.1/")]
    [InlineData("a=1; secure", "http://127.0.0.1/")]
    public async Task Cookie_ThatIsForAnother_OrForNobody_IsNotSent(string cookie, string uri)
    {
        await CookieOf(_client, "http://127.0.0.1/", cookie);
        Assert.Null(await CookieOf(_client, uri));
    }

    [Fact] // An attacker on the way of http must not replace what https has set.
    public async Task SecureCookie_IsOfHttpsOnly()
    {
        await CookieOf(_client, "https://127.0.0.1/", "id=secret; Secure; Path=/");
        Assert.Null(await CookieOf(_client, "http://127.0.0.1/", "id=forged; Secure; Path=/"));
        Assert.Equal("id=secret", await CookieOf(_client, "https://127.0.0.1/"));
    }

    [Fact]
    public async Task CallersOwnCookies_ComeFirst_AndACallersFieldIsAll()
    {
        await CookieOf(_client, "http://127.0.0.1/", "jar=1; Path=/");
        var asked = PicardClient.Create<IShop>(_client).Delete(1, "mine", 2);
        var server = await _network.AcceptAsync();
        Assert.Contains("Cookie: session=mine; user=2; jar=1\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await server.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        await asked;
        var request = new ClientRequest(Method.Get, "http://127.0.0.1/");
        request.Fields.Add("cookie", "only=1");
        Assert.Equal("only=1", await CookieOf(_client.SendAsync(request)));
    }

    [Fact]
    public async Task Redirect_HasItsCookiesKept_AndItsOwnSent()
    {
        await CookieOf(_client, "http://127.0.0.2/", "other=1");
        var asked = _client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2/\r\nSet-Cookie: first=1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal("other=1", await CookieOf(asked));
        Assert.Equal("first=1", await CookieOf(_client, "http://127.0.0.1/"));
    }

    private ValueTask<string?> CookieOf(PicardClient client, string uri, params string[] set) =>
        CookieOf(client.GetAsync(uri), uri.StartsWith("https", StringComparison.Ordinal), set);

    /// <summary>The field Cookie of the next request, which is answered on a connection of its own.</summary>
    private async ValueTask<string?> CookieOf(ValueTask<ClientResponse> asked, bool isSecure = false, params string[] set)
    {
        var server = await _network.AcceptAsync();
        if (isSecure)
        {
            server = new ScriptedPeer(await TlsConnection.AuthenticateAsServerAsync(server.Connection, TestCertificates.ServerOptions(TestCertificates.Localhost)));
        }

        var head = await server.ReadHeadAsync();
        await server.SendAsync($"HTTP/1.1 200 OK\r\n{string.Concat(set.Select(static cookie => $"Set-Cookie: {cookie}\r\n"))}Connection: close\r\nContent-Length: 0\r\n\r\n");
        await (await asked).DisposeAsync();
        return head.Split("\r\n").SingleOrDefault(static line => line.StartsWith("cookie: ", StringComparison.OrdinalIgnoreCase))?["cookie: ".Length..];
    }
}
