using System.Net;

namespace Picard.Client.Tests.Pool;

public sealed class ExpiryTests : PoolTest
{
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(1) + (3 * ClientTimer.Tick);

    // Seed PL-40, CL-26
    [Fact]
    public void IdleConnection_IsClosedAfterTheIdleTimeout_AndNotBefore()
    {
        Create(new ClientOptions { IdleTimeout = TimeSpan.FromSeconds(60) });
        Lease(A).Return();
        Time.Advance(TimeSpan.FromSeconds(54));
        Assert.Equal((1, 1, 0, 0), Standing);
        Time.Advance(TimeSpan.FromSeconds(12) + s_late);
        Assert.Equal((0, 0, 0, 0), Standing);
        Assert.Equal(1, Source.Made[0].Closes);
        Assert.False(Lease(A).IsReused);
    }

    [Fact]
    public void EachReturn_BeginsTheIdleTimeoutAnew()
    {
        Create(new ClientOptions { IdleTimeout = TimeSpan.FromSeconds(10), ConnectionLifetime = ClientOptions.None });
        for (var count = 0; count < 5; count++)
        {
            Lease(A).Return();
            Time.Advance(TimeSpan.FromSeconds(8));
        }

        Assert.Single(Source.Made);
        Assert.Equal((1, 1, 0, 0), Standing);
    }

    [Fact]
    public void Connection_InUse_DoesNotExpire_ButIsClosedWhenItIsReturned()
    {
        Create(new ClientOptions { ConnectionLifetime = TimeSpan.FromMinutes(2) });
        var lease = Lease(A);
        Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(0, Source.Made[0].Closes);
        lease.Return();
        Assert.Equal(1, Source.Made[0].Closes);
    }

    [Fact]
    public void Connection_ThatIsUsedAgainAndAgain_EndsWithItsLifetime()
    {
        Create(new ClientOptions { ConnectionLifetime = TimeSpan.FromMinutes(2), IdleTimeout = ClientOptions.None });
        for (var second = 0; second < 108; second++)
        {
            Lease(A).Return();
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Single(Source.Made);
        Time.Advance(TimeSpan.FromSeconds(24) + s_late);
        Assert.Equal((0, 0, 0, 0), Standing);
    }

    [Fact]
    public void ConnectionsMadeTogether_DoNotEndTogether()
    {
        Create(new ClientOptions { IdleTimeout = TimeSpan.FromSeconds(100), ConnectionLifetime = ClientOptions.None });
        ConnectionLease[] leases = [.. Enumerable.Range(0, 64).Select(_ => Lease(A))];
        foreach (var lease in leases)
        {
            lease.Return();
        }

        Time.Advance(TimeSpan.FromSeconds(100));

        // 64 factors that all lie on one side of the middle: less likely than a broken machine.
        Assert.InRange(Pool.Statistics.Open, 1, 63);
    }

    [Fact]
    public void WithoutLimits_NothingExpires()
    {
        Create(new ClientOptions { IdleTimeout = ClientOptions.None, ConnectionLifetime = ClientOptions.None });
        Lease(A).Return();
        Time.Advance(TimeSpan.FromHours(1));
        Assert.True(Lease(A).IsReused);
    }

    // Seed PL-20
    [Fact]
    public async Task IdleConnectionThatTalks_IsFoundByTheSweep()
    {
        Lease(A).Return();
        Source.Made[0].Talk();
        Time.Advance(s_late);
        Assert.Equal(1, Source.Made[0].Closes);
        Assert.Equal((0, 0, 0, 0), Standing);
    }

    [Fact]
    public void Sweep_LooksAtEveryConnection_AlsoAtMoreThanOneBatch()
    {
        Create(new ClientOptions { MaxConnectionsPerAuthority = 200 });
        ConnectionLease[] leases = [.. Enumerable.Range(0, 200).Select(_ => Lease(A))];
        foreach (var lease in leases)
        {
            lease.Return();
        }

        HashSet<EndPoint?> seen = [];
        Source.OnDeparture = address => seen.Add(address) && seen.Count % 2 == 0;
        Time.Advance(s_late);
        Assert.Equal(200, seen.Count);
        Assert.Equal((100, 100, 0, 0), Standing);
    }

    [Fact]
    public void ConnectionToADepartedAddress_IsClosedWhenIdle_OrReturned()
    {
        var busy = Lease(A);
        Lease(A).Return();
        Source.OnDeparture = _ => true;
        Time.Advance(s_late);
        Assert.Equal([0, 1], Source.Made.Select(made => made.Closes));
        busy.Return();
        Assert.Equal([1, 1], Source.Made.Select(made => made.Closes));
    }

    // Seed J.8, the race at check-in: the sweep looks at a connection, which a request takes and has returned when the verdict comes. It was of another idleness.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ConnectionThatIsTakenWhileItIsSwept_IsNotClosedUnderItsLease(bool isReturned)
    {
        Lease(A).Return();
        ConnectionLease taken = default;
        Source.OnDeparture = _ =>
        {
            Source.OnDeparture = null;
            Assert.True(Pool.TryLease(A, out taken));
            if (isReturned)
            {
                taken.Return();
            }

            return true;
        };
        Time.Advance(s_late);
        Assert.NotNull(taken.Connection);
        Assert.Equal(0, Source.Made[0].Closes);
        Assert.Equal((1, isReturned ? 1 : 0, 0, 0), Standing);
    }

    // Seed J.8: the request comes after the time limit and before the sweep.
    [Fact]
    public void ExpiredConnection_IsNotLeased_ThoughNoSweepHasSeenIt()
    {
        var lease = Lease(A);
        lease.Return();
        lease.Connection.Pooled.IdleDeadline = 0;
        Assert.False(Pool.TryLease(A, out _));
        Assert.Equal(1, Source.Made[0].Closes);
        Assert.Equal((0, 0, 0, 0), Standing);
    }

    [Fact]
    public void Timer_IsOffWhileThereIsNothingToWatch()
    {
        Assert.Equal(0, Time.RunningTimers);
        var lease = Lease(A);
        Assert.Equal(1, Time.RunningTimers);
        lease.Return();
        Assert.Equal(1, Time.RunningTimers);
        Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(0, Time.RunningTimers);
        Assert.Equal((0, 0, 0, 0), Standing);
    }
}
