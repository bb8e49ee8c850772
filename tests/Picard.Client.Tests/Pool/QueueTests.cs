namespace Picard.Client.Tests.Pool;

public sealed class QueueTests : PoolTest
{
    private static readonly TimeSpan s_twoTicks = 2 * ClientTimer.Tick;

    [Fact]
    public async Task Queue_IsServedInTheOrderOfArrival()
    {
        var held = Begin(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        var queued = Enumerable.Range(0, 4).Select(_ => LeaseLater(A)).ToArray();
        foreach (var next in queued)
        {
            Assert.False(next.IsCompleted);
            held.Return();
            held = await next;
        }

        Assert.Equal((1, 0, 0, 0), Standing);
    }

    // An idle connection is never there while somebody waits, so nobody can push in.
    [Fact]
    public async Task NewRequest_DoesNotOvertakeTheQueue()
    {
        var held = Begin(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        var first = LeaseLater(A);
        held.Return();
        Assert.False(Pool.TryLease(A, out _));
        var second = LeaseLater(A);
        (await first).Return();
        await second;
    }

    [Fact]
    public async Task DiscardedConnection_LetsTheFirstInTheQueueConnect()
    {
        var held = Begin(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        var queued = LeaseLater(A);
        held.Discard();
        Assert.NotSame(held.Connection, (await queued).Connection);
    }

    // A stale connection that comes back is not handed on; its slot is.
    [Fact]
    public async Task ReturnedConnectionThatTalks_IsReplacedForTheFirstInTheQueue()
    {
        var held = Begin(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        var queued = LeaseLater(A);
        TransportOf(held).Talk();
        held.Return();
        var lease = await queued;
        Assert.NotSame(held.Connection, lease.Connection);
        Assert.False(lease.IsReused);
        Assert.Equal((1, 0, 0, 0), Standing);
        Assert.Equal(0, Pool.Statistics.Reused);
    }

    // Race: the caller cancels between being given a connection and being told; the connection turns out stale.
    [Fact]
    public async Task RequestWhoseConnectionIsTakenBack_CanStillBeCancelled()
    {
        var held = Begin(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        using var caller = new CancellationTokenSource();
        var queued = LeaseLater(A, cancellationToken: caller.Token);
        TransportOf(held).Talk();
        ConnectSlowly();
        held.Return();
        Assert.Equal((0, 0, 1, 0), Standing);
        await caller.CancelAsync();
        Assert.Equal(caller.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued)).CancellationToken);
        Connect(0);
        Assert.Equal((1, 1, 0, 0), Standing);
    }

    // Seed PL-37
    [Fact]
    public async Task FullQueue_RefusesTheNext_AtOnce()
    {
        Begin(new ClientOptions { MaxConnectionsPerAuthority = 1, MaxQueuedRequests = 2 });
        _ = LeaseLater(A);
        _ = LeaseLater(A);
        Assert.Equal(RequestFault.PoolFull, await FaultOf(Pool.LeaseAsync(A, LeaseKind.Any, default).AsTask()));
        Assert.Equal((1, 0, 0, 2), Standing);
        Assert.Equal((1L, 1L), (Pool.Statistics.Refused, Pool.StatisticsOf(A).Refused));
        Lease(B);
    }

    // Seed PL-30: with a queue of none, as the seed did.
    [Fact]
    public async Task QueueOfNone_RefusesAtTheLimit_AndServesAfterwards()
    {
        var held = Begin(new ClientOptions { MaxConnections = 1, MaxQueuedRequests = 0 });
        var refused = await Assert.ThrowsAsync<RequestException>(() => Pool.LeaseAsync(B, LeaseKind.Any, default).AsTask());
        Assert.Equal((RequestFault.PoolFull, "b.example:80", true), (refused.Fault, refused.Authority, refused.IsRetryable));
        held.Return();
        Lease(B);
        Assert.Equal((1, 0, 0, 0), Standing);
    }

    [Fact]
    public async Task RequestThatWaitsTooLong_IsToldSo_NotBefore_AndLeavesTheQueue()
    {
        var held = Begin(new ClientOptions { MaxConnectionsPerAuthority = 1, PoolTimeout = TimeSpan.FromSeconds(10) });
        var first = LeaseLater(A);
        Time.Advance(TimeSpan.FromSeconds(5));
        var second = LeaseLater(A);
        Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal((1, 0, 0, 2), Standing);
        Time.Advance(TimeSpan.FromSeconds(0.1) + s_twoTicks);
        Assert.Equal(RequestFault.PoolTimeout, await FaultOf(first));
        Assert.Equal((1, 0, 0, 1), Standing);
        Assert.Equal((1L, 1L), (Pool.Statistics.TimedOut, Pool.StatisticsOf(A).TimedOut));
        held.Return();
        await second;
    }

    // The wait for a connection that is being made has limits of its own.
    [Fact]
    public async Task RequestThatAConnectionIsMadeFor_IsNotInTheQueue()
    {
        Create(new ClientOptions { PoolTimeout = TimeSpan.FromSeconds(1) });
        ConnectSlowly();
        var lease = LeaseLater(A);
        Time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(lease.IsCompleted);
        Connect(0);
        await lease;
    }

    [Fact]
    public async Task CancelledBeforehand_AsksForNothing()
    {
        ConnectSlowly();
        var cancelled = new CancellationToken(canceled: true);
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Pool.LeaseAsync(A, LeaseKind.Any, cancelled).AsTask());
        Assert.Equal(cancelled, exception.CancellationToken);
        Assert.Empty(Asked);
    }

    [Fact]
    public async Task CancelledInTheQueue_LeavesIt_AndTheNextIsServed()
    {
        var held = Begin(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        using var caller = new CancellationTokenSource();
        var first = LeaseLater(A, cancellationToken: caller.Token);
        var second = LeaseLater(A);
        await caller.CancelAsync();
        Assert.Equal(caller.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first)).CancellationToken);
        Assert.Equal((1, 0, 0, 1), Standing);
        held.Return();
        await second;
    }

    // Seed CL-33: a connection that was obtained for nobody goes to the pool.
    [Theory]
    [InlineData(LeaseKind.Any)]
    [InlineData(LeaseKind.Fresh)]
    internal async Task CancelledWhileConnecting_EndsAtOnce_AndTheConnectionIsIdleForTheNext(LeaseKind kind)
    {
        ConnectSlowly();
        using var caller = new CancellationTokenSource();
        var lease = LeaseLater(A, kind, caller.Token);
        await caller.CancelAsync();
        Assert.Equal(caller.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lease)).CancellationToken);
        Assert.Equal((0, 0, 1, 0), Standing);
        var made = Connect(0);
        Assert.Equal((1, 1, 0, 0), Standing);
        var next = Lease(A);
        Assert.Same(made, TransportOf(next));
        Assert.True(next.IsReused);
    }

    [Fact]
    public async Task CancelledWhileConnecting_AndThenFailed_GivesTheSlotToTheQueue()
    {
        Create(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        ConnectSlowly();
        using var caller = new CancellationTokenSource();
        var cancelled = LeaseLater(A, cancellationToken: caller.Token);
        var queued = LeaseLater(A);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        FailToConnect(0);
        Assert.Equal((0, 0, 1, 0), Standing);
        Connect(1);
        await queued;
    }

    // Race: the connection is granted, then the caller cancels. The first inside the lock decides; the lease is the caller's to end.
    [Fact]
    public async Task CancelledAfterItsConnectionWasGranted_HasALease()
    {
        var loop = new TestLoop();
        Create(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        Source.OnConnect = (_, _) => new(Source.Make(loop));
        using var caller = new CancellationTokenSource();
        var granted = LeaseLater(A, cancellationToken: caller.Token);
        await caller.CancelAsync();
        loop.Run();
        (await granted).Return();
        Assert.Equal((1, 1, 0, 0), Standing);
    }

    // Seed PL-19, J: nobody is resumed before its state is recorded, nor inside the one who returns.
    [Fact]
    public async Task WaitingRequest_GoesOnOnTheLoopOfItsConnection_NotInsideTheReturn()
    {
        var loop = new TestLoop();
        Create(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        Source.OnConnect = (_, _) => new(Source.Make(loop));
        var first = LeaseLater(A);
        loop.Run();
        var held = await first;
        var queued = LeaseLater(A);
        held.Return();
        Assert.False(queued.IsCompleted);
        Assert.Equal((1, 0, 0, 0), Standing);
        loop.Run();
        Assert.True(queued.IsCompletedSuccessfully);
    }

    [Fact]
    public void OriginsThatWaitForTheTotalLimit_TakeTurns()
    {
        var held = Begin(new ClientOptions { MaxConnections = 1, MaxConnectionsPerAuthority = 1 });
        ConnectSlowly();
        Task<ConnectionLease>[] queued = [LeaseLater(B), LeaseLater(B), LeaseLater(C)];
        held.Discard();
        FailToConnect(0);
        FailToConnect(1);
        FailToConnect(2);
        Assert.Equal([B, C, B], Asked);
        Assert.All(queued, lease => Assert.True(lease.IsFaulted || !lease.IsCompleted));
        Assert.Equal((0, 0, 0, 0), Standing);
    }

    private ConnectionLease Begin(ClientOptions options)
    {
        Create(options);
        return Lease(A);
    }
}
