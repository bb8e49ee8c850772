using System.IO.Pipelines;
using Picard.Client.Tests.Typed;

namespace Picard.Client.Tests;

/// <summary>Redirects that are followed, and what of a request goes where (RFC 9110 §15.4).</summary>
public sealed class RedirectTests : IAsyncLifetime
{
    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;

    public RedirectTests() => _client = CreateClient(new ClientRedirects { MaxRedirects = 3, CrossOriginFields = ["X-Open"] });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task WithoutTheOption_ARedirectIsTheAnswer()
    {
        await using var client = CreateClient(null);
        var asked = client.GetAsync("http://127.0.0.1/a");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await RedirectAsync(server, "302 Found", "/b");
        await using var response = await asked;
        Assert.Equal(StatusCode.Found, response.Status);
    }

    [Theory]
    [InlineData("301 Moved Permanently", "GET", "GET")]
    [InlineData("301 Moved Permanently", "POST", "GET")]
    [InlineData("302 Found", "POST", "GET")]
    [InlineData("302 Found", "PUT", "PUT")]
    [InlineData("303 See Other", "POST", "GET")]
    [InlineData("303 See Other", "PUT", "GET")]
    [InlineData("303 See Other", "HEAD", "HEAD")]
    [InlineData("307 Temporary Redirect", "POST", "POST")]
    [InlineData("308 Permanent Redirect", "POST", "POST")]
    public async Task Method_AndContent_FollowFromTheStatus(string status, string method, string next)
    {
        Assert.True(Method.TryParse(System.Text.Encoding.ASCII.GetBytes(method), out var parsed));
        var content = method is "POST" or "PUT" ? "abc" : "";
        var asked = _client.SendAsync(new ClientRequest(parsed, "http://127.0.0.1/a?b") { Content = System.Text.Encoding.ASCII.GetBytes(content), ContentType = "text/plain" });
        var server = await _network.AcceptAsync();
        await server.ReadUntilAsync($"\r\n\r\n{content}");
        await RedirectAsync(server, status, "../c?d");
        var keeps = next == method && content.Length > 0;
        var request = await server.ReadUntilAsync($"\r\n\r\n{(keeps ? "abc" : "")}");
        Assert.Equal(
            $"{next} /c?d HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Picard.Gen\r\n{(keeps ? "Content-Type: text/plain\r\nContent-Length: 3\r\n" : "")}\r\n{(keeps ? "abc" : "")}",
            request);
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var response = await asked;
        Assert.Equal((StatusCode.Ok, 1), (response.Status, _network.Connections));
    }

