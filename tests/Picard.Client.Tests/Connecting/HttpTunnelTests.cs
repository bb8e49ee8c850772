using System.Net;
using Picard.Transport;

namespace Picard.Client.Tests;

/// <summary>RFC 9110 §9.3.6: what is said to an HTTP proxy, and what is made of its answers.</summary>
public sealed class HttpTunnelTests : ConnectingTest
{
    private static readonly Origin s_origin = Origin.Of("http://example.com");
    private static readonly ClientProxy s_proxy = ClientProxy.Http(new Uri("http://192.0.2.9:3128"));

    [Fact]
    public async Task Connect_NamesHostAndPort_AndWhatFollowsTheHeadIsTheOrigins()
    {
        var (connecting, proxy) = await BeginAsync(s_proxy);
        Assert.Equal("CONNECT example.com:80 HTTP/1.1\r\nHost: example.com:80\r\n\r\n", await proxy.ReadHeadAsync());

        // RFC 9110 §9.3.6: fields that would frame content mean nothing in this response.
        await proxy.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfrom the origin");
        await using var connection = await Within(connecting);
        Assert.Equal("from the origin", await ReceiveAsync(connection, 15));
        Assert.Equal(0, Names.Count);
    }

    [Fact]
    public async Task Connect_ToAnAddressOfVersion6_KeepsItsBrackets()
    {
        var (connecting, proxy) = await BeginAsync(s_proxy, Origin.Of("http://[2001:db8::1]:81"));
        Assert.StartsWith("CONNECT [2001:db8::1]:81 HTTP/1.1\r\nHost: [2001:db8::1]:81\r\n", await proxy.ReadHeadAsync(), StringComparison.Ordinal);
        await proxy.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        await (await Within(connecting)).DisposeAsync();
    }

    [Fact]
    public async Task Credentials_AreSentToTheProxy_AndNotIntoTheTunnel()
    {
        var (connecting, proxy) = await BeginAsync(ClientProxy.Http(new Uri("http://192.0.2.9:3128"), new NetworkCredential("Aladdin", "open sesame")));
        Assert.Contains("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n", await proxy.ReadHeadAsync(), StringComparison.Ordinal);
        await proxy.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
        await using var connection = await Within(connecting);
        await connection.Output.WriteAsync("first"u8.ToArray());
        Assert.Equal("first", await proxy.ReadAsync(5));
    }

    [Fact]
    public async Task OriginOfHttps_SpeaksTlsInTheTunnel()
    {
        var (connecting, proxy) = await BeginAsync(s_proxy, Origin.Of("https://localhost"));
        Assert.StartsWith("CONNECT localhost:443 ", await proxy.ReadHeadAsync(), StringComparison.Ordinal);
        await proxy.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
        var accepting = AcceptAsync(proxy);
        await using var connection = await Within(connecting);
        await using var accepted = await accepting;
        await accepted.Output.WriteAsync("secret"u8.ToArray());
        Assert.Equal("secret", await ReceiveAsync(connection, 6));
    }

