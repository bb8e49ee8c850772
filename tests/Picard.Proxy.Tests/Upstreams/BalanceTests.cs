namespace Picard.Proxy.Tests.Upstreams;

/// <summary>Where requests go when all destinations are well.</summary>
public sealed class BalanceTests
{
    [Fact]
    public void RoundRobin_GivesEachTheSame_InOrder()
    {
        var set = Sets.Of(Sets.Options(3));
        var chosen = Enumerable.Range(0, 6).Select(_ => set.Next()!.Origin.Host);
        Assert.Equal(["a", "b", "c", "a", "b", "c"], chosen);
        Assert.All(set.Spread(300).Values, count => Assert.Equal(100, count));
    }

    [Fact]
    public void RoundRobin_ByManyThreads_GivesEachTheSame()
    {
        var set = Sets.Of(Sets.Options(5));
        var counts = new int[5];
        Parallel.For(0, 50_000, _ => Interlocked.Increment(ref counts[set.Next()!.Origin.Host[0] - 'a']));
        Assert.All(counts, count => Assert.Equal(10_000, count));
    }

    [Fact]
    public void LeastPending_TakesTheOneWithTheFewest()
    {
        var set = Sets.Of(Sets.Options(4, UpstreamBalance.LeastPending));
        foreach (var destination in set.Destinations.Where(destination => destination.Origin.Host != "c"))
        {
            _ = destination.Begin();
        }

        Assert.Equal("c", set.Next()!.Origin.Host);
        _ = set.Destinations[2].Begin();
        _ = set.Destinations[2].Begin();
        Assert.All(Enumerable.Range(0, 100), _ => Assert.NotEqual("c", set.Next()!.Origin.Host));
    }

    [Fact]
    public void LeastPending_OfEquals_PrefersNone()
    {
        var set = Sets.Of(Sets.Options(4, UpstreamBalance.LeastPending));
        var counts = Enumerable.Range(0, 4_000).Select(_ => set.Next()!).CountBy(static chosen => chosen);
        Assert.All(counts, count => Assert.InRange(count.Value, 850, 1_150));
        Assert.All(set.Spread(400).Values, count => Assert.Equal(100, count));
    }

    [Fact]
    public void PowerOfTwoChoices_OfPending_IsNearlyEven()
    {
        var set = Sets.Of(Sets.Options(10, UpstreamBalance.PowerOfTwoChoices));
        var counts = set.Spread(10_000);

        // At random it would be about 1000 ± 90; with two choices the distance from the mean does not grow with the number of requests.
        Assert.Equal(10, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 990, 1_010));
    }

    [Fact]
    public void PowerOfTwoChoices_OfIdle_PrefersNone()
    {
        var set = Sets.Of(Sets.Options(5, UpstreamBalance.PowerOfTwoChoices));
        var counts = Enumerable.Range(0, 10_000).Select(_ => set.Next()!).CountBy(static chosen => chosen).ToList();
        Assert.Equal(5, counts.Count);
        Assert.All(counts, count => Assert.InRange(count.Value, 1_850, 2_150));
    }

    [Fact]
    public void PowerOfTwoChoices_OfTwo_TakesTheOneWithFewer()
    {
        var set = Sets.Of(Sets.Options(2, UpstreamBalance.PowerOfTwoChoices));
        _ = set.Destinations[0].Begin();
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal("b", set.Next()!.Origin.Host));
    }

    [Theory]
    [InlineData(UpstreamBalance.PowerOfTwoChoices)]
    [InlineData(UpstreamBalance.RoundRobin)]
    [InlineData(UpstreamBalance.LeastPending)]
    [InlineData(UpstreamBalance.ConsistentHash)]
    public void RequestThatFailed_GoesElsewhere(UpstreamBalance balance)
    {
        foreach (var count in (int[])[2, 3, 7])
        {
            var set = Sets.Of(Sets.Options(count, balance));
            for (var i = 0; i < 500; i++)
            {
                var key = new ChoiceKey { Hash = RendezvousHash.Of(BitConverter.GetBytes(i)) };
                var failed = set.Choose(key)!;
                Assert.NotEqual(failed, set.Choose(key, failed));
            }
        }
    }

    [Theory]
    [InlineData(UpstreamBalance.PowerOfTwoChoices)]
    [InlineData(UpstreamBalance.RoundRobin)]
    [InlineData(UpstreamBalance.LeastPending)]
    [InlineData(UpstreamBalance.ConsistentHash)]
    public void RequestThatFailed_AtTheOnlyOne_GoesThereAgain(UpstreamBalance balance)
    {
        var set = Sets.Of(Sets.Options(1, balance));
        Assert.Same(set.Destinations[0], set.Next(set.Destinations[0]));
    }

    [Fact]
    public void Pending_IsWhatBeganAndDidNotEnd()
    {
        var set = Sets.Of(Sets.Options(1));
        var destination = set.Destinations[0];
        var (one, two) = (destination.Begin(), destination.Begin());
        Assert.Equal(2, destination.Pending);
        one.End(DestinationOutcome.Ignored);
        two.End(DestinationOutcome.Failure(new StatusCode(503)));
        var status = set.StatusOf(destination);
        Assert.Equal((0, 2L, 1L, "503"), (status.Pending, status.Requests, status.Failures, status.LastFailureReason));
    }

    [Theory]
    [InlineData(UpstreamBalance.PowerOfTwoChoices)]
    [InlineData(UpstreamBalance.RoundRobin)]
    [InlineData(UpstreamBalance.LeastPending)]
    [InlineData(UpstreamBalance.ConsistentHash)]
    public void Choice_AllocatesNothing(UpstreamBalance balance)
    {
        var set = Sets.Of(new UpstreamOptions
        {
            Name = "orders",
            Destinations = Sets.Urls(8),
            Balance = balance,
            HashBy = UpstreamHashKey.Path,
            Affinity = new UpstreamAffinity { Cookie = "upstream" },
        });
        Request(set, 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Request(set, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Request(UpstreamSet set, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var key = new ChoiceKey { Hash = RendezvousHash.Of("key"u8), Affinity = "a token of nobody"u8 };
            set.Choose(key)!.Begin().End(DestinationOutcome.Success);
            set.Choose(new ChoiceKey { Affinity = set.Destinations[3].AffinityToken })!.Begin().End(DestinationOutcome.Success);
        }
    }
}
