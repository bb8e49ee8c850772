using System.Net;
using System.Threading.RateLimiting;

namespace Picard.Middleware.Tests;

public sealed class RateLimitTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public async Task RequestBeyondTheLimit_Is429WithRetryAfter_UntilAPermitIsBack()
    {
        await using var server = await StartAsync(new RateLimitOptions { Permits = 2, Window = TimeSpan.FromSeconds(10), TimeProvider = _time });
        await AssertAsync(server, 200, "");
        await AssertAsync(server, 200, "");
        await AssertAsync(server, 429, "\r\nRetry-After: 5\r\n");
        _time.Advance(TimeSpan.FromSeconds(4.9));
        await AssertAsync(server, 429, "\r\nRetry-After: 1\r\n");
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await AssertAsync(server, 200, "");
        await AssertAsync(server, 429, "\r\nRetry-After: 5\r\n");
        _time.Advance(TimeSpan.FromDays(1));
        await AssertAsync(server, 200, "");
        await AssertAsync(server, 200, "");
        await AssertAsync(server, 429, "");
    }

    [Fact]
    public async Task Burst_IsHowManyMayComeAtOnce()
    {
        await using var server = await StartAsync(new RateLimitOptions { Permits = 10, Burst = 1, TimeProvider = _time });
        await AssertAsync(server, 200, "");
        await AssertAsync(server, 429, "\r\nRetry-After: 1\r\n");
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await AssertAsync(server, 200, "");
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.8", 200)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", 429)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", 429)] // of one /64
    [InlineData("2001:db8::1", "2001:db8:0:1::1", 200)]
    public async Task Clients_CountByTheirAddress(string first, string second, int status)
    {
        await using var server = await StartAsync(new RateLimitOptions { Permits = 1, TimeProvider = _time });
        await AssertAsync(server, 200, "", first);
        await AssertAsync(server, status, "", second);
    }

    [Fact]
    public async Task ClientsBehindATrustedProxy_CountByTheirOwnAddress()
    {
        var handler = Serving.Application<ProxiedRateLimitedApplication>(new ForwardedOptions { TrustedNetworks = ["192.0.2.7"] }, new RateLimitOptions { Permits = 1, TimeProvider = _time });
        await using var server = await TestServer.StartAsync(Network.InMemory, handler);
        Assert.StartsWith("HTTP/1.1 200 ", await server.AskAsync(Serving.Client, "/", "Forwarded: for=198.51.100.1"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await server.AskAsync(Serving.Client, "/", "Forwarded: for=198.51.100.2"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 429 ", await server.AskAsync(Serving.Client, "/", "Forwarded: for=198.51.100.1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Field_IsAKey_AndRequestsWithoutItCountByAddress()
    {
        await AssertKeyAsync(LimitKey.Field("X-Key"));
        await AssertKeyAsync(LimitKey.By(static request => request.Fields.GetText("X-Key")));
        Assert.Throws<ArgumentException>(() => LimitKey.Field("X Key"));

        async Task AssertKeyAsync(LimitKey key)
        {
            await using var server = await StartAsync(new RateLimitOptions { Permits = 1, Key = key, TimeProvider = _time });
            await AssertAsync(server, 200, "", "192.0.2.7", "X-Key: a");
            await AssertAsync(server, 200, "", "192.0.2.7", "X-Key: b");
            await AssertAsync(server, 429, "", "192.0.2.8", "X-Key: a");
            await AssertAsync(server, 200, "", "192.0.2.7");
            await AssertAsync(server, 429, "", "192.0.2.7");
            await AssertAsync(server, 200, "", "192.0.2.7", "X-Key: " + new string('l', 300));
            await AssertAsync(server, 429, "", "192.0.2.7", "X-Key: " + new string('l', 301));
        }
    }

    [Fact]
    public async Task KeysThatFindNoRoom_ShareOneLimit_AndIdleOnesMakeRoom()
    {
        var options = new RateLimitOptions { Permits = 1, MaxPartitions = 2, TimeProvider = _time };
        await using var server = await StartAsync(options);
        await AssertAsync(server, 200, "", "192.0.2.1");
        await AssertAsync(server, 200, "", "192.0.2.2");
        await AssertAsync(server, 200, "", "192.0.2.3");
        await AssertAsync(server, 429, "", "192.0.2.4");
        Assert.Equal(2, options.Table.Count);

        _time.Advance(TimeSpan.FromSeconds(1));
        await AssertAsync(server, 200, "", "192.0.2.5");
        Assert.Equal(1, options.Table.Count);
        await AssertAsync(server, 429, "", "192.0.2.5");
        await AssertAsync(server, 200, "", "192.0.2.6");
    }

    [Fact]
    public async Task KeyThatHasUsedPermits_IsNotForgotten()
    {
        var options = new RateLimitOptions { Permits = 1, MaxPartitions = 100, TimeProvider = _time };
        await using var server = await StartAsync(options);
        for (var i = 0; i < 50; i++)
        {
            await AssertAsync(server, 200, "", "192.0.2." + i);
        }

        await AssertAsync(server, 429, "", "192.0.2.0");
        Assert.Equal(50, options.Table.Count);
    }

    [Fact]
    public async Task RequestThatWaits_IsAnsweredWhenItsTurnComes()
    {
        await using var server = await StartAsync(new RateLimitOptions { Permits = 1, MaxWaiting = 1, TimeProvider = _time });
        await AssertAsync(server, 200, "");
        await using var waiting = server.Connect(Serving.Client);
        await waiting.SendAsync(Serving.Request("/"));
        await AssertAsync(server, 429, "\r\nRetry-After: 2\r\n");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("HTTP/1.1 200 ", await waiting.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BucketWithWaiters_TakesBackThePermitOfOneThatLeaves()
    {
        using var bucket = new RateBucket(_time, TimeSpan.FromSeconds(1), burst: 1, maxWaiting: 2);
        using var leaving = new CancellationTokenSource();
        Assert.True(bucket.AttemptAcquire().IsAcquired);
        var first = bucket.AcquireAsync(1, leaving.Token).AsTask();
        Assert.Equal(1, bucket.GetStatistics()!.CurrentQueuedCount);
        Assert.Null(bucket.IdleDuration);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(0, bucket.GetStatistics()!.CurrentQueuedCount);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, bucket.IdleDuration);
        Assert.True(bucket.AttemptAcquire().IsAcquired);
        Assert.False(bucket.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public async Task LimiterOfDotNet_CanTakeItsPlace()
    {
        var options = new RateLimitOptions
        {
            Limiter = static () => new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromDays(1), AutoReplenishment = false }),
        };
        await using var server = await StartAsync(options);
        await AssertAsync(server, 200, "");
        await AssertAsync(server, 429, "\r\nRetry-After: 86");
        await AssertAsync(server, 200, "", "192.0.2.8");
    }

    [Fact]
    public void OptionThatIsWrong_FailsAtStartByName()
    {
        AssertWrong("Permits", new RateLimitOptions());
        AssertWrong("Window", new RateLimitOptions { Permits = 1, Window = TimeSpan.Zero });
        AssertWrong("Burst", new RateLimitOptions { Permits = 1, Burst = 0 });
        AssertWrong("MaxWaiting", new RateLimitOptions { Permits = 1, MaxWaiting = -1 });
        AssertWrong("MaxPartitions", new RateLimitOptions { Permits = 1, MaxPartitions = 0 });
        AssertWrong("Key", new RateLimitOptions { Permits = 1, Key = null! });

        static void AssertWrong(string option, RateLimitOptions options) =>
            Assert.StartsWith($"RateLimitOptions.{option} is ", Assert.ThrowsAny<ArgumentException>(() => Serving.Application<RateLimitedApplication>(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequestWithinTheLimit_AllocatesNothing()
    {
        AssertAllocatesNothing(LimitKey.ClientAddress);
        AssertAllocatesNothing(LimitKey.Field("X-Key"));

        static void AssertAllocatesNothing(LimitKey key) => Serving.AssertAllocatesNothing(
            Serving.Application<RateLimitedApplication>(new RateLimitOptions { Permits = 1_000_000, Key = key }),
            Serving.Client,
            Serving.Request("/", "X-Key: abc"));
    }

    private static Task<TestServer> StartAsync(RateLimitOptions options) => TestServer.StartAsync(Network.InMemory, Serving.Application<RateLimitedApplication>(options));

    private static async Task AssertAsync(TestServer server, int status, string contains, string from = "192.0.2.7", params string[] fields)
    {
        var answer = await server.AskAsync(new IPEndPoint(IPAddress.Parse(from), 1), "/", fields);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains(contains, answer, StringComparison.Ordinal);
    }
}