    [Fact]
    public async Task ProxyOfHttps_IsSpokenToOverTls()
    {
        var connecting = Create(proxy: ClientProxy.Http(new Uri("https://127.0.0.1:3128"))).ConnectAsync(s_origin, default).AsTask();
        var beneath = (await Network.NextAsync()).Connect();
        await using var secured = await AcceptAsync(beneath);
        var proxy = new ScriptedPeer(secured);
        Assert.StartsWith("CONNECT example.com:80 ", await proxy.ReadHeadAsync(), StringComparison.Ordinal);
        await proxy.SendAsync("HTTP/1.1 200 OK\r\n\r\nx");
        await using var connection = await Within(connecting);
        Assert.Equal("x", await ReceiveAsync(connection, 1));
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "answered 407 to CONNECT: it wants credentials")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno", "answered 403 to CONNECT")]
    [InlineData("HTTP/1.1 301 Moved\r\nLocation: http://a/\r\n\r\n", "answered 301 to CONNECT")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", "answered CONNECT with what is no response")]
    [InlineData("HTTP/1.1 200 OK\nA: b\n\n", "answered CONNECT with what is no response")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n", "more than 2 interim responses")]
    public async Task Answer_ThatIsNoTunnel_IsAFaultOfTheProxy_NamingIt(string answer, string reason)
    {
        var (connecting, proxy) = await BeginAsync(s_proxy);
        await proxy.ReadHeadAsync();
        await proxy.SendAsync(answer);
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal((RequestFault.Proxy, "example.com:80"), (fault.Fault, fault.Authority));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains("192.0.2.9:3128", fault.Message, StringComparison.Ordinal);
        await proxy.ReadToEndAsync();
    }

    [Fact]
    public async Task Credentials_ThatAreNotAccepted_AreSaidToBe()
    {
        var (connecting, proxy) = await BeginAsync(ClientProxy.Http(new Uri("http://192.0.2.9:3128"), new NetworkCredential("a", "secret")));
        await proxy.SendAsync("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Contains("does not accept the credentials", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InterimResponses_BeforeTheFinalOne_AreSkipped_AlsoOctetByOctet()
    {
        var (connecting, proxy) = await BeginAsync(s_proxy);
        await proxy.ReadHeadAsync();
        foreach (var octet in "HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx")
        {
            await proxy.SendAsync(octet.ToString());
        }

        await using var connection = await Within(connecting);
        Assert.Equal("x", await ReceiveAsync(connection, 1));
    }

    [Fact]
    public async Task Head_BeyondTheLimits_IsAFaultOfTheProxy()
    {
        var (connecting, proxy) = await BeginAsync(s_proxy);
        await proxy.ReadHeadAsync();
        await proxy.SendAsync($"HTTP/1.1 200 OK\r\nA: {new string('x', 60_000)}");
        Assert.Equal(RequestFault.Proxy, (await Assert.ThrowsAsync<RequestException>(() => Within(connecting))).Fault);
    }

    [Fact]
    public async Task End_BeforeTheAnswer_IsAFaultOfTheProxy()
    {
        var (connecting, proxy) = await BeginAsync(s_proxy);
        await proxy.ReadHeadAsync();
        await proxy.SendAsync("HTTP/1.1 200");
        await proxy.FinishAsync();
        Assert.Equal(RequestFault.Proxy, (await Assert.ThrowsAsync<RequestException>(() => Within(connecting))).Fault);
    }

    [Fact]
    public async Task Reset_BeforeTheAnswer_IsAFaultOfTheProxy()
    {
        var (connecting, proxy) = await BeginAsync(s_proxy);
        await proxy.ReadHeadAsync();
        proxy.Reset();
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal(RequestFault.Proxy, fault.Fault);
        Assert.IsType<TransportException>(fault.InnerException);
    }

    [Fact]
    public async Task Proxy_ThatDoesNotAnswer_RunsIntoTheTimeLimit()
    {
        var (connecting, proxy) = await BeginAsync(s_proxy);
        await proxy.ReadHeadAsync();
        Time.Advance(TimeSpan.FromSeconds(5));
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal(RequestFault.ConnectTimeout, fault.Fault);
        Assert.Contains("the tunnel of the proxy '192.0.2.9' took longer than 5 s", fault.Message, StringComparison.Ordinal);
        await proxy.ReadToEndAsync();
    }

    [Theory]
    [InlineData("example.com", true)]
    [InlineData("EXAMPLE.com", true)]
    [InlineData(".example.com", false)]
    [InlineData("ample.com", false)]
    [InlineData(".com", true)]
    public async Task Host_InTheBypass_IsReachedWithoutTheProxy(string entry, bool isBypassed)
    {
        var connecting = Create(proxy: ClientProxy.Http(new Uri("http://192.0.2.9:3128"), bypass: [entry])).ConnectAsync(s_origin, default).AsTask();
        if (isBypassed)
        {
            (await Names.NextAsync()).Answer("192.0.2.1");
        }

        var attempt = await Network.NextAsync();
        Assert.Equal(isBypassed ? "192.0.2.1:80" : "192.0.2.9:3128", attempt.Address.ToString());
        attempt.Fail(TransportFault.Refused);
        Assert.Equal(RequestFault.Connect, (await Assert.ThrowsAsync<RequestException>(() => Within(connecting))).Fault);
    }

    [Fact]
    public void Proxy_ThatCannotBeAsked_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ClientProxy.Http(new Uri("ftp://proxy")));
        Assert.Throws<ArgumentException>(() => ClientProxy.Http(new Uri("http://proxy"), new NetworkCredential("a:b", "c")));
        Assert.Throws<ArgumentException>(() => ClientProxy.Http(new Uri("http://proxy"), new NetworkCredential("a", "c\r\nd")));
        Assert.Throws<ArgumentException>(() => ClientProxy.Socks5("", 1080));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClientProxy.Socks5("proxy", 0));
        Assert.Throws<ArgumentException>(() => ClientProxy.Socks5("proxy", 1080, new NetworkCredential("", "c")));
        Assert.Throws<ArgumentException>(() => ClientProxy.Socks5("proxy", 1080, new NetworkCredential(new string('ü', 128), "c")));
    }

    private async Task<(Task<TransportConnection> Connecting, ScriptedPeer Proxy)> BeginAsync(ClientProxy proxy, Origin? origin = null)
    {
        var connecting = Create(proxy: proxy).ConnectAsync(origin ?? s_origin, default).AsTask();
        var attempt = await Network.NextAsync();
        Assert.Equal("192.0.2.9:3128", attempt.Address.ToString());
        return (connecting, attempt.Connect());
    }
}
