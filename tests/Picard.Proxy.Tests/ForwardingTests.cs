using Picard.Server.Tests;

namespace Picard.Proxy.Tests;

/// <summary>What of a request reaches the upstream server, and what of its response the client.</summary>
public sealed class ForwardingTests
{
    public static TheoryData<Network> Networks => [Network.InMemory, Network.Sockets, Network.EventLoops];

    [Theory] // PX-14, PX-01, PX-02, PX-04
    [MemberData(nameof(Networks))]
    public async Task Request_IsForwarded_AndItsResponseComesBack(Network network)
    {
        await using var net = await ProxiedNetwork.StartAsync(network);
        var (client, server, head) = await net.SendAsync("GET /a%2Fb?c=d HTTP/1.1\r\nHost: example.com\r\nX-one: 1\r\nx-Two: 2\r\nX-one: 3\r\n\r\n");
        var address = network == Network.InMemory ? "unknown" : "127.0.0.1";
        Assert.Equal(
            $"GET /a%2Fb?c=d HTTP/1.1\r\nHost: example.com\r\nX-one: 1\r\nx-Two: 2\r\nX-one: 3\r\nX-Forwarded-For: {address}\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: example.com\r\nVia: 1.1 edge\r\n\r\n",
            head);

        await server.SendAsync("HTTP/1.1 201 Made\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nServer: s\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length: 5\r\n\r\nhello");
        Assert.Equal(
            "HTTP/1.1 201 Created\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nServer: s\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length: 5\r\nVia: 1.1 edge\r\n\r\nhello",
            await client.ReadResponseAsync());

        // The same connections carry the next.
        await client.SendAsync("GET /next HTTP/1.1\r\nHost: example.com\r\n\r\n");
        Assert.StartsWith("GET /next HTTP/1.1\r\n", await server.ReadHeadAsync());
        await server.RespondAsync("again");
        Assert.EndsWith("again", await client.ReadResponseAsync());
        Assert.Equal(1, net.Upstream.Connections);
    }

    [Fact] // PX-20
    public async Task FieldsOfTheConnection_EndHere()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var (client, server, head) = await net.SendAsync(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, X-Mine, upgrade, HTTP2-Settings\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nX-Mine: 1\r\nHTTP2-Settings: x\r\nTE: trailers, gzip\r\n"
            + "Proxy-Authorization: Basic x\r\nAuthorization: Basic y\r\nX-Yours: 2\r\n\r\n");
        Assert.Equal(
            "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic y\r\nX-Yours: 2\r\nX-Forwarded-For: unknown\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\nVia: 1.1 edge\r\nTE: trailers\r\nConnection: TE\r\n\r\n",
            head);

        await server.SendAsync("HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\nX-End: 2\r\nDate: d\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal("HTTP/1.1 200 OK\r\nX-End: 2\r\nDate: d\r\nContent-Length: 0\r\nVia: 1.1 edge\r\n\r\n", await client.ReadResponseAsync());
    }

