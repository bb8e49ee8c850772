namespace Picard.Client.Tests.Pool;

public sealed class ReuseTests : PoolTest
{
    // Seed PL-01, PL-11, PL-12
    [Fact]
    public void ReturnedConnection_IsForItsOwnOriginOnly_AndForOneAtATime()
    {
        var first = Lease(A);
        Assert.False(first.IsReused);
        first.Return();
        Assert.False(Pool.TryLease(B, out _));
        Assert.True(Pool.TryLease(A, out var second));
        Assert.Same(first.Connection, second.Connection);
        Assert.True(second.IsReused);
        Assert.False(Pool.TryLease(A, out _));
        Assert.Equal((1, 0, 0, 0), Standing);
    }

    // Seed PL-02, PL-45
    [Fact]
    public void Origins_OfAnotherSchemeOrPort_ShareNothing()
    {
        Lease(Origin.Of("http://a.example:443")).Return();
        Assert.False(Pool.TryLease(Origin.Of("https://a.example"), out _));
        Assert.False(Pool.TryLease(A, out _));
        Assert.True(Pool.TryLease(Origin.Of("http://A.example:443/other"), out _));
    }

    // Seed PL-03
    [Fact]
    public void ConnectionReturnedLast_IsLeasedFirst()
    {
        ConnectionLease[] leases = [Lease(A), Lease(A), Lease(A)];
        leases[1].Return();
        leases[2].Return();
        leases[0].Return();
        ClientConnection[] order = [Lease(A).Connection, Lease(A).Connection, Lease(A).Connection];
        Assert.Equal([leases[0].Connection, leases[2].Connection, leases[1].Connection], order);
    }

    // Seed PL-10
    [Fact]
    public void DiscardedConnection_IsClosed_AndTheNextIsNew()
    {
        var first = Lease(A);
        first.Discard();
        Assert.Equal(1, TransportOf(first).Closes);
        var second = Lease(A);
        Assert.NotSame(first.Connection, second.Connection);
        Assert.False(second.IsReused);
        Assert.Equal((2, 1), (Pool.Statistics.Created, Pool.Statistics.Closed));
    }

    // Seed PL-13
    [Fact]
    public void RequestsAtTheSameTime_HaveConnectionsOfTheirOwn()
    {
        var first = Lease(A);
        var second = Lease(A);
        Assert.NotSame(first.Connection, second.Connection);
        Assert.False(second.IsReused);
    }

    // Seed PL-15, PL-34
    [Fact]
    public async Task IdleConnection_WhosePeerEnds_IsClosedAtOnce()
    {
        Lease(A).Return();
        Source.Made[0].Finish();
        Assert.Equal((0, 0, 0, 0), Standing);
        Assert.Equal(1, Source.Made[0].Closes);
        Assert.False(Lease(A).IsReused);
    }

    // Seed PL-15, PL-34
    [Fact]
    public void IdleConnection_WhosePeerResets_IsClosedAtOnce()
    {
        Lease(A).Return();
        Source.Made[0].Server.Abort();
        Assert.Equal((0, 0, 0, 0), Standing);
        Assert.Equal(1, Source.Made[0].Closes);
    }

    // Seed PL-14: the peer ends while the connection is leased, and it is returned all the same.
    [Fact]
    public async Task ReturnedConnection_WhosePeerHasEnded_IsClosed()
    {
        var lease = Lease(A);
        Source.Made[0].Finish();
        Assert.Equal((1, 0, 0, 0), Standing);
        lease.Return();
        Assert.Equal((0, 0, 0, 0), Standing);
        Assert.Equal(1, Source.Made[0].Closes);
    }

    // Seed PL-18
    [Fact]
    public async Task ServerThatEndsAfterEachResponse_IsConnectedToAnew_ThirtyTimes()
    {
        for (var count = 0; count < 30; count++)
        {
            var lease = Lease(A);
            Assert.False(lease.IsReused);
            lease.Return();
            TransportOf(lease).Finish();
        }

        Assert.All(Source.Made, made => Assert.Equal(1, made.Closes));
    }

