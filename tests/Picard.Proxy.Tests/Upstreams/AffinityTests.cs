using System.Text;
using Picard.Server.Tests;

namespace Picard.Proxy.Tests.Upstreams;

/// <summary>Clients that come back to where they were.</summary>
public sealed class AffinityTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void ClientWithAToken_GoesToItsDestination()
    {
        var set = Set(new UpstreamAffinity { Cookie = "upstream" });
        var b = set.Destinations[1];
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Same(b, Choose(set, b)));
        Assert.True(b.IsNamedBy(b.AffinityToken));
        Assert.False(set.Destinations[0].IsNamedBy(b.AffinityToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("b")]
    [InlineData("http://b")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    public void ClientWithAForeignToken_IsBalanced(string token)
    {
        var set = Set(new UpstreamAffinity { Cookie = "upstream" });
        var hosts = Enumerable.Range(0, 6).Select(_ => set.Choose(new ChoiceKey { Affinity = Encoding.ASCII.GetBytes(token) })!.Origin.Host);
        Assert.Equal(["a", "b", "c", "a", "b", "c"], hosts);
        Assert.All(set.Destinations, destination => Assert.False(destination.IsNamedBy(Encoding.ASCII.GetBytes(token))));
    }

    [Fact]
    public void Token_TellsNothingOfTheAddress_AndDiffers()
    {
        var set = Set(new UpstreamAffinity { Cookie = "upstream" });
        var tokens = set.Destinations.Select(static destination => Encoding.ASCII.GetString(destination.AffinityToken)).ToList();
        Assert.Equal(3, tokens.Distinct().Count());
        Assert.All(tokens, static token => Assert.Matches("^[A-Za-z0-9_-]{22}$", token));
    }

    [Fact]
    public void Token_IsOfTheSecret_AndElseOfTheProcess()
    {
        Assert.Equal(Token(new UpstreamAffinity { Cookie = "upstream" }), Token(new UpstreamAffinity { Header = "X-Upstream" }));
        Assert.Equal(Token(Secret("one")), Token(Secret("one")));
        Assert.NotEqual(Token(Secret("one")), Token(Secret("other")));
        Assert.NotEqual(Token(Secret("one")), Token(new UpstreamAffinity { Cookie = "upstream" }));

        static UpstreamAffinity Secret(string secret) => new() { Cookie = "upstream", Secret = secret };
    }

    [Fact]
    public void Field_IsTheCookieOrTheToken()
    {
        var cookie = Set(new UpstreamAffinity { Cookie = "upstream", MaxAge = TimeSpan.FromHours(1), Secure = false }).Destinations[0];
        Assert.Equal($"upstream={Encoding.ASCII.GetString(cookie.AffinityToken)}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax", cookie.AffinityField);
        var header = Set(new UpstreamAffinity { Header = "X-Upstream" }).Destinations[0];
        Assert.Equal(Encoding.ASCII.GetString(header.AffinityToken), header.AffinityField);
        var none = Set(null).Destinations[0];
        Assert.Equal("", none.AffinityField);
        Assert.False(none.IsNamedBy(none.AffinityToken));
    }

    [Fact]
    public void ClientOfAnUnhealthyDestination_GoesElsewhere_AndIsItsProbe()
    {
        var set = Set(new UpstreamAffinity { Cookie = "upstream" });
        var (a, b) = (set.Destinations[0], set.Destinations[1]);
        a.Fail(3);
        Assert.NotEqual(a, Choose(set, a));
        _time.Advance(TimeSpan.FromSeconds(10));

        // One that belongs elsewhere stays there.
        Assert.Same(b, Choose(set, b));
        Assert.Same(a, Choose(set, a));
        Assert.Equal(DestinationHealth.Probing, set.HealthOf(a));
        Assert.NotEqual(a, Choose(set, a));
        a.Succeed();
        Assert.Same(a, Choose(set, a));
    }

    [Fact]
    public void ClientWhoseRequestFailed_GoesElsewhere()
    {
        var set = Set(new UpstreamAffinity { Cookie = "upstream" });
        var a = set.Destinations[0];
        Assert.All(Enumerable.Range(0, 10), _ => Assert.NotEqual(a, Choose(set, a, failed: a)));
    }

    [Fact]
    public void ClientOfAnUnhealthyDestination_StaysWhileAllAreUsed()
    {
        var set = Set(new UpstreamAffinity { Cookie = "upstream" });
        var a = set.Destinations[0];
        a.Fail(3);
        set.Destinations[1].Fail(3);
        Assert.Same(a, Choose(set, a));
    }

    [Fact]
    public void ClientOfADestinationThatLeft_GoesElsewhere()
    {
        var set = Set(new UpstreamAffinity { Cookie = "upstream" });
        var c = set.Destinations[2];
        var pending = c.Begin();
        set.Apply(Options(2, new UpstreamAffinity { Cookie = "upstream" }));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.NotEqual(c, Choose(set, c)));
        pending.End(DestinationOutcome.Success);
    }

    [Fact]
    public void AffinityThatIsTurnedOff_ForgetsItsClients()
    {
        var set = Set(new UpstreamAffinity { Cookie = "upstream" });
        var token = set.Destinations[1].AffinityToken.ToArray();
        set.Apply(Options(3, null));
        var hosts = Enumerable.Range(0, 3).Select(_ => set.Choose(new ChoiceKey { Affinity = token })!.Origin.Host);
        Assert.Equal(["a", "b", "c"], hosts);
    }

    private static Destination? Choose(UpstreamSet set, Destination named, Destination? failed = null) => set.Choose(new ChoiceKey { Affinity = named.AffinityToken }, failed);

    private static string Token(UpstreamAffinity affinity) => Encoding.ASCII.GetString(Sets.Of(Options(1, affinity)).Destinations[0].AffinityToken);

    private static UpstreamOptions Options(int destinations, UpstreamAffinity? affinity) => new()
    {
        Name = "orders",
        Destinations = Sets.Urls(destinations),
        Balance = UpstreamBalance.RoundRobin,
        Affinity = affinity,
    };

    private UpstreamSet Set(UpstreamAffinity? affinity) => Sets.Of(Options(3, affinity), _time);
}