    [Theory] // RFC 9110 §10.2.2
    [InlineData("/a/b#one", "c", "/a/c", "http://127.0.0.1/a/c#one")]
    [InlineData("/a/b#one", "c#two", "/a/c", "http://127.0.0.1/a/c#two")]
    [InlineData("/a/b", "?q=1", "/a/b?q=1", "http://127.0.0.1/a/b?q=1")]
    [InlineData("/a/b", "http://127.0.0.1:80/x", "/x", "http://127.0.0.1/x")]
    [InlineData("/a/b", "//127.0.0.1/y/../z", "/z", "http://127.0.0.1/z")]
    [InlineData("/a/b", "caf\u00c3\u00a9", "/a/caf%C3%A9", "http://127.0.0.1/a/caf%C3%A9")]
    public async Task Location_IsResolved_AndItsFragmentKept(string target, string location, string sent, string uri)
    {
        var asked = _client.GetAsync($"http://127.0.0.1{target}");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await RedirectAsync(server, "302 Found", location);
        Assert.StartsWith($"GET {sent} HTTP/1.1\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await server.RespondAsync("");
        await using var response = await asked;
        Assert.Equal(uri, response.Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://127.0.0.1:81/")]
    [InlineData("http://127.0.0.2/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("http://user:password@127.0.0.2/")]
    public async Task Credentials_DoNotCrossToAnotherOrigin(string location)
    {
        var request = new ClientRequest(Method.Get, "http://127.0.0.1/");
        (string, string)[] fields =
        [
            ("Authorization", "Bearer secret"), ("Proxy-Authorization", "Basic secret"), ("Cookie", "id=secret"), ("X-Api-Key", "secret"), ("Referer", "http://secret/"), ("If-None-Match", "\"secret\""),
            ("Accept", "text/html"), ("x-open", "1"), ("Range", "bytes=0-"), ("User-Agent", "test"),
        ];
        foreach (var (name, value) in fields)
        {
            request.Fields.Add(name, value);
        }

        var asked = _client.SendAsync(request);
        var server = await _network.AcceptAsync();
        Assert.Contains("secret", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await RedirectAsync(server, "307 Temporary Redirect", location);
        var next = await _network.AcceptAsync();
        next = location.StartsWith("https", StringComparison.Ordinal)
            ? new ScriptedPeer(await Transport.TlsConnection.AuthenticateAsServerAsync(next.Connection, Transport.Tests.TestCertificates.ServerOptions(Transport.Tests.TestCertificates.Localhost)))
            : next;
        var head = await next.ReadHeadAsync();
        Assert.Equal($"GET / HTTP/1.1\r\nHost: {new Uri(location).Authority}\r\nAccept: text/html\r\nx-open: 1\r\nRange: bytes=0-\r\nUser-Agent: test\r\n\r\n", head);
        await next.RespondAsync("");
        await (await asked).DisposeAsync();
    }

    [Fact]
    public async Task Credentials_StayInTheirOrigin()
    {
        var request = new ClientRequest(Method.Get, "http://127.0.0.1/");
        request.Fields.Add("Authorization", "Bearer secret");
        var asked = _client.SendAsync(request);
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await RedirectAsync(server, "302 Found", "/b");
        Assert.Contains("Authorization: Bearer secret\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await server.RespondAsync("");
        await (await asked).DisposeAsync();
    }

    [Fact]
    public async Task CookiesOfATypedCall_DoNotCrossEither()
    {
        var asked = PicardClient.Create<IShop>(_client).Delete(1, "secret", 2);
        var server = await _network.AcceptAsync();
        Assert.Contains("Cookie: session=secret", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await RedirectAsync(server, "307 Temporary Redirect", "http://127.0.0.2/elsewhere");
        var next = await _network.AcceptAsync();
        Assert.Equal("DELETE /elsewhere HTTP/1.1\r\nHost: 127.0.0.2\r\nAccept: application/json\r\nUser-Agent: Picard.Gen\r\n\r\n", await next.ReadHeadAsync());
        await next.RespondAsync("");
        Assert.Equal(StatusCode.Ok, await asked);
    }

    [Fact]
    public async Task TypedCall_SendsItsJsonAgain()
    {
        var asked = PicardClient.Create<IShop>(_client).Add(new Item(1, "a"), Color.Red);
        var server = await _network.AcceptAsync();
        await server.ReadUntilAsync("}");
        await RedirectAsync(server, "308 Permanent Redirect", "/new");
        Assert.Equal("{\"id\":1,\"name\":\"a\"}", (await server.ReadUntilAsync("}")).Split("\r\n\r\n")[1]);
        await server.RespondAsync("{\"id\":2,\"name\":\"b\"}");
        Assert.Equal(new Item(2, "b"), (await asked).Value);
    }

    [Theory]
    [InlineData("http://127.0.0.1/", "ftp://127.0.0.1/", "no URI of http")]
    [InlineData("http://127.0.0.1/", "http://", "no URI of http")]
    [InlineData("http://127.0.0.1/", "javascript:alert(1)", "no URI of http")]
    [InlineData("http://127.0.0.1/", "/a\r\nLocation: /b", "more than one Location")]
    [InlineData("https://127.0.0.1/", "http://127.0.0.1/", "from https to http")]
    public async Task Location_ThatLeadsNowhere_IsAFault(string from, string location, string matter)
    {
        var asked = _client.GetAsync(from).AsTask();
        var server = await _network.AcceptAsync();
        server = from.StartsWith("https", StringComparison.Ordinal)
            ? new ScriptedPeer(await Transport.TlsConnection.AuthenticateAsServerAsync(server.Connection, Transport.Tests.TestCertificates.ServerOptions(Transport.Tests.TestCertificates.Localhost)))
            : server;
        await server.ReadHeadAsync();
        await RedirectAsync(server, "302 Found", location);
        var fault = await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.Equal(RequestFault.Redirect, fault.Fault);
        Assert.Contains(matter, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loop_EndsAtTheLimit()
    {
        var asked = _client.GetAsync("http://127.0.0.1/").AsTask();
        var server = await _network.AcceptAsync();
        for (var sent = 0; sent <= 3; sent++)
        {
            await server.ReadHeadAsync();
            await RedirectAsync(server, "302 Found", "/");
        }

        var fault = await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.Equal(RequestFault.Redirect, fault.Fault);
        Assert.Contains("more than 3 redirects", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamedContent_IsNotSentAgain_AndTheRedirectIsTheAnswer()
    {
        var pipe = new Pipe();
        var asked = _client.SendAsync(new ClientRequest(Method.Post, "http://127.0.0.1/") { ContentPipe = pipe.Reader });
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await pipe.Writer.WriteAsync("abc"u8.ToArray());
        await pipe.Writer.CompleteAsync();
        await server.ReadUntilAsync("0\r\n\r\n");
        await RedirectAsync(server, "307 Temporary Redirect", "/b");
        await using var response = await asked;
        Assert.Equal(StatusCode.TemporaryRedirect, response.Status);
    }

    [Fact]
    public async Task StreamedContent_ThatWaitedForLeave_IsSentWhereItBelongs()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("abc"u8.ToArray());
        await pipe.Writer.CompleteAsync();
        var asked = _client.SendAsync(new ClientRequest(Method.Post, "http://127.0.0.1/") { ContentPipe = pipe.Reader, ContentLength = 3, ContentStart = ContentStart.OnContinue });
        var server = await _network.AcceptAsync();
        Assert.Contains("Expect: 100-continue\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await RedirectAsync(server, "307 Temporary Redirect", "/b");
        var next = await _network.AcceptAsync();
        var head = await next.ReadHeadAsync();
        Assert.StartsWith("POST /b HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Expect: 100-continue\r\n", head, StringComparison.Ordinal);
        await next.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        Assert.Equal("abc", await next.ReadAsync(3));
        await next.RespondAsync("");
        await (await asked).DisposeAsync();
    }

    [Fact]
    public async Task Redirect_WithMoreContentThanIsWorthReading_CostsItsConnection()
    {
        var asked = _client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 1000000\r\n\r\n");
        var next = await _network.AcceptAsync();
        Assert.StartsWith("GET /b ", await next.ReadHeadAsync(), StringComparison.Ordinal);
        await next.RespondAsync("");
        await (await asked).DisposeAsync();
    }

    [Theory]
    [InlineData(0, "X", "ClientRedirects.MaxRedirects")]
    [InlineData(1, "authorization", "ClientRedirects.CrossOriginFields")]
    public void Option_ThatCannotBeKept_IsNamed(int max, string field, string option) =>
        Assert.Contains(option, Assert.Throws<OptionException>(() => CreateClient(new ClientRedirects { MaxRedirects = max, CrossOriginFields = [field] })).Message, StringComparison.Ordinal);

    private static Task RedirectAsync(ScriptedPeer server, string status, string location) => server.SendAsync($"HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");

    private PicardClient CreateClient(ClientRedirects? redirects) =>
        new(new ClientOptions { Connector = _network, Redirects = redirects, Tls = new ClientTls { TrustedAuthorities = [Transport.Tests.TestCertificates.Authority] } });
}
