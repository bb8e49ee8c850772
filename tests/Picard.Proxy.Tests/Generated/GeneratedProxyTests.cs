using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Picard.Proxy.Tests;

/// <summary>Classes marked [Proxy], as they are compiled, between servers.</summary>
public sealed class GeneratedProxyTests(EdgeServers servers) : IClassFixture<EdgeServers>
{
    [Theory]
    [InlineData("/api/orders/7?x=1&y=%20", "/internal/orders/7?x=1&y=%20")]
    [InlineData("/api/a%2Fb/%C3%BC", "/internal/a%2Fb/%C3%BC")]
    [InlineData("/api/", "/internal/")]
    [InlineData("/api", "/internal/")]
    [InlineData("/api/a/../b", "/internal/b")]
    public async Task Target_IsRewritten(string sent, string received)
    {
        Assert.Equal($"GET {received} Authorization=Bearer t", await GetAsync(servers.Edge + sent));
    }

    [Theory]
    [InlineData("/pages/12/about", "/p/about/12")]
    [InlineData("/pages/12/a%2Fb%20c", "/p/a%2Fb%20c/12")]
    [InlineData("/pages/12", "/p/index/12")]
    public async Task Target_HasTheSegmentsAsReceived(string sent, string received)
    {
        Assert.Equal($"GET {received}", await GetAsync(servers.Edge + sent));
    }

    [Fact]
    public async Task Content_IsChangedOnItsWay()
    {
        var released = Capitals.Released;
        for (var i = 1; i <= 3; i++)
        {
            await using var response = await servers.SendAsync(Method.Get, servers.Edge + "/capitals/a");
            Assert.Null(response.ContentLength);
            Assert.Equal("GET /A!", await response.ReadTextAsync());
            Assert.Equal("7", response.Trailers.GetText("X-Sum"));
        }

        await using var head = await servers.SendAsync(Method.Head, servers.Edge + "/capitals/a");
        Assert.Equal(released + 3, Capitals.Released);

        // Others are as they were.
        Assert.Equal("GET /internal/a Authorization=Bearer t", await GetAsync(servers.Edge + "/api/a"));
    }

