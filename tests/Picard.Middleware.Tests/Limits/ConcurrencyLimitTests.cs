using System.Threading.RateLimiting;

namespace Picard.Middleware.Tests;

public sealed class ConcurrencyLimitTests
{
    private readonly Hold _hold = new();

    [Fact]
    public async Task ExchangeBeyondTheLimit_Is503_UntilOneIsDone()
    {
        await using var server = await StartAsync(new ConcurrencyLimitOptions { Permits = 1, RetryAfter = TimeSpan.FromSeconds(3) });
        await using var held = server.Connect(Serving.Client);
        await held.SendAsync(Serving.Request("/held", "Connection: close"));
        var refused = await server.AskAsync(Serving.Client, "/");
        Assert.StartsWith("HTTP/1.1 503 ", refused, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 3\r\n", refused, StringComparison.Ordinal);

        _hold.Release();
        Assert.EndsWith("held", await held.ReadToEndAsync(), StringComparison.Ordinal);
        await held.DisposeAsync();
        await server.EmptyAsync();
        Assert.StartsWith("HTTP/1.1 200 ", await server.AskAsync(Serving.Client, "/"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 500 ", await server.AskAsync(Serving.Client, "/fails"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await server.AskAsync(Serving.Client, "/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExchangeThatWaits_GoesOnWhenOneIsDone()
    {
        await using var server = await StartAsync(new ConcurrencyLimitOptions { Permits = 1, MaxWaiting = 1 });
        await using var held = server.Connect(Serving.Client);
        await held.SendAsync(Serving.Request("/held"));
        await using var waiting = server.Connect(Serving.Client);
        await waiting.SendAsync(Serving.Request("/"));
        var refused = await server.AskAsync(Serving.Client, "/");
        Assert.StartsWith("HTTP/1.1 503 ", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("Retry-After", refused, StringComparison.Ordinal);

        _hold.Release();
        Assert.EndsWith("in", await waiting.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.EndsWith("held", await held.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PermitsOfClientsThatLeave_ComeBackOnce()
    {
        ConcurrencyGate? gate = null;
        var server = await StartAsync(new ConcurrencyLimitOptions { Limiter = () => gate = new ConcurrencyGate(TimeProvider.System, permits: 2, maxWaiting: 2) });
        var (held, other, waiting, patient) = (server.Connect(Serving.Client), server.Connect(Serving.Client), server.Connect(Serving.Client), server.Connect(Serving.Client));
        await held.SendAsync(Serving.Request("/held"));
        await other.SendAsync(Serving.Request("/held"));
        await waiting.SendAsync(Serving.Request("/held"));
        await patient.SendAsync(Serving.Request("/", "Connection: close"));
        Assert.Equal(0, gate!.GetStatistics()!.CurrentAvailablePermits);
        Assert.Equal(2, gate.GetStatistics()!.CurrentQueuedCount);

        waiting.Reset();
        other.Reset();
        _hold.Release();
        Assert.EndsWith("in", await patient.ReadToEndAsync(), StringComparison.Ordinal);
        held.Reset();
        patient.Reset();
        await server.EmptyAsync();
        Assert.Equal(2, gate.GetStatistics()!.CurrentAvailablePermits);
        Assert.Equal(0, gate.GetStatistics()!.CurrentQueuedCount);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Gate_LetsThoseWhoWaitInInOrder_ButThoseWhoLeave()
    {
        using var gate = new ConcurrencyGate(TimeProvider.System, permits: 1, maxWaiting: 3);
        using var leaving = new CancellationTokenSource();
        var held = gate.AttemptAcquire();
        var first = gate.AcquireAsync(1, leaving.Token).AsTask();
        var second = gate.AcquireAsync().AsTask();
        var third = gate.AcquireAsync().AsTask();
        Assert.False((await gate.AcquireAsync()).IsAcquired);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        held.Dispose();
        (await second).Dispose();
        Assert.Null(gate.IdleDuration);
        (await third).Dispose();
        Assert.Equal(1, gate.GetStatistics()!.CurrentAvailablePermits);
        Assert.NotNull(gate.IdleDuration);
    }

    [Fact]
    public async Task LimiterOfDotNet_CanTakeItsPlace()
    {
        var options = new ConcurrencyLimitOptions { Key = LimitKey.ClientAddress, Limiter = static () => new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 }) };
        await using var server = await StartAsync(options);
        Assert.StartsWith("HTTP/1.1 200 ", await server.AskAsync(Serving.Client, "/"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await server.AskAsync(Serving.Client, "/"), StringComparison.Ordinal);
    }

    [Fact]
    public void OptionThatIsWrong_FailsAtStartByName()
    {
        AssertWrong("Permits", new ConcurrencyLimitOptions());
        AssertWrong("MaxWaiting", new ConcurrencyLimitOptions { Permits = 1, MaxWaiting = -1 });
        AssertWrong("RetryAfter", new ConcurrencyLimitOptions { Permits = 1, RetryAfter = TimeSpan.FromSeconds(-1) });

        void AssertWrong(string option, ConcurrencyLimitOptions options) =>
            Assert.StartsWith($"ConcurrencyLimitOptions.{option} is ", Assert.ThrowsAny<ArgumentException>(() => Serving.Application<ConcurrencyLimitedApplication>(options, _hold)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("everyone")]
    [InlineData("address")]
    public void ExchangeWithinTheLimit_AllocatesNothing(string key) => Serving.AssertAllocatesNothing(
        Serving.Application<ConcurrencyLimitedApplication>(new ConcurrencyLimitOptions { Permits = 1, Key = key == "everyone" ? LimitKey.Everyone : LimitKey.ClientAddress }, _hold),
        Serving.Client,
        Serving.Request("/"));

    private Task<TestServer> StartAsync(ConcurrencyLimitOptions options) => TestServer.StartAsync(Network.InMemory, Serving.Application<ConcurrencyLimitedApplication>(options, _hold));
}
