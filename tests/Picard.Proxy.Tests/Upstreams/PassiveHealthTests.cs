using Picard.Server.Tests;

namespace Picard.Proxy.Tests.Upstreams;

/// <summary>What failures do to a destination, and how it comes back.</summary>
public sealed class PassiveHealthTests
{
    private readonly FakeTime _time = new();
    private readonly UpstreamSet _set;
    private readonly Destination _a;

    public PassiveHealthTests()
    {
        _set = Sets.Of(Sets.Options(3), _time);
        _a = _set.Destinations[0];
    }

    [Fact]
    public void ThreeFailuresInARow_TakeADestinationOut()
    {
        _a.Fail(2);
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(_a));
        _a.Fail();
        Assert.Equal(DestinationHealth.Ejected, _set.HealthOf(_a));
        Assert.Equal(["b", "c"], Hosts(30));
    }

    [Fact]
    public void FailuresWithASuccessBetween_DoNot()
    {
        _a.Fail(2);
        _a.Succeed();
        _a.Fail(2);
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(_a));
    }

    [Fact]
    public void FailuresFurtherApartThanTheWindow_DoNot()
    {
        _a.Fail(2);
        _time.Advance(TimeSpan.FromSeconds(10.001));
        _a.Fail(2);
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(_a));
        _time.Advance(TimeSpan.FromSeconds(10));
        _a.Fail();
        Assert.Equal(DestinationHealth.Ejected, _set.HealthOf(_a));
    }

    [Fact]
    public void ClientsThatLeave_AreNoFailures()
    {
        _a.Exchange(DestinationOutcome.Ignored, 100);
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(_a));
        Assert.Equal(0, _set.StatusOf(_a).Failures);
    }

    [Fact]
    public void HalfOfTwentyRequestsFailed_TakesADestinationOut()
    {
        _a.Succeed(1_000);
        for (var i = 0; i < 9; i++)
        {
            _a.Fail();
            _a.Succeed();
        }

        // The window begins with the first failure: 18 requests, half of which failed.
        _a.Fail();
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(_a));
        _a.Succeed();
        _a.Fail();
        Assert.Equal(DestinationHealth.Ejected, _set.HealthOf(_a));
    }

    [Fact]
    public void LessThanHalf_DoesNot()
    {
        for (var i = 0; i < 100; i++)
        {
            _a.Fail();
            _a.Succeed(2);
        }

        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(_a));
    }

    [Fact]
    public void AfterTheReactivationTime_OneRequestIsLetThrough()
    {
        _a.Fail(3);
        _time.Advance(TimeSpan.FromSeconds(9.999));
        Assert.Equal(["b", "c"], Hosts(30));
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Same(_a, _set.Next());
        Assert.Equal(DestinationHealth.Probing, _set.HealthOf(_a));
        var probe = _a.Begin();
        Assert.Equal(["b", "c"], Hosts(30));
        probe.End(DestinationOutcome.Success);
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(_a));
        Assert.Equal(["a", "b", "c"], Hosts(30));
    }

    [Fact]
    public void OneRequestIsLetThrough_WhateverTheNumberOfThreads()
    {
        _a.Fail(3);
        _time.Advance(TimeSpan.FromSeconds(10));
        var probes = 0;
        Parallel.For(0, 10_000, _ => Interlocked.Add(ref probes, _set.Next() == _a ? 1 : 0));
        Assert.Equal(1, probes);
    }

    [Fact]
    public void ProbeThatFails_DoublesTheTimeUpToAMaximum()
    {
        _a.Fail(3);
        foreach (var seconds in (int[])[10, 20, 40, 80, 160, 300, 300])
        {
            _time.Advance(TimeSpan.FromSeconds(seconds - 0.001));
            Assert.Equal(["b", "c"], Hosts(30));
            _time.Advance(TimeSpan.FromSeconds(0.001));
            Assert.Same(_a, _set.Next());
            _a.Fail();
        }
    }

    [Fact]
    public void RelapseWithinTheTimeItWasOut_DoublesTheTime()
    {
        Recover(10);
        _time.Advance(TimeSpan.FromSeconds(9));
        _a.Fail(3);
        Recover(20);
        _time.Advance(TimeSpan.FromSeconds(21));
        _a.Fail(3);
        Recover(10);

        void Recover(int seconds)
        {
            if (_set.HealthOf(_a) == DestinationHealth.Healthy)
            {
                _a.Fail(3);
            }

            _time.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(["b", "c"], Hosts(30));
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Same(_a, _set.Next());
            _a.Succeed();
        }
    }

    [Fact]
    public void ProbeWhoseClientLeft_IsFollowedByAnother()
    {
        _a.Fail(3);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Same(_a, _set.Next());
        _a.Exchange(DestinationOutcome.Ignored);
        Assert.Same(_a, _set.Next());
    }

    [Fact]
    public void ProbeThatNobodyEnds_IsFollowedByAnotherAfterTheSameTime()
    {
        _a.Fail(3);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Same(_a, _set.Next());
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(["b", "c"], Hosts(30));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(_a, _set.Next());
    }

    [Fact]
    public void RequestThatIsSentAgain_IsNoProbe()
    {
        _a.Fail(3);
        _time.Advance(TimeSpan.FromSeconds(10));
        var (b, c) = (_set.Destinations[1], _set.Destinations[2]);
        Assert.Same(c, _set.Next(failed: b));
        Assert.Same(_a, _set.Next());
    }

    [Fact]
    public void ExchangesFromBeforeItWentOut_HaveNoSay()
    {
        var late = Enumerable.Range(0, 10).Select(_ => _a.Begin()).ToList();
        _a.Fail(3);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Same(_a, _set.Next());
        late[0].End(DestinationOutcome.Success);
        Assert.Equal(DestinationHealth.Probing, _set.HealthOf(_a));
        late[1].End(DestinationOutcome.Failure(RequestFault.FirstByteTimeout));
        Assert.Equal(DestinationHealth.Probing, _set.HealthOf(_a));
        _a.Succeed();
        late[2..].ForEach(static exchange => exchange.End(DestinationOutcome.Failure(RequestFault.FirstByteTimeout)));
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(_a));
        Assert.Equal(12, _set.StatusOf(_a).Failures);
        Assert.Equal(0, _a.Pending);
    }

    [Fact]
    public void FewerThanHalfHealthy_AllAreUsed()
    {
        _a.Fail(3);
        Assert.False(_set.ToStatus().IsPanicking);
        _set.Destinations[1].Fail(3);
        Assert.True(_set.ToStatus().IsPanicking);
        Assert.Equal(["a", "b", "c"], Hosts(30));
        _a.Succeed();
        Assert.False(_set.ToStatus().IsPanicking);
        Assert.Equal(["a", "c"], Hosts(30));
    }

    [Fact]
    public void ExactlyHalfHealthy_OnlyTheseAreUsed()
    {
        var set = Sets.Of(Sets.Options(2), _time);
        set.Destinations[0].Fail(3);
        Assert.False(set.ToStatus().IsPanicking);
        Assert.Equal("b", set.Next()!.Origin.Host);
    }

    // Race: b fails, a went out a moment ago and may be back, and b is not known to be out yet.
    [Theory]
    [InlineData(UpstreamBalance.RoundRobin)]
    [InlineData(UpstreamBalance.LeastPending)]
    [InlineData(UpstreamBalance.PowerOfTwoChoices)]
    [InlineData(UpstreamBalance.ConsistentHash)]
    public void RequestThatFailedAtTheOnlyHealthyOne_IsSentToAnother(UpstreamBalance balance)
    {
        var set = Sets.Of(Sets.Options(2, balance), _time);
        set.Destinations[0].Fail(3);
        var b = set.Destinations[1];
        Assert.Equal("a", set.Choose(new ChoiceKey { Hash = 7 }, failed: b)!.Origin.Host);
        Assert.Equal(DestinationHealth.Ejected, set.HealthOf(set.Destinations[0]));
        Assert.Same(b, set.Choose(new ChoiceKey { Hash = 7 }));
    }

    [Fact]
    public void WithoutPanic_WhatIsOutIsNotUsed_NotEvenForWhatIsSentAgain()
    {
        var set = Sets.Of(new UpstreamOptions { Name = "orders", Destinations = Sets.Urls(2), PanicThreshold = 0 }, _time);
        set.Destinations[0].Fail(3);
        Assert.Same(set.Destinations[1], set.Next(failed: set.Destinations[1]));
    }

    [Fact]
    public void WithoutPanic_NoneHealthyIsNone()
    {
        var set = Sets.Of(new UpstreamOptions { Name = "orders", Destinations = ["http://a"], PanicThreshold = 0 }, _time);
        set.Destinations[0].Fail(3);
        Assert.Null(set.Next());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Same(set.Destinations[0], set.Next());
        Assert.Null(set.Next());
    }

    [Fact]
    public void FailuresWhileAllAreUsed_DoNotProlongTheTime()
    {
        var set = Sets.Of(new UpstreamOptions { Name = "orders", Destinations = ["http://a"] }, _time);
        var a = set.Destinations[0];
        a.Fail(1_000);
        Assert.Equal(DestinationHealth.Ejected, set.HealthOf(a));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Same(a, set.Next());
        Assert.Equal(DestinationHealth.Probing, set.HealthOf(a));
    }

    [Fact]
    public void WithoutPassiveHealth_FailuresAreCountedOnly()
    {
        var set = Sets.Of(new UpstreamOptions { Name = "orders", Destinations = ["http://a", "http://b"], PassiveHealth = null }, _time);
        set.Destinations[0].Fail(100);
        Assert.Equal(DestinationHealth.Healthy, set.HealthOf(set.Destinations[0]));
        Assert.Equal(100, set.StatusOf(set.Destinations[0]).Failures);
    }

    [Fact]
    public void Status_SaysWhatFailedLast()
    {
        Assert.Null(_set.StatusOf(_a).LastFailureAt);
        _a.Fail();
        _time.Advance(TimeSpan.FromSeconds(1));
        _a.Exchange(DestinationOutcome.Failure(RequestFault.FirstByteTimeout));
        var status = _set.StatusOf(_a);
        Assert.Equal("http://a", status.Url);
        Assert.Equal(_time.GetUtcNow(), status.LastFailureAt);
        Assert.Equal("FirstByteTimeout", status.LastFailureReason);
    }

    [Fact]
    public void ChangesOfHealth_AreTold_EachOnce()
    {
        var told = new List<string>();
        _set.HealthChanged += (destination, health) => told.Add($"{destination.Origin.Host} {health}");
        var late = _a.Begin();
        _a.Fail(5);
        _time.Advance(TimeSpan.FromSeconds(10));
        _set.Next()!.Fail();
        _time.Advance(TimeSpan.FromSeconds(20));
        _set.Next()!.Succeed(2);
        late.End(DestinationOutcome.Failure(RequestFault.ConnectionLost));
        Assert.Equal(["a Ejected", "a Ejected", "a Healthy"], told);
    }

    private string[] Hosts(int requests) => [.. Enumerable.Range(0, requests).Select(_ => _set.Next()!.Origin.Host).Distinct().Order()];
}
