using System.Net;
using System.Text;
using Picard.Transport;

namespace Picard.Client.Tests;

/// <summary>RFC 1928 and 1929: every octet that is said to a SOCKS proxy, and what is made of its answers.</summary>
public sealed class SocksTunnelTests : ConnectingTest
{
    private const string Granted = "\x05\x00\x00\x01\xc0\x00\x02\x07\x04\x38";

    private static readonly Origin s_origin = Origin.Of("http://example.com:8080");

    [Fact]
    public async Task Name_IsResolvedByTheProxy()
    {
        var (connecting, proxy) = await BeginAsync();
        Assert.Equal("\x05\x01\x00", await proxy.ReadAsync(3));
        await proxy.SendAsync("\x05\x00");
        Assert.Equal("\x05\x01\x00\x03\x0b" + "example.com\x1f\x90", await proxy.ReadAsync(18));
        await proxy.SendAsync(Granted + "x");
        await using var connection = await Within(connecting);
        Assert.Equal("x", await ReceiveAsync(connection, 1));
        Assert.Equal(0, Names.Count);
    }

    [Theory]
    [InlineData("http://192.0.2.3:80", "\x01\xc0\x00\x02\x03\x00\x50")]
    [InlineData("http://[2001:db8::1]:80", "\x04\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x50")]
    public async Task Address_IsSentAsOne(string uri, string address)
    {
        var (connecting, proxy) = await BeginAsync(origin: Origin.Of(uri));
        await proxy.ReadAsync(3);
        await proxy.SendAsync("\x05\x00");
        Assert.Equal("\x05\x01\x00" + address, await proxy.ReadAsync(3 + address.Length));
        await proxy.SendAsync(Granted);
        await (await Within(connecting)).DisposeAsync();
    }

    [Theory]
    [InlineData("\x05\x00\x00\x01\x01\x02\x03\x04\x00\x50")]
    [InlineData("\x05\x00\x00\x03\x04host\x00\x50")]
    [InlineData("\x05\x00\x00\x04\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x00\x50")]
    public async Task Reply_WithEachKindOfAddress_OctetByOctet_EndsWhereItEnds(string reply)
    {
        var (connecting, proxy) = await BeginAsync();
        await proxy.ReadAsync(3);
        foreach (var octet in "\x05\x00" + reply + "x")
        {
            await proxy.SendAsync(octet.ToString());
        }

        await using var connection = await Within(connecting);
        Assert.Equal("x", await ReceiveAsync(connection, 1));
    }

    [Fact]
    public async Task Credentials_AreSentIfTheProxyWantsThem()
    {
        var (connecting, proxy) = await BeginAsync(new NetworkCredential("me", "pässword"));
        Assert.Equal("\x05\x02\x00\x02", await proxy.ReadAsync(4));
        await proxy.SendAsync("\x05\x02");
        Assert.Equal("\x01\x02me\x09" + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("pässword")), await proxy.ReadAsync(14));
        await proxy.SendAsync("\x01\x00");
        await proxy.ReadAsync(18);
        await proxy.SendAsync(Granted);
        await (await Within(connecting)).DisposeAsync();
    }

    [Fact]
    public async Task Credentials_ThatAreNotAccepted_AreSaidToBe()
    {
        var (connecting, proxy) = await BeginAsync(new NetworkCredential("me", "secret"));
        await proxy.SendAsync("\x05\x02\x01\x01");
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal(RequestFault.Proxy, fault.Fault);
        Assert.Contains("does not accept the credentials", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\x05\xff", "wants to know who asks, and no credentials are set")]
    [InlineData("\x05\x02", "wants to know who asks, and no credentials are set")]
    [InlineData("\x04\x00", "speaks no SOCKS version 5")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "speaks no SOCKS version 5, but begins with the octet 72")]
    [InlineData("\x05\x00\x05\x01\x00\x01\x00\x00\x00\x00\x00\x00", "has failed (reply 1)")]
    [InlineData("\x05\x00\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00", "does not allow the connection (reply 2)")]
    [InlineData("\x05\x00\x05\x03\x00\x01\x00\x00\x00\x00\x00\x00", "cannot reach the network of the host (reply 3)")]
    [InlineData("\x05\x00\x05\x04\x00\x01\x00\x00\x00\x00\x00\x00", "cannot reach the host (reply 4)")]
    [InlineData("\x05\x00\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00", "was refused by the host (reply 5)")]
    [InlineData("\x05\x00\x05\x06\x00\x01\x00\x00\x00\x00\x00\x00", "too far away, or too slow (reply 6)")]
    [InlineData("\x05\x00\x05\x07\x00\x01\x00\x00\x00\x00\x00\x00", "knows no CONNECT (reply 7)")]
    [InlineData("\x05\x00\x05\x08\x00\x01\x00\x00\x00\x00\x00\x00", "knows no addresses of this type (reply 8)")]
    [InlineData("\x05\x00\x05\x63\x00\x01\x00\x00\x00\x00\x00\x00", "unknown reply 99")]
    [InlineData("\x05\x00\x05\x00\x00\x09\x00\x00\x00\x00\x00\x00", "unknown type 9")]
    public async Task Answer_ThatIsNoTunnel_IsAFaultOfTheProxy_NamingIt(string answer, string reason)
    {
        var (connecting, proxy) = await BeginAsync();
        await proxy.SendAsync(answer);
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal((RequestFault.Proxy, "example.com:8080"), (fault.Fault, fault.Authority));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains("192.0.2.9:1080", fault.Message, StringComparison.Ordinal);
        await proxy.ReadToEndAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\x05")]
    [InlineData("\x05\x00\x05\x00")]
    [InlineData("\x05\x00\x05\x00\x00\x01\x00\x00")]
    public async Task End_WithinTheAnswers_IsAFaultOfTheProxy(string answers)
    {
        var (connecting, proxy) = await BeginAsync();
        await proxy.SendAsync(answers);
        await proxy.FinishAsync();
        Assert.Equal(RequestFault.Proxy, (await Assert.ThrowsAsync<RequestException>(() => Within(connecting))).Fault);
    }

    private async Task<(Task<TransportConnection> Connecting, ScriptedPeer Proxy)> BeginAsync(NetworkCredential? credentials = null, Origin? origin = null)
    {
        var connecting = Create(proxy: ClientProxy.Socks5("192.0.2.9", 1080, credentials)).ConnectAsync(origin ?? s_origin, default).AsTask();
        return (connecting, (await Network.NextAsync()).Connect());
    }
}