    // Seed A.10.17, PL-20, PL-17: a parked connection that receives data.
    [Fact]
    public async Task IdleConnection_ThatTalksUnasked_IsClosedInsteadOfLeased()
    {
        Lease(A).Return();
        await Source.Made[0].Server.Output.WriteAsync("HTTP/1.1 408 Request Timeout\r\n\r\n"u8.ToArray());
        Assert.False(Pool.TryLease(A, out _));
        Assert.Equal(1, Source.Made[0].Closes);
        Assert.Equal(0, Pool.Statistics.Reused);
        Assert.Equal((0, 0, 0, 0), Standing);
    }

    // Seed PL-17
    [Fact]
    public async Task IdleConnectionThatTalks_IsReplaced_ByOneThatDoesNot()
    {
        var silent = Lease(A);
        var chatty = Lease(A);
        silent.Return();
        chatty.Return();
        TransportOf(chatty).Talk();
        Assert.Same(silent.Connection, Lease(A).Connection);
        Assert.Equal(1, TransportOf(chatty).Closes);
    }

    [Fact]
    public void FreshLease_IsNeverAnIdleConnection()
    {
        Lease(A).Return();
        var fresh = Lease(A, LeaseKind.Fresh);
        Assert.False(fresh.IsReused);
        Assert.Equal((2, 1, 0, 0), Standing);
    }

    [Fact]
    public async Task IdleConnectionOfTheCallersLoop_IsPreferred_AndTheLastReturnedOtherwise()
    {
        TestLoop[] loops = [new(), new(), new()];
        var next = 0;
        Source.OnConnect = (_, _) => new(Source.Make(loops[next++]));
        var leases = loops.Select(_ => LeaseLater(A)).ToArray();
        foreach (var loop in loops)
        {
            loop.Run();
        }

        foreach (var lease in leases)
        {
            (await lease).Return();
        }

        loops[1].IsCurrent = true;
        Assert.Same(loops[1], Lease(A).Connection.Transport.Scheduler);
        Assert.Same(loops[2], Lease(A).Connection.Transport.Scheduler);
        Assert.Same(loops[0], Lease(A).Connection.Transport.Scheduler);
    }

    [Fact]
    public void Lease_EndsExactlyOnce_WhoeverHasTheConnectionThen()
    {
        var first = Lease(A);
        first.Return();
        Assert.Contains("exactly once", Assert.Throws<InvalidOperationException>(first.Return).Message, StringComparison.Ordinal);
        var second = Lease(A);
        Assert.Same(first.Connection, second.Connection);
        Assert.Throws<InvalidOperationException>(first.Discard);
        Assert.Throws<InvalidOperationException>(first.Return);
        second.Discard();
        Assert.Throws<InvalidOperationException>(second.Discard);
        Assert.Throws<InvalidOperationException>(() => default(ConnectionLease).Return());
        Assert.Equal(1, TransportOf(second).Closes);
        Assert.Equal((0, 0, 0, 0), Standing);
    }

    // Seed PL-44
    [Fact]
    public async Task NoOrigin_IsRefusedByName()
    {
        Assert.Equal("origin", Assert.Throws<ArgumentNullException>(() => Pool.TryLease(null!, out _)).ParamName);
        Assert.Equal("origin", (await Assert.ThrowsAsync<ArgumentNullException>(() => Pool.LeaseAsync(null!, LeaseKind.Any, default).AsTask())).ParamName);
        Assert.Equal("origin", (await Assert.ThrowsAsync<ArgumentNullException>(() => Pool.WarmAsync(null!, 1, default))).ParamName);
    }

    [Fact]
    public void Statistics_AreThoseOfTheOrigin_AndOfAll()
    {
        Lease(A).Return();
        Lease(A).Return();
        Lease(B);
        var (a, b, all) = (Pool.StatisticsOf(A), Pool.StatisticsOf(B), Pool.Statistics);
        Assert.Equal((1, 1, 1L, 1L), (a.Open, a.Idle, a.Created, a.Reused));
        Assert.Equal((1, 0, 1L, 0L), (b.Open, b.Idle, b.Created, b.Reused));
        Assert.Equal((2, 1, 2L, 1L), (all.Open, all.Idle, all.Created, all.Reused));
        Assert.Equal(0, Pool.StatisticsOf(C).Created);
    }

    [Fact]
    public void LeasingAndReturning_AllocatesNothing()
    {
        Lease(A).Return();
        var allocated = 0L;

        // The first rounds warm up: code is compiled.
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var count = 0; count < 1_000; count++)
            {
                if (!Pool.TryLease(A, out var lease))
                {
                    Assert.Fail("not leased");
                }

                lease.Return();
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }
}
