using Picard.Server.Tests;

namespace Picard.Proxy.Tests.Upstreams;

/// <summary>Options that are replaced while requests are under way.</summary>
public sealed class ReloadTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void DestinationThatStays_KeepsWhatIsKnownOfIt()
    {
        var set = Sets.Of(Sets.Options(3), _time);
        var (a, b) = (set.Destinations[0], set.Destinations[1]);
        a.Fail(3);
        _ = b.Begin();
        set.Apply(Sets.Options(4));
        Assert.Equal([a, b], set.Destinations.Take(2));
        Assert.Equal(DestinationHealth.Ejected, set.HealthOf(a));
        Assert.Equal(1, set.StatusOf(b).Pending);
        Assert.Equal(["b", "c", "d"], Hosts(set));
    }

    [Fact]
    public void DestinationThatLeaves_DrainsAndIsForgotten()
    {
        var set = Sets.Of(Sets.Options(3), _time);
        var c = set.Destinations[2];
        var pending = c.Begin();
        set.Apply(Sets.Options(2));
        Assert.Equal(DestinationHealth.Draining, set.HealthOf(c));
        Assert.Equal(["a", "b"], Hosts(set));
        Assert.True(c.IsDraining);
        pending.End(DestinationOutcome.Success);
        Assert.Equal(["http://a", "http://b"], set.ToStatus().Destinations.Select(static status => status.Url));
    }

    [Fact]
    public void DestinationThatComesBackWhileItDrains_IsTheSame()
    {
        var set = Sets.Of(Sets.Options(3), _time);
        var c = set.Destinations[2];
        var pending = c.Begin();
        set.Apply(Sets.Options(2));
        set.Apply(Sets.Options(3));
        Assert.Same(c, set.Destinations[2]);
        Assert.Equal(DestinationHealth.Healthy, set.HealthOf(c));
        Assert.Equal(["a", "b", "c"], Hosts(set));
        pending.End(DestinationOutcome.Success);
        Assert.Equal(0, c.Pending);
    }

    [Fact]
    public void FailuresOfADestinationThatLeft_HurtNobody()
    {
        var set = Sets.Of(Sets.Options(2), _time);
        var b = set.Destinations[1];
        var pending = Enumerable.Range(0, 5).Select(_ => b.Begin()).ToList();
        set.Apply(Sets.Options(1));
        pending.ForEach(static exchange => exchange.End(DestinationOutcome.Failure(RequestFault.ConnectionLost)));
        Assert.Equal(["a"], Hosts(set));
        Assert.False(set.ToStatus().IsPanicking);
    }

    [Fact]
    public void WrongOptions_LeaveTheOldOnesInForce()
    {
        var set = Sets.Of(Sets.Options(2), _time);
        var options = set.Options;
        Assert.Throws<OptionException>(() => set.Apply(Sets.Options(0)));
        Assert.Same(options, set.Options);
        Assert.Equal(["a", "b"], Hosts(set));
    }

    [Fact]
    public void PassiveHealthThatIsTurnedOff_BringsAllBack()
    {
        var set = Sets.Of(Sets.Options(3), _time);
        set.Destinations[0].Fail(3);
        set.Apply(new UpstreamOptions { Name = "orders", Destinations = Sets.Urls(3), Balance = UpstreamBalance.RoundRobin, PassiveHealth = null });
        Assert.Equal(["a", "b", "c"], Hosts(set));
    }

    [Theory]
    [InlineData(UpstreamBalance.PowerOfTwoChoices)]
    [InlineData(UpstreamBalance.RoundRobin)]
    [InlineData(UpstreamBalance.LeastPending)]
    [InlineData(UpstreamBalance.ConsistentHash)]
    public void WhileManyThreadsChoose_EveryExchangeIsCountedOnce(UpstreamBalance balance)
    {
        const int Threads = 6;
        const int Requests = 20_000;
        var set = new UpstreamSet(Sets.Options(5, balance), _time, Random.Shared);
        var begun = new System.Collections.Concurrent.ConcurrentDictionary<Destination, int>();
        var refused = 0;
        Parallel.Invoke([() => Reload(set, balance), .. Enumerable.Range(0, Threads).Select(thread => (Action)(() =>
        {
            Destination? failed = null;
            for (var i = 0; i < Requests; i++)
            {
                if (set.Choose(new ChoiceKey { Hash = (ulong)i * 0x9E3779B97F4A7C15 }, failed) is not { } destination)
                {
                    refused++;
                    continue;
                }

                begun.AddOrUpdate(destination, 1, static (_, count) => count + 1);
                var exchange = destination.Begin();
                failed = (i + thread) % 7 == 0 ? destination : null;
                exchange.End(failed is null ? i % 11 == 0 ? DestinationOutcome.Ignored : DestinationOutcome.Success : DestinationOutcome.Failure(RequestFault.ConnectionLost));
            }
        }))]);
        Assert.Equal(0, refused);
        Assert.All(begun.Keys, static destination => Assert.Equal(0, destination.Pending));
        Assert.All(begun, static count => Assert.Equal(count.Value, count.Key.Requests));
        Assert.Equal(Threads * Requests, begun.Values.Sum());

        set.Apply(Sets.Options(5, balance));
        Assert.Equal(5, set.ToStatus().Destinations.Count);
    }

    private static string[] Hosts(UpstreamSet set) => [.. Enumerable.Range(0, 30).Select(_ => set.Next()!.Origin.Host).Distinct().Order()];

    private void Reload(UpstreamSet set, UpstreamBalance balance)
    {
        for (var i = 0; i < 500; i++)
        {
            set.Apply(Sets.Options(1 + (i * 3 % 8), balance));
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.NotEmpty(set.ToStatus().Destinations);
        }
    }
}
