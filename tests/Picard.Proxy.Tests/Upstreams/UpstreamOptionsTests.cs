namespace Picard.Proxy.Tests.Upstreams;

/// <summary>Options that cannot be kept are refused by name.</summary>
public sealed class UpstreamOptionsTests
{
    [Fact]
    public void Defaults_WithANameAndADestination_AreValid() => Assert.NotNull(Sets.Of(new UpstreamOptions { Name = "orders", Destinations = ["http://10.0.0.5:8080/", "https://[::1]"] }).Next());

    [Theory]
    [InlineData("10.0.0.5:8080", "must be a URL of http or https")]
    [InlineData("ftp://a", "must be a URL of http or https")]
    [InlineData("http://a/api", "has the path /api: a destination has none")]
    [InlineData("http://a?x=1", "scheme, host and port alone")]
    [InlineData("http://a#x", "scheme, host and port alone")]
    [InlineData("http://user:hidden@a", "scheme, host and port alone")]
    [InlineData("HTTP://B:80", "is there twice")]
    public void Destination_ThatIsMoreOrLessThanAnOrigin_IsRefused(string destination, string reason)
    {
        var refused = Refused(new UpstreamOptions { Name = "orders", Destinations = ["http://b", destination] });
        Assert.Contains("UpstreamOptions.Destinations of 'orders'", refused, StringComparison.Ordinal);
        Assert.Contains(reason, refused, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", refused, StringComparison.Ordinal);
    }

    public static TheoryData<string, UpstreamOptions> Wrong => new()
    {
        { "UpstreamOptions.Name", new() { Destinations = ["http://a"] } },
        { "UpstreamOptions.Destinations", new() { Name = "orders" } },
        { "UpstreamOptions.Balance", Valid(balance: (UpstreamBalance)9) },
        { "UpstreamOptions.HashBy", Valid(balance: UpstreamBalance.ConsistentHash) },
        { "UpstreamOptions.PanicThreshold", Valid(panic: 1.01) },
        { "UpstreamOptions.PanicThreshold", Valid(panic: double.NaN) },
        { "UpstreamOptions.MaxAttempts", Valid(attempts: 0) },
        { "UpstreamOptions.RetryShare", Valid(share: -0.1) },
        { "UpstreamOptions.MinRetriesPerSecond", Valid(minimum: -1) },
        { "PassiveHealthOptions.ConsecutiveFailures", Valid(passive: new() { ConsecutiveFailures = 0 }) },
        { "PassiveHealthOptions.MinimumRequests", Valid(passive: new() { MinimumRequests = 0 }) },
        { "PassiveHealthOptions.FailureRate", Valid(passive: new() { FailureRate = 0 }) },
        { "PassiveHealthOptions.FailureRate", Valid(passive: new() { FailureRate = 1.1 }) },
        { "PassiveHealthOptions.Window", Valid(passive: new() { Window = TimeSpan.Zero }) },
        { "PassiveHealthOptions.ReactivationTime", Valid(passive: new() { ReactivationTime = ClientOptions.None }) },
        { "PassiveHealthOptions.MaxReactivationTime", Valid(passive: new() { MaxReactivationTime = TimeSpan.FromSeconds(9) }) },
        { "HealthCheckOptions.Path", Valid(check: new() { Path = "health" }) },
        { "HealthCheckOptions.Path", Valid(check: new() { Path = "/a b" }) },
        { "HealthCheckOptions.Path", Valid(check: new() { Path = "/a#b" }) },
        { "HealthCheckOptions.Interval", Valid(check: new() { Interval = TimeSpan.Zero }) },
        { "HealthCheckOptions.Timeout", Valid(check: new() { Timeout = TimeSpan.FromSeconds(11) }) },
        { "HealthCheckOptions.HealthyThreshold", Valid(check: new() { HealthyThreshold = 0 }) },
        { "HealthCheckOptions.UnhealthyThreshold", Valid(check: new() { UnhealthyThreshold = 0 }) },
        { "HealthCheckOptions.MinStatus", Valid(check: new() { MinStatus = 100 }) },
        { "HealthCheckOptions.MinStatus", Valid(check: new() { MinStatus = 300 }) },
        { "UpstreamAffinity needs Cookie or Header", Valid(affinity: new()) },
        { "UpstreamAffinity needs Cookie or Header", Valid(affinity: new() { Cookie = "a", Header = "b" }) },
        { "UpstreamAffinity.Header", Valid(affinity: new() { Header = "a b" }) },
        { "UpstreamAffinity.Cookie", Valid(affinity: new() { Cookie = "a b" }) },
        { "UpstreamAffinity.Cookie", Valid(affinity: new() { Cookie = "__Host-a", Path = "/a" }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void OptionThatCannotBeKept_IsNamed(string option, UpstreamOptions options) => Assert.Contains(option, Refused(options), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void HashKey_OfANameThatIsNoToken_IsRefused(string name)
    {
        Assert.Throws<ArgumentException>(() => UpstreamHashKey.Header(name));
        Assert.Throws<ArgumentException>(() => UpstreamHashKey.Cookie(name));
    }

    private static string Refused(UpstreamOptions options) => Assert.Throws<OptionException>(options.Validated).Message;

    private static UpstreamOptions Valid(
        UpstreamBalance balance = default,
        double panic = 0.5,
        int attempts = 2,
        double share = 0.2,
        int minimum = 3,
        PassiveHealthOptions? passive = null,
        HealthCheckOptions? check = null,
        UpstreamAffinity? affinity = null) => new()
        {
            Name = "orders",
            Destinations = ["http://a"],
            Balance = balance,
            PanicThreshold = panic,
            MaxAttempts = attempts,
            RetryShare = share,
            MinRetriesPerSecond = minimum,
            PassiveHealth = passive ?? new(),
            HealthCheck = check,
            Affinity = affinity,
        };
}
