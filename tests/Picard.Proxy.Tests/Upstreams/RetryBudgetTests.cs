using Picard.Server.Tests;

namespace Picard.Proxy.Tests.Upstreams;

/// <summary>How many requests may be sent again.</summary>
public sealed class RetryBudgetTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void WithoutRequests_TenSecondsOfTheMinimumMayComeAtOnce()
    {
        var set = Sets.Of(Sets.Options(2), _time);
        Assert.Equal(30, Take(set, 1_000));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, Take(set, 1_000));
        var status = set.ToStatus();
        Assert.Equal((33L, 1_967L), (status.Retries, status.RetriesRefused));
    }

    [Fact]
    public void ShareOfRequests_IsAllowed()
    {
        var set = Sets.Of(Options(0.2, 0), _time);
        Assert.Equal(0, Take(set, 10));
        set.Destinations[0].Succeed(1_000);
        Assert.Equal(200, Take(set, 1_000));
    }

    [Fact]
    public void RequestsThatAreSentAgain_DoNotPayForMore()
    {
        var set = Sets.Of(Options(0.5, 0), _time);
        set.Destinations[0].Succeed(100);
        Assert.Equal(50, Take(set, 1_000));
        Assert.Equal(150, set.Destinations.Sum(static destination => destination.Requests));
    }

    [Fact]
    public void RequestsOfLongAgo_DoNotPay()
    {
        var set = Sets.Of(Options(0.2, 0), _time);
        set.Destinations[0].Succeed(100_000);
        _time.Advance(TimeSpan.FromSeconds(1_000));

        // 100 a second: what came within ten seconds pays for 200.
        Assert.Equal(200, Take(set, 1_000));
        set.Destinations[0].Succeed(100);
        Assert.Equal(1, Take(set, 1));
        _time.Advance(TimeSpan.FromSeconds(10));

        // What was left has leaked away.
        Assert.Equal(0, Take(set, 10));
    }

    [Fact]
    public void Outage_IsMultipliedByLittle()
    {
        var set = Sets.Of(Sets.Options(4), _time);
        var retries = 0;
        const int Seconds = 100;
        const int PerSecond = 50;
        for (var i = 0; i < Seconds * PerSecond; i++)
        {
            set.Next()!.Fail();
            retries += Take(set, 1);
            _time.Advance(TimeSpan.FromSeconds(1.0 / PerSecond));
        }

        Assert.InRange(retries, 1_150, 30 + (0.2 * Seconds * PerSecond) + (3 * Seconds));
    }

    [Fact]
    public void ZeroOfBoth_IsNone()
    {
        var set = Sets.Of(Options(0, 0), _time);
        set.Destinations[0].Succeed(1_000);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(set.TryTakeRetry());
    }

    [Fact]
    public void DestinationsThatLeave_LeaveTheirRequestsBehind()
    {
        var set = Sets.Of(Options(0.2, 0, 3), _time);
        set.Destinations[2].Succeed(100);
        Assert.Equal(10, Take(set, 10));
        set.Apply(Options(0.2, 0, 2));
        set.Destinations[0].Succeed(100);
        Assert.Equal(30, Take(set, 100));
    }

    // What is taken is used.
    private static int Take(UpstreamSet set, int times)
    {
        var taken = 0;
        for (var i = 0; i < times; i++)
        {
            if (set.TryTakeRetry())
            {
                taken++;
                set.Destinations[0].Exchange(DestinationOutcome.Ignored);
            }
        }

        return taken;
    }

    private static UpstreamOptions Options(double share, int minimum, int destinations = 2) => new()
    {
        Name = "orders",
        Destinations = Sets.Urls(destinations),
        RetryShare = share,
        MinRetriesPerSecond = minimum,
    };
}
