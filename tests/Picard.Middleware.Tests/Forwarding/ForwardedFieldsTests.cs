using System.Net;
using System.Net.Sockets;

namespace Picard.Middleware.Tests;

public sealed class ForwardedFieldsTests
{
    private static readonly IPEndPoint s_proxy = new(IPAddress.Parse("10.0.0.1"), 1);

    [Theory] // RFC 7239 §4 and §6
    [InlineData("for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60 http ")]
    [InlineData("For=\"192.0.2.60:4711\";Proto=HTTPS;Host=example.com", "192.0.2.60 https example.com")]
    [InlineData("for=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17  ")]
    [InlineData("FOR=\"[2001:DB8::1]\";host=\"example.com:8080\"", "2001:db8::1  example.com:8080")]
    [InlineData("for=\"192.0.2.6\\0\"", "192.0.2.60  ")] // quoted-pair
    [InlineData("for=\"[::ffff:192.0.2.60]:_port\"", "192.0.2.60  ")]
    [InlineData(";for=192.0.2.60;;ext=1;", "192.0.2.60  ")]
    [InlineData("for=192.0.2.1, for=192.0.2.2", "192.0.2.2  ")]
    [InlineData("for=unknown;proto=https", " https ")]
    [InlineData("for=_hidden", "   ")]
    [InlineData("proto=https", " https ")]
    [InlineData("for=192.0.2.60;proto=javascript;host=\"a b\"", "192.0.2.60  ")]
    [InlineData("for=192.0.2.60;host=\"exa/mple\"", "192.0.2.60  ")]
    [InlineData("for=192.0.2.60;host=\"[::1]:80\"", "192.0.2.60  [::1]:80")]
    public async Task Forwarded_OfATrustedProxy_IsRead(string value, string origin) =>
        Assert.Equal(origin.Trim(), (await OriginAsync(Options(), s_proxy, "Forwarded: " + value)).Trim());

    [Theory]
    [InlineData("for=192.0.2.60; proto=https")]
    [InlineData("for = 192.0.2.60")]
    [InlineData("for=")]
    [InlineData("for")]
    [InlineData("=192.0.2.60")]
    [InlineData("for=192.0.2.60;for=192.0.2.61")]
    [InlineData("for=\"192.0.2.60")]
    [InlineData("for=\"192.0.2.60\"x")]
    [InlineData("for=2001:db8::1")]
    [InlineData("for=\"2001:db8::1\"")]
    [InlineData("for=\"[192.0.2.60]\"")]
    [InlineData("for=\"[2001:db8::1]:\"")]
    [InlineData("for=\"192.0.2.60:123456\"")]
    [InlineData("for=192.0.2.060")]
    [InlineData("for=\"x, for=192.0.2.60")] // a quote that a client has opened swallows what the proxy has added
    public async Task MalformedElement_NamesNobody_AndTheProxyDoesNotStandInForIt(string value) =>
        Assert.Equal("", (await OriginAsync(Options(), s_proxy, "Forwarded: " + value)).Trim());

    [Fact]
    public async Task MalformedLine_DoesNotSpoilWhatALaterLineSays() =>
        Assert.Equal("192.0.2.60", (await OriginAsync(Options(), s_proxy, "Forwarded: for=\"x", "Forwarded: for=192.0.2.60")).Trim());

    [Theory]
    [InlineData(1, "10.0.0.2")]
    [InlineData(2, "192.0.2.2")]
    [InlineData(3, "192.0.2.2")]
    public async Task Walk_EndsAtTheHopLimit_OrAtTheFirstThatIsNotTrusted(int maxHops, string client)
    {
        var options = new ForwardedOptions { TrustedNetworks = ["10.0.0.0/8"], MaxHops = maxHops };
        Assert.Equal(client, (await OriginAsync(options, s_proxy, "Forwarded: for=10.9.9.9, for=192.0.2.2", "Forwarded: for=10.0.0.2")).Trim());
    }

    [Fact]
    public async Task SchemeAndHost_AreThoseThatTheFirstTrustedProxyHasSeen()
    {
        var options = new ForwardedOptions { TrustedNetworks = ["10.0.0.0/8"], MaxHops = 2 };
        Assert.Equal("192.0.2.2 https edge.example", await OriginAsync(options, s_proxy, "Forwarded: for=192.0.2.2;proto=https;host=edge.example, for=10.0.0.2;proto=http;host=inner"));
    }

