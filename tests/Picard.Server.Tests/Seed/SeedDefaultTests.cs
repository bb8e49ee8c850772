namespace Picard.Server.Tests;

/// <summary>The seed's table of defaults (A.15), with the values that were decided on since.</summary>
public sealed class SeedDefaultTests
{
    [Fact] // Seed A.15.1, A.15.2, A.15.3, A.15.11, A.15.12
    public void Defaults_OfAServer_AreThoseDecidedOn()
    {
        var options = new ServerOptions();
        Assert.Equal(["http://127.0.0.1:8080"], options.Urls);
        Assert.Equal(TimeSpan.FromSeconds(15), options.HeadTimeout);
        Assert.Equal(TimeSpan.FromSeconds(130), options.KeepAliveTimeout);
        Assert.Equal(30_000_000, options.MaxRequestContentBytes);
        Assert.Equal(8 * 1024, options.Limits.MaxRequestLineBytes);
        Assert.Equal((32 * 1024, 100), (options.Limits.MaxFieldSectionBytes, options.Limits.MaxFieldLines));
        foreach (var rate in new[] { options.MinimumRequestRate, options.MinimumResponseRate })
        {
            Assert.Equal((240, TimeSpan.FromSeconds(5)), (rate.BytesPerSecond, rate.Grace));
        }
    }
}
