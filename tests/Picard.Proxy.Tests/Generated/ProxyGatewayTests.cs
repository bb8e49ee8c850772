namespace Picard.Proxy.Tests;

/// <summary>Where the requests of a proxy class go, before and after it is used.</summary>
public sealed class ProxyGatewayTests
{
    [Fact]
    public void Destinations_OfTheAttribute_AreInForce() =>
        Assert.Equal(["http://10.0.0.5:8080", "http://10.0.0.6:8080"], Destinations(new ProxyGateway("A", null, "a", "http://10.0.0.5:8080", "http://10.0.0.6:8080")));

    [Fact]
    public void Apply_BeforeTheFirstUse_ReplacesThem()
    {
        var gateway = new ProxyGateway("A", null, "a", "http://10.0.0.5:8080");
        gateway.Apply(EdgeServers.To("a", "http://10.0.0.7:80"));
        Assert.Equal(["http://10.0.0.7"], Destinations(gateway));
    }

    [Fact]
    public void Options_BeforeTheFirstUse_AreInForce()
    {
        var gateway = new ProxyGateway("A", null, "a");
        gateway.Options = new GatewayOptions { Upstream = EdgeServers.To("b", "http://10.0.0.7:81") };
        Assert.Equal("b", gateway.Status.Name);
    }

    [Fact]
    public void Destinations_ThatNobodyGave_AreMissedAtFirstUse() =>
        Assert.Contains("'a' is empty", Assert.Throws<OptionException>(() => new ProxyGateway("A", null, "a").Status).Message, StringComparison.Ordinal);

    [Fact]
    public void Apply_OfWhatCannotBeKept_ChangesNothing()
    {
        var gateway = new ProxyGateway("A", null, "a", "http://10.0.0.5:8080");
        Assert.Throws<OptionException>(() => gateway.Apply(EdgeServers.To("a", "http://10.0.0.5/x")));
        Assert.Equal(["http://10.0.0.5:8080"], Destinations(gateway));
    }

    private static IEnumerable<string> Destinations(ProxyGateway gateway) => gateway.Status.Destinations.Select(static d => d.Url.TrimEnd('/'));
}