    [Fact] // RFC 9110 §7.6.1: naming a field in Connection must not take away what frames, routes or identifies the request.
    public async Task ConnectionThatNamesFieldsOfOurs_TakesNoneAway()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var (_, server, head) = await net.SendAsync(
            "POST / HTTP/1.1\r\nHost: a\r\nConnection: Content-Length, Host, X-Forwarded-For, Via\r\nContent-Length: 2\r\nX-Forwarded-For: 1.1.1.1\r\n\r\nhi");
        Assert.Equal("POST / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: unknown\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\nVia: 1.1 edge\r\nContent-Length: 2\r\n\r\n", head);
        Assert.Equal("hi", await server.ReadAsync(2));
    }

    [Fact]
    public async Task ContentInChunks_ComesAsItIs_WithItsTrailers()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var (client, server, head) = await net.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n");
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n", head);
        Assert.Equal("3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n", await server.ReadUntilAsync("X-Sum: 1\r\n\r\n"));
        await server.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n4;x=y\r\nwxyz\r\n0\r\nX-Sum: 2\r\n\r\n");
        Assert.EndsWith("\r\n\r\n4\r\nwxyz\r\n0\r\nX-Sum: 2\r\n\r\n", await ReadUntilAsync(client, "X-Sum: 2\r\n\r\n"));
    }

    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 123\r\n\r\n", "Content-Length: 123\r\n")]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", null)]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 123\r\nETag: \"x\"\r\n\r\n", "Content-Length: 123\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n", null)]
    public async Task ResponseWithoutContent_EndsWithItsHead(string method, string response, string? length)
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var (client, server, _) = await net.SendAsync($"{method} / HTTP/1.1\r\nHost: a\r\n\r\n");
        await server.SendAsync(response);
        var received = await ReadUntilAsync(client, "\r\n\r\n");
        Assert.Equal(length is not null, received.Contains("Content-Length", StringComparison.Ordinal));
        Assert.Contains(length ?? "", received);
        Assert.DoesNotContain("Transfer-Encoding", received);
        await client.SendAsync("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.StartsWith("GET /next ", await server.ReadHeadAsync());
    }

    [Fact]
    public async Task ResponseUntilTheEnd_BecomesChunks_AndForHttp10AnEnd()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var (client, server, _) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await server.SendAsync("HTTP/1.0 200 OK\r\n\r\nhello");
        await server.FinishAsync();
        var received = await ReadUntilAsync(client, "0\r\n\r\n");
        Assert.Contains("Transfer-Encoding: chunked\r\nVia: 1.0 edge\r\n", received);
        Assert.EndsWith("\r\n\r\n5\r\nhello\r\n0\r\n\r\n", received);

        var (old, second, _) = await net.SendAsync("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        await second.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n");
        var all = await old.ReadToEndAsync();
        Assert.Contains("Connection: close\r\n", all);
        Assert.EndsWith("\r\n\r\nhello", all);
        Assert.DoesNotContain("chunked", all);
    }

    [Fact] // PX-06: RFC 9112 §3.2.2: the authority of an absolute-form overrules Host. And HTTP/1.0 has none: then it is the destination's.
    public async Task AbsoluteTarget_BecomesOriginForm()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var (_, _, head) = await net.SendAsync("GET http://real.example:81/x?y HTTP/1.1\r\nHost: fake.example\r\n\r\n");
        Assert.StartsWith("GET /x?y HTTP/1.1\r\nHost: real.example:81\r\n", head);
        var (_, _, old) = await net.SendAsync("GET / HTTP/1.0\r\n\r\n");
        Assert.StartsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1:9000\r\nX-Forwarded-For: unknown\r\nX-Forwarded-Proto: http\r\nVia: 1.0 edge\r\n\r\n", old);
        var (_, _, star) = await net.SendAsync("OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 7\r\n\r\n");
        Assert.StartsWith("OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 6\r\n", star);
    }

    [Theory] // RFC 9112 §3.2.4: OPTIONS of a URI without path and query is for the server as a whole.
    [InlineData("OPTIONS http://b", "OPTIONS *")]
    [InlineData("OPTIONS http://b/", "OPTIONS /")]
    [InlineData("OPTIONS http://b?", "OPTIONS /?")]
    [InlineData("OPTIONS http://b/b", "OPTIONS /b")]
    [InlineData("GET http://b", "GET /")]
    public async Task AbsoluteTargetWithoutPath_IsTheServer_ForOptionsAlone(string received, string forwarded)
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var (_, _, head) = await net.SendAsync($"{received} HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.StartsWith($"{forwarded} HTTP/1.1\r\nHost: b\r\n", head);
    }

    [Fact]
    public async Task AnyMethod_IsForwarded()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        foreach (var method in new[] { "PATCH", "DELETE", "PROPFIND", "BREW", "TRACE" })
        {
            var (client, server, head) = await net.SendAsync($"{method} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            Assert.StartsWith($"{method} / HTTP/1.1\r\n", head);
            await server.SendAsync("HTTP/1.1 299 Odd\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 299 Odd\r\n", await client.ReadToEndAsync());
        }
    }

    [Fact] // PX-06
    public async Task HostPolicy_IsTheDestinations()
    {
        await using var net = await ProxiedNetwork.StartAsync(
            Network.InMemory,
            static options => new GatewayOptions { Upstream = options.Upstream, Client = options.Client, ViaName = "edge", Host = HostPolicy.Destination, Forwarded = ForwardedKind.Forwarded });
        var (_, _, head) = await net.SendAsync("GET / HTTP/1.1\r\nHost: [::1]:80\r\nForwarded: for=1.2.3.4\r\nX-Forwarded-Port: 1\r\n\r\n");
        Assert.Equal("GET / HTTP/1.1\r\nHost: 127.0.0.1:9000\r\nForwarded: for=unknown;host=\"[::1]:80\";proto=http\r\nVia: 1.1 edge\r\n\r\n", head);
    }

    [Theory] // PX-15, PX-03: what a trusted proxy has said is continued; of anybody else it is dropped.
    [InlineData(true)]
    [InlineData(false)]
    public async Task ForwardedFields_AreContinuedForTrustedProxiesOnly(bool isTrusted)
    {
        await using var net = await ProxiedNetwork.StartAsync(
            Network.EventLoops,
            options => new GatewayOptions { Upstream = options.Upstream, ViaName = "edge", TrustedProxies = isTrusted ? [System.Net.IPNetwork.Parse("127.0.0.0/8")] : [] });
        var (_, _, head) = await net.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 123.235.55.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: b\r\nForwarded: for=123.235.55.1\r\n\r\n");
        Assert.Contains(isTrusted ? "X-Forwarded-For: 123.235.55.1, 127.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: b\r\nForwarded: for=123.235.55.1\r\n" : "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\n", head);
        Assert.Equal(isTrusted, head.Contains("123.235", StringComparison.Ordinal));
    }

    [Fact] // PX-11, PX-12
    public async Task CircularWay_IsAnswered508()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var client = await net.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nVia: 1.0 other, 1.1 EDGE (comment)\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 508 Loop Detected\r\n", await client.ReadResponseAsync());
        Assert.Equal(0, net.Upstream.Connections);

        await using var once = await ProxiedNetwork.StartAsync(
            Network.InMemory,
            static options => new GatewayOptions { Upstream = options.Upstream, Client = options.Client, ViaName = "edge", MaxLoops = 1 });
        var (_, _, head) = await once.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nVia: 1.1 edge, 1.1 edgeless\r\n\r\n");
        Assert.Contains("Via: 1.1 edge, 1.1 edgeless\r\n", head);
        Assert.Contains("Via: 1.1 edge\r\n", head);
        var twice = await once.ConnectAsync();
        await twice.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nVia: 1.1 edge\r\nVia: 1.1 edge\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 508 ", await twice.ReadResponseAsync());
    }

    [Fact] // RFC 9110 §7.6.2
    public async Task RequestThatHasGoneAsFarAsItMay_IsAnsweredHere()
    {
        await using var net = await ProxiedNetwork.StartAsync(Network.InMemory);
        var client = await net.ConnectAsync();
        await client.SendAsync("OPTIONS / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 204 ", await client.ReadResponseAsync());
        await client.SendAsync("TRACE / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 501 ", await client.ReadResponseAsync());
        Assert.Equal(0, net.Upstream.Connections);
    }

    internal static async Task<string> ReadUntilAsync(TestPeer client, string end)
    {
        var all = "";
        while (!all.EndsWith(end, StringComparison.Ordinal))
        {
            var more = await client.ReadOnceAsync();
            Assert.NotEmpty(more);
            all += more;
        }

        return all;
    }
}