    [Fact]
    public async Task Fields_AreChangedBothWays()
    {
        await using var response = await servers.SendAsync(Method.Get, servers.Edge + "/api/a");
        Assert.Equal("GET /internal/a Authorization=Bearer t", await response.ReadTextAsync());
        Assert.Equal(("orders", false), (response.Fields.GetText("X-Proxy"), response.Fields.Contains("X-Secret")));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    public async Task AnyMethod_IsForwarded(string token)
    {
        await using var response = await servers.SendAsync(MethodOf(token), servers.Edge + "/api/a", "content");
        Assert.Equal($"{token} /internal/a Authorization=Bearer t content", await response.ReadTextAsync());
    }

    [Fact]
    public async Task RouteOfAHandler_IsMoreSpecific_AndOnlyForItsMethod()
    {
        Assert.Equal("own", await GetAsync(servers.Edge + "/api/local"));
        await using var response = await servers.SendAsync(Method.Post, servers.Edge + "/api/local", "x");
        Assert.Equal("POST /internal/local Authorization=Bearer t x", await response.ReadTextAsync());
    }

    [Fact]
    public async Task Proxy_OfAMountedApplication_GetsWhatFollowsThePrefix() => Assert.Equal("GET /f/a/b", await GetAsync(servers.Edge + "/inner/files/a/b"));

    [Fact]
    public async Task Proxies_OfOneUpstream_ShareItsGatewayAndPool()
    {
        _ = await GetAsync(servers.Edge + "/api/a");
        Assert.Same(OrdersProxy.Gateway, PagesProxy.Gateway);
        Assert.Same(OrdersProxy.Gateway, InnerProxy.Gateway);
        Assert.Equal("orders", OrdersProxy.Gateway.Status.Name);
        Assert.InRange(Backend.Client.Statistics.Open, 1, 4);
    }

    [Theory]
    [InlineData("7", 200, "GET /opened")]
    [InlineData("8", 403, "No key for a/b.")]
    [InlineData("x", 400, "")]
    public async Task Request_MayBeAnsweredInPlaceOfTheServer(string key, int status, string says)
    {
        await using var response = await servers.SendAsync(Method.Get, servers.Edge + "/guarded/a/b", "", ("X-Key", key));
        Assert.Equal(status, response.Status.Code);
        Assert.Equal("yes", response.Fields.GetText("X-Stamp"));
        Assert.Contains(says, await response.ReadTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12345678", 200)]
    [InlineData("123456789", 413)]
    public async Task Content_HasTheLimitOfTheProxy(string content, int status)
    {
        await using var response = await servers.SendAsync(Method.Post, servers.Edge + "/guarded/a", content, ("X-Key", "7"));
        Assert.Equal(status, response.Status.Code);
    }

    [Fact]
    public async Task Response_PassesTheMiddlewareOfTheApplication()
    {
        await using var response = await servers.SendAsync(Method.Get, servers.Stamped + "/seen/a");
        Assert.Equal("GET /seen/a", await response.ReadTextAsync());
        Assert.Equal(("yes", "inside", "7"), (response.Fields.GetText("X-Stamp"), response.Fields.GetText("X-Secret"), response.Trailers.GetText("X-Sum")));
    }

    [Theory]
    [InlineData("", "145678 done 0 11")]
    [InlineData("hello", "1245678 done 5 18")]
    public async Task Events_ComeInOrder(string content, string seen)
    {
        var id = Guid.NewGuid().ToString();
        await using var response = await servers.SendAsync(content.Length == 0 ? Method.Get : Method.Post, servers.Edge + "/seen/a", content, ("X-Id", id));
        _ = await response.ReadAllAsync();
        Assert.Equal(seen, await Journal.Of(id).Task);
    }

    [Fact]
    public async Task Trailers_OfTheRequest_ComeBeforeItsEnd()
    {
        var id = Guid.NewGuid().ToString();
        using var client = await ConnectAsync(servers.Edge);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /seen/a HTTP/1.1\r\nHost: a\r\nX-Id: {id}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Last: 1\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("HTTP/1.1 200 OK", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.StartsWith("12345", await Journal.Of(id).Task, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_ThatIsBrokenOff_IsAnAbort()
    {
        var id = Guid.NewGuid().ToString();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        BrokenProxy.Gateway.Apply(EdgeServers.To("broken", $"http://{listener.LocalEndpoint}"));
        var answering = AnswerBrokenAsync(listener);
        await Assert.ThrowsAsync<RequestException>(async () =>
        {
            await using var response = await servers.SendAsync(Method.Get, servers.Edge + "/broken", "", ("X-Id", id));
            _ = await response.ReadAllAsync();
        });
        Assert.Equal("UpstreamFailed", await Journal.Of(id).Task);
        await answering;
    }

    [Fact]
    public async Task State_OfAnExchange_BeginsEmpty()
    {
        for (var i = 0; i < 3; i++)
        {
            var id = Guid.NewGuid().ToString();
            await using var response = await servers.SendAsync(Method.Post, servers.Edge + "/seen/a", "12", ("X-Id", id));
            _ = await response.ReadAllAsync();
            Assert.Equal("1245678 done 2 15", await Journal.Of(id).Task);
        }
    }

    [Fact]
    public async Task Destinations_ThatAreReplaced_LoseNoExchange()
    {
        var (first, second) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var held = GetAsync($"{servers.Edge}/hold/{first}");
        await Held.Entered(first).Task;
        MovingProxy.Gateway.Apply(EdgeServers.To("moving", servers.Other));
        var statuses = MovingProxy.Gateway.Status.Destinations;
        Assert.Equal([servers.Other, servers.Origin], statuses.Select(static s => s.Url.TrimEnd('/')));

        var next = GetAsync($"{servers.Edge}/hold/{second}");
        await Held.Entered(second).Task;
        Held.Released(first).SetResult();
        Held.Released(second).SetResult();
        Assert.Equal(["released", "released"], await Task.WhenAll(held, next));
        Assert.Equal([servers.Other], MovingProxy.Gateway.Status.Destinations.Select(static s => s.Url.TrimEnd('/')));
    }

    [Fact]
    public void Options_AreSetBeforeTheFirstUse()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => OrdersProxy.Gateway.Options = new GatewayOptions { Upstream = EdgeServers.To("orders", servers.Origin) });
        Assert.Contains("OrdersProxy", fault.Message, StringComparison.Ordinal);
    }

    private static async Task AnswerBrokenAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
        }

        await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"u8.ToArray());
    }

    private static Method MethodOf(string token)
    {
        Assert.True(Method.TryParse(Encoding.ASCII.GetBytes(token), out var method));
        return method;
    }

    private static async Task<TcpClient> ConnectAsync(string address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(new Uri(address).Authority));
        return client;
    }

    private async Task<string> GetAsync(string uri)
    {
        await using var response = await servers.SendAsync(Method.Get, uri);
        return await response.ReadTextAsync();
    }
}
