namespace Picard.Client.Tests;

public class OriginTests
{
    // Seed CL-31, A.15.13
    [Theory]
    [InlineData("http://example.com", "example.com:80", "example.com", false)]
    [InlineData("https://example.com/a?b", "example.com:443", "example.com", true)]
    [InlineData("http://example.com:8080", "example.com:8080", "example.com:8080", false)]
    [InlineData("http://[::1]:81", "[::1]:81", "[::1]:81", false)]
    [InlineData("https://bücher.example", "xn--bcher-kva.example:443", "xn--bcher-kva.example", true)]
    public void Authority_IsThatOfTheUri_AndHostLeavesTheSchemesPortOut(string uri, string authority, string host, bool isSecure)
    {
        var origin = Origin.Of(uri);
        Assert.Equal(authority, origin.Authority);
        Assert.Equal(host, origin.HostField);
        Assert.Equal(isSecure, origin.IsSecure);
    }

    [Theory]
    [InlineData("ftp://example.com")]
    [InlineData("/relative")]
    [InlineData("http://")]
    [InlineData("example.com")]
    public void Uri_ThatIsNotHttp_IsRefusedByName(string uri)
    {
        var refused = Assert.Throws<ArgumentException>(() => Origin.Of(uri));
        Assert.Contains($"'{uri}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Origins_OfTheSameSchemeHostAndPort_AreEqual()
    {
        Assert.Equal(Origin.Of("http://EXAMPLE.com"), Origin.Of("http://example.com:80/other"));
        Assert.NotEqual(Origin.Of("http://example.com"), Origin.Of("https://example.com"));
        Assert.NotEqual(Origin.Of("http://example.com:443"), Origin.Of("https://example.com"));
    }
}