    [Theory]
    [InlineData("X-Forwarded-For: 192.0.2.1, 192.0.2.2", "192.0.2.2")]
    [InlineData("X-Forwarded-For: 192.0.2.2:4711|X-Forwarded-Proto: https|X-Forwarded-Host: example.com", "192.0.2.2 https example.com")]
    [InlineData("X-Forwarded-For: 2001:db8::2", "2001:db8::2")]
    [InlineData("X-Forwarded-For: [2001:db8::2]:80", "2001:db8::2")]
    [InlineData("X-Forwarded-For: 192.0.2.1, 192.0.2.2|X-Forwarded-Proto: http, https", "192.0.2.2 https")]
    [InlineData("X-Forwarded-For: 192.0.2.1|X-Forwarded-For: 192.0.2.2|X-Forwarded-Proto: https", "192.0.2.2 https")]
    [InlineData("X-Forwarded-For: 192.0.2.2, unknown", "")]
    [InlineData("X-Forwarded-For: 192.0.2.2,", "")]
    [InlineData("X-Forwarded-For: x", "")]
    [InlineData("X-Forwarded-Proto: https", "none, 10.0.0.1")]
    [InlineData("Forwarded: for=192.0.2.9", "none, 10.0.0.1")]
    public async Task XForwarded_IsReadWhereItIsTheSource_AndForwardedIsNot(string fields, string origin)
    {
        var options = new ForwardedOptions { Source = ForwardedSource.XForwarded, TrustedNetworks = ["10.0.0.1"] };
        Assert.Equal(origin, (await OriginAsync(options, s_proxy, fields.Split('|'))).Trim());
    }

    [Fact]
    public async Task XForwarded_IsIgnoredWhereForwardedIsTheSource() =>
        Assert.Equal("none, 10.0.0.1", await OriginAsync(Options(), s_proxy, "X-Forwarded-For: 192.0.2.2"));

    [Fact]
    public async Task UntrustedPeer_IsNotBelieved()
    {
        Assert.Equal("none, 192.0.2.7", await OriginAsync(Options(), Serving.Client, "Forwarded: for=192.0.2.60"));
        Assert.Equal("none, 192.0.2.7", await OriginAsync(Options(), new IPEndPoint(IPAddress.Parse("::ffff:192.0.2.7"), 1), "Forwarded: for=192.0.2.60"));
    }

    [Theory]
    [InlineData(PeerTrust.Trusted, "192.0.2.60")]
    [InlineData(PeerTrust.Untrusted, "none,")]
    public async Task UnixSocketPeer_IsBelievedWhereTheOptionSaysSo(PeerTrust trust, string origin)
    {
        var options = new ForwardedOptions { TrustedNetworks = ["10.0.0.1"], UnixSockets = trust };
        Assert.Equal(origin, (await OriginAsync(options, new UnixDomainSocketEndPoint("/run/proxy"), "Forwarded: for=192.0.2.60")).Trim());
    }

    [Fact]
    public async Task ProxyThatSaysNothing_IsTheClientItself() => Assert.Equal("none, 10.0.0.1", await OriginAsync(Options(), s_proxy));

    [Fact]
    public async Task FieldsOfOneRequest_AreNotBelievedOfTheNext()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, Serving.Application<ForwardedApplication>(Options()));
        await using var peer = server.Connect(s_proxy);
        foreach (var client in new[] { "192.0.2.1", "192.0.2.2", "192.0.2.1" })
        {
            await peer.SendAsync(Serving.Request("/origin", "Forwarded: for=" + client));
            Assert.Equal(client, TestPeer.ContentOf(await peer.ReadResponseAsync()).Trim());
        }

        await peer.SendAsync(Serving.Request("/origin"));
        Assert.Equal("none, 10.0.0.1", TestPeer.ContentOf(await peer.ReadResponseAsync()));
    }

    [Fact]
    public void OptionThatIsWrong_FailsAtStartByName()
    {
        AssertWrong("TrustedNetworks", new ForwardedOptions());
        AssertWrong("TrustedNetworks", new ForwardedOptions { TrustedNetworks = ["10.0.0.1/8"] });
        AssertWrong("MaxHops", new ForwardedOptions { TrustedNetworks = ["10.0.0.1"], MaxHops = 0 });
        AssertWrong("Source", new ForwardedOptions { TrustedNetworks = ["10.0.0.1"], Source = (ForwardedSource)7 });

        static void AssertWrong(string option, ForwardedOptions options) =>
            Assert.StartsWith("ForwardedOptions." + option, Assert.ThrowsAny<ArgumentException>(() => Serving.Application<ForwardedApplication>(options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("192.0.2.7")]
    public void NextRequestOfAClient_AllocatesNothing(string peer) =>
        Serving.AssertAllocatesNothing(Serving.Application<ForwardedApplication>(Options()), new IPEndPoint(IPAddress.Parse(peer), 1), Serving.Request("/", "Forwarded: for=192.0.2.60;proto=https;host=example.com"));

    private static ForwardedOptions Options() => new() { TrustedNetworks = ["10.0.0.1"] };

    private static async Task<string> OriginAsync(ForwardedOptions options, EndPoint peer, params string[] fields) =>
        TestPeer.ContentOf(await Serving.AskAsync<ForwardedApplication>(peer, [options], "/origin", fields));
}
