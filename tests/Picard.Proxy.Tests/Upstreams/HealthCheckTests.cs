using System.Collections.Concurrent;
using Picard.Server.Tests;

namespace Picard.Proxy.Tests.Upstreams;

/// <summary>Checks that the proxy makes by itself. Intervals are passed by a tenth, which is their spread.</summary>
public sealed class HealthCheckTests : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(11);

    private readonly FakeTime _time = new();
    private readonly ConcurrentDictionary<string, bool> _passes = new();
    private readonly ConcurrentQueue<string> _asked = [];
    private readonly UpstreamSet _set;
    private HealthChecks? _checks;

    public HealthCheckTests() => _set = Sets.Of(With(2, new HealthCheckOptions()), _time);

    private Destination A => _set.Destinations[0];

    public async ValueTask DisposeAsync()
    {
        if (_checks is not null)
        {
            await _checks.DisposeAsync();
        }

        Assert.Equal(0, _time.RunningTimers);
    }

    [Fact]
    public async Task Destinations_AreAskedAtOnceAndAtEachInterval()
    {
        Start();
        await AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(["http://a", "http://b"], _asked.Order());
        await AdvanceAsync(TimeSpan.FromSeconds(8.9));
        Assert.Equal(2, _asked.Count);
        await AdvanceAsync(TimeSpan.FromSeconds(2.1));
        Assert.Equal(4, _asked.Count);
    }

    [Fact]
    public async Task ThreeChecksThatFail_TakeADestinationOut_TwoThatPass_BringItBack()
    {
        _passes["http://a"] = false;
        Start();
        await AdvanceAsync(TimeSpan.Zero);
        await AdvanceAsync(s_interval);
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(A));
        await AdvanceAsync(s_interval);
        Assert.Equal(DestinationHealth.FailingChecks, _set.HealthOf(A));
        Assert.Equal("HealthCheck", _set.StatusOf(A).LastFailureReason);
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal("b", _set.Next()!.Origin.Host));

        _passes["http://a"] = true;
        await AdvanceAsync(s_interval);
        Assert.Equal(DestinationHealth.FailingChecks, _set.HealthOf(A));
        await AdvanceAsync(s_interval);
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(A));
        Assert.Contains(A, Enumerable.Range(0, 2).Select(_ => _set.Next()));
    }

    [Fact]
    public async Task CheckThatPasses_BetweenTwoThatFail_BeginsTheRunAnew()
    {
        Start();
        foreach (var passes in (bool[])[false, false, true, false, false])
        {
            // The first comes at once.
            _passes["http://a"] = passes;
            await AdvanceAsync(_asked.IsEmpty ? TimeSpan.Zero : s_interval);
        }

        Assert.Equal(5, _asked.Count(static asked => asked == "http://a"));
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(A));
    }

    [Fact]
    public async Task CheckThatTakesTooLong_Fails_ThoughItDoesNotLookAtItsToken()
    {
        var never = new TaskCompletionSource<bool>();
        Start((destination, _) => new ValueTask<bool>(destination == A ? never.Task : Task.FromResult(true)));
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(i == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(6));
            Assert.False(_checks!.Round.IsCompleted);
            await AdvanceAsync(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(DestinationHealth.FailingChecks, _set.HealthOf(A));
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(_set.Destinations[1]));
    }

    [Fact]
    public async Task CheckThatThrows_Fails_AndTheNextComes()
    {
        Start((_, _) => throw new InvalidOperationException("The check is broken."));
        await AdvanceAsync(TimeSpan.Zero);
        await AdvanceAsync(s_interval);
        await AdvanceAsync(s_interval);
        Assert.Equal(DestinationHealth.FailingChecks, _set.HealthOf(A));
    }

    [Fact]
    public async Task DestinationWhoseChecksFail_IsNotProbedByARequest()
    {
        _passes["http://a"] = false;
        Start();
        A.Fail(3);
        for (var i = 0; i < 3; i++)
        {
            await AdvanceAsync(s_interval);
        }

        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal("b", _set.Next()!.Origin.Host));
        _passes["http://a"] = true;
        await AdvanceAsync(s_interval);
        await AdvanceAsync(s_interval);
        Assert.Same(A, _set.Next());
        Assert.Equal(DestinationHealth.Probing, _set.HealthOf(A));
    }

    [Fact]
    public async Task ReplacedOptions_AreFollowedAtOnce()
    {
        Start();
        await AdvanceAsync(TimeSpan.Zero);
        _set.Apply(With(3, new HealthCheckOptions { Interval = TimeSpan.FromSeconds(100) }));
        await AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(5, _asked.Count);
        Assert.Contains("http://c", _asked);
        await AdvanceAsync(TimeSpan.FromSeconds(89));
        Assert.Equal(5, _asked.Count);
    }

    [Fact]
    public async Task ChecksThatAreTurnedOff_AskNothing_AndForgetWhatTheyFound()
    {
        _passes["http://a"] = false;
        Start();
        for (var i = 0; i < 3; i++)
        {
            await AdvanceAsync(s_interval);
        }

        Assert.Equal(DestinationHealth.FailingChecks, _set.HealthOf(A));
        _set.Apply(With(2, null));
        Assert.Equal(DestinationHealth.Healthy, _set.HealthOf(A));
        Assert.Equal(0, _time.RunningTimers);
        _asked.Clear();
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(_asked);
        _set.Apply(With(2, new HealthCheckOptions()));
        await AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task DisposeAsync_CancelsWhatIsUnderWay_AndNothingComesAfter()
    {
        var tokens = new ConcurrentQueue<CancellationToken>();
        Start((_, stopped) =>
        {
            tokens.Enqueue(stopped);
            return new ValueTask<bool>(new TaskCompletionSource<bool>().Task);
        });
        _time.Advance(TimeSpan.Zero);
        Assert.Equal(2, tokens.Count);
        await _checks!.DisposeAsync();
        Assert.All(tokens, token => Assert.True(token.IsCancellationRequested));
        Assert.Equal(0, _time.RunningTimers);
        _set.Apply(With(3, new HealthCheckOptions()));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, tokens.Count);

        // That the proxy stops is no failure of theirs.
        Assert.Null(_set.StatusOf(A).LastFailureAt);
    }

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    [InlineData(299, true)]
    [InlineData(302, false)]
    [InlineData(503, false)]
    public void Status_PassesWithinTheRange(int status, bool passes) => Assert.Equal(passes, new HealthCheckOptions().IsExpected(new StatusCode(status)));

    private static UpstreamOptions With(int destinations, HealthCheckOptions? check) => new()
    {
        Name = "orders",
        Destinations = Sets.Urls(destinations),
        Balance = UpstreamBalance.RoundRobin,
        HealthCheck = check,
    };

    private void Start(Func<Destination, CancellationToken, ValueTask<bool>>? check = null) => _checks = new HealthChecks(_set, check ?? Ask, _time, new Random(1));

    private ValueTask<bool> Ask(Destination destination, CancellationToken stopped)
    {
        _asked.Enqueue(destination.Origin.ToString());
        return new ValueTask<bool>(_passes.GetValueOrDefault(destination.Origin.ToString(), true));
    }

    private async Task AdvanceAsync(TimeSpan by)
    {
        _time.Advance(by);
        await _checks!.Round;
    }
}
