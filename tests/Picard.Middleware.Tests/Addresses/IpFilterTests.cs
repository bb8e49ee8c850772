using System.Net;
using System.Net.Sockets;

namespace Picard.Middleware.Tests;

public sealed class IpFilterTests
{
    [Theory]
    [InlineData("", "127.0.0.1", false)] // Seed H.6 MW-60: denies-all-ips-by-default
    [InlineData("+*", "127.0.0.1", true)] // MW-60: handles-allow-all-rule
    [InlineData("+*", "2001:db8::1", true)]
    [InlineData("-*", "127.0.0.1", false)] // MW-60: handles-deny-all-rule
    [InlineData("+* -127.0.0.0/8", "127.0.0.1", false)] // MW-60: handles-blocking-localhost
    [InlineData("+* -127.0.0.0/8", "128.0.0.1", true)]
    [InlineData("+* -::1/128", "::1", false)] // MW-60: handles-blocking-ipv6
    [InlineData("+* -::1", "::2", true)]
    [InlineData("-127.0.0.0/8 +*", "127.0.0.1", true)] // MW-60: later rules win
    [InlineData("+10.0.0.0/8 -10.1.0.0/16 +10.1.2.0/24", "10.1.2.3", true)]
    [InlineData("+10.0.0.0/8 -10.1.0.0/16 +10.1.2.0/24", "10.1.3.3", false)]
    [InlineData("+10.0.0.0/8 -10.1.0.0/16 +10.1.2.0/24", "10.2.3.3", true)]
    [InlineData("+10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("+10.0.0.0/8", "::ffff:10.0.0.1", true)] // IPv4-mapped
    [InlineData("+::ffff:10.0.0.0/104", "10.200.0.1", true)]
    [InlineData("+::/0", "10.0.0.1", false)]
    [InlineData("+::/0", "::ffff:10.0.0.1", false)]
    [InlineData("+0.0.0.0/0", "10.0.0.1", true)]
    [InlineData("+0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("+2001:db8::/33", "2001:db8:7fff::1", true)]
    [InlineData("+2001:db8::/33", "2001:db8:8000::1", false)]
    [InlineData("+192.0.2.7", "192.0.2.7", true)]
    [InlineData("+192.0.2.7", "192.0.2.6", false)]
    public async Task LastRuleThatFits_Decides(string rules, string from, bool isAllowed)
    {
        var answer = await AskAsync(rules, new IPEndPoint(IPAddress.Parse(from), 1));
        Assert.StartsWith(isAllowed ? "HTTP/1.1 200 " : "HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Equal(!isAllowed, answer.Contains("application/problem+json", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "begins with '+' or '-'")]
    [InlineData("+", "'' is no IP address")]
    [InlineData("+10.0.0/8", "'10.0.0' is no IP address")]
    [InlineData("+1", "'1' is no IP address")]
    [InlineData("+010.0.0.1", "'010.0.0.1' is no IP address")]
    [InlineData("+10.0.0.256", "'10.0.0.256' is no IP address")]
    [InlineData("+fe80::1%eth0", "is no IP address")]
    [InlineData("+[::1]", "is no IP address")]
    [InlineData("+localhost", "is no IP address")]
    [InlineData("+10.0.0.0/33", "0 to 32")]
    [InlineData("+10.0.0.0/08", "0 to 32")]
    [InlineData("+10.0.0.0/+8", "0 to 32")]
    [InlineData("+10.0.0.0/", "0 to 32")]
    [InlineData("+::/129", "0 to 128")]
    [InlineData("+10.0.0.1/8", "bits beyond its prefix")]
    [InlineData("+::ffff:0:0/90", "bits beyond its prefix")]
    public void RuleThatIsWrong_FailsAtStartByName(string rule, string why)
    {
        var fault = Assert.ThrowsAny<ArgumentException>(() => Serving.Application<FilteredApplication>(Options("+* " + rule)));
        Assert.StartsWith($"IpFilterOptions.Rules has the rule '{rule}': ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IpVerdict.Allow, "HTTP/1.1 200 ")]
    [InlineData(IpVerdict.Deny, "HTTP/1.1 403 ")]
    public async Task UnixSocketPeer_IsJudgedByItsOption(IpVerdict verdict, string status)
    {
        var options = new IpFilterOptions { Rules = verdict == IpVerdict.Deny ? ["+*"] : [], UnixSockets = verdict };
        var answer = await Serving.AskAsync<FilteredApplication>(new UnixDomainSocketEndPoint("/run/peer"), [options], "/");
        Assert.StartsWith(status, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("for=192.0.2.1", "HTTP/1.1 200 ")]
    [InlineData("for=192.0.2.2", "HTTP/1.1 403 ")]
    [InlineData("for=unknown", "HTTP/1.1 403 ")]
    [InlineData("for=_hidden", "HTTP/1.1 403 ")]
    [InlineData("for=\"192.0.2.1", "HTTP/1.1 403 ")]
    public async Task ClientBehindATrustedProxy_IsJudgedByItsOwnAddress_AndNeverByTheProxys(string forwarded, string status)
    {
        var proxies = new ForwardedOptions { TrustedNetworks = ["10.0.0.1"] };
        var answer = await Serving.AskAsync<ProxiedFilteredApplication>(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 1), [proxies, Options("+192.0.2.1 +10.0.0.0/8")], "/", "Forwarded: " + forwarded);
        Assert.StartsWith(status, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PeerWithoutAnAddress_FitsNoNetwork()
    {
        Assert.StartsWith("HTTP/1.1 403 ", await AskAsync("+0.0.0.0/0 +::/0", from: null), StringComparison.Ordinal);
    }

    [Fact]
    public void RequestThatIsLetThrough_AllocatesNothing() =>
        Serving.AssertAllocatesNothing(Serving.Application<FilteredApplication>(Options("+192.0.2.0/24 -192.0.2.8 -2001:db8::/32")), Serving.Client, Serving.Request("/"));

    private static Task<string> AskAsync(string rules, EndPoint? from) => Serving.AskAsync<FilteredApplication>(from, [Options(rules)], "/");

    private static IpFilterOptions Options(string rules) => new() { Rules = rules.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
}
