using Picard.Server.Tests;

namespace Picard.Proxy.Tests.Upstreams;

/// <summary>Requests with the same key go to the same destination, as far as that can be.</summary>
public sealed class ConsistentHashTests
{
    private const int Keys = 10_000;

    private readonly FakeTime _time = new();

    [Fact]
    public void Key_GoesToTheSameDestination_InEveryProcess()
    {
        var (one, other) = (Set(5), Set(5));
        Assert.All(Paths(100), path => Assert.Equal(one.ChooseFor(path).Origin, other.ChooseFor(path).Origin));

        // Held as a fact: a change would move every client of everybody who upgrades one proxy after the other.
        Assert.Equal("cdeecddbed", string.Concat(Enumerable.Range(0, 10).Select(i => one.ChooseFor($"/{i}").Origin.Host)));
    }

    [Fact]
    public void Keys_AreSpreadEvenly()
    {
        var set = Set(10);
        var counts = Paths(Keys).CountBy(path => set.ChooseFor(path)).ToList();
        Assert.Equal(10, counts.Count);
        Assert.All(counts, count => Assert.InRange(count.Value, 880, 1_120));
    }

    [Fact]
    public void DestinationThatLeaves_TakesOnlyItsOwnKeysAlong()
    {
        var set = Set(10);
        var before = Owners(set);
        set.Apply(Sets.Options(9, UpstreamBalance.ConsistentHash));
        var after = Owners(set);
        var moved = before.Keys.Where(path => before[path] != after[path]).ToList();
        Assert.All(moved, path => Assert.Equal("j", before[path].Origin.Host));
        Assert.InRange(moved.Count, Keys / 10 * 0.88, Keys / 10 * 1.12);
        Assert.Equal(9, moved.Select(path => after[path]).Distinct().Count());
    }

    [Fact]
    public void DestinationThatJoins_TakesItsShareOnly()
    {
        var set = Set(9);
        var before = Owners(set);
        set.Apply(Sets.Options(10, UpstreamBalance.ConsistentHash));
        var after = Owners(set);
        var moved = before.Keys.Where(path => before[path] != after[path]).ToList();
        Assert.All(moved, path => Assert.Equal("j", after[path].Origin.Host));
        Assert.InRange(moved.Count, Keys / 10 * 0.88, Keys / 10 * 1.12);
    }

    [Fact]
    public void OrderOfTheDestinations_DoesNotMatter()
    {
        var (one, other) = (Set(5), Sets.Of(Reversed(5)));
        Assert.All(Paths(1_000), path => Assert.Equal(one.ChooseFor(path).Origin, other.ChooseFor(path).Origin));
    }

    [Fact]
    public void KeysOfAnUnhealthyDestination_GoToTheirNext_AndComeBack()
    {
        var set = Set(5);
        var before = Owners(set);
        var a = set.Destinations[0];
        a.Fail(3);
        var meanwhile = Owners(set);
        Assert.All(before, owner => Assert.Equal(owner.Value != a, owner.Value == meanwhile[owner.Key]));
        Assert.Equal(4, before.Where(owner => owner.Value == a).Select(owner => meanwhile[owner.Key]).Distinct().Count());

        _time.Advance(TimeSpan.FromSeconds(10));
        var (foreign, own) = (before.First(owner => owner.Value != a), before.First(owner => owner.Value == a).Key);
        Assert.Equal(foreign.Value, set.ChooseFor(foreign.Key));
        Assert.Same(a, set.ChooseFor(own));
        Assert.Equal(meanwhile[own], set.ChooseFor(own));
        a.Succeed();
        Assert.Equal(before, Owners(set));
    }

    [Fact]
    public void RequestThatFailed_GoesToTheNextOfItsKey()
    {
        var set = Set(5);
        var key = new ChoiceKey { Hash = RendezvousHash.Of("/orders/1"u8) };
        var first = set.Choose(key)!;
        var second = set.Choose(key, first)!;
        first.Fail(3);
        Assert.Same(second, set.Choose(key));
    }

    [Fact]
    public void RequestWithoutAKey_GoesToTheBetterOfTwo()
    {
        var set = Set(10);
        var counts = set.Spread(10_000);
        Assert.Equal(10, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 990, 1_010));
    }

    private static IEnumerable<string> Paths(int count) => Enumerable.Range(0, count).Select(static i => $"/orders/{i}");

    private static Dictionary<string, Destination> Owners(UpstreamSet set) => Paths(Keys).ToDictionary(static path => path, set.ChooseFor);

    private static UpstreamOptions Reversed(int count) => new()
    {
        Name = "orders",
        Destinations = [.. Sets.Urls(count).Reverse()],
        Balance = UpstreamBalance.ConsistentHash,
        HashBy = UpstreamHashKey.Path,
    };

    private UpstreamSet Set(int destinations) => Sets.Of(Sets.Options(destinations, UpstreamBalance.ConsistentHash), _time);
}
