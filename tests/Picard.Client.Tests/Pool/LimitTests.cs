namespace Picard.Client.Tests.Pool;

public sealed class LimitTests : PoolTest
{
    // Seed PL-30, as decided: it waits instead of failing.
    [Fact]
    public async Task RequestBeyondTheTotalLimit_WaitsForTheConnectionInUse()
    {
        Create(new ClientOptions { MaxConnections = 1 });
        var first = Lease(A);
        var second = LeaseLater(A);
        Assert.Equal((1, 0, 0, 1), Standing);
        first.Return();
        var lease = await second;
        Assert.Same(first.Connection, lease.Connection);
        Assert.True(lease.IsReused);
        Assert.Equal((1, 0, 0, 0), Standing);
    }

    // Seed PL-31, PL-36
    [Fact]
    public async Task Connections_AreCountedOnce_FromBeforeTheyAreMade()
    {
        Create(new ClientOptions { MaxConnections = 2 });
        ConnectSlowly();
        var first = LeaseLater(A);
        var second = LeaseLater(A);
        var third = LeaseLater(A);
        Assert.Equal((0, 0, 2, 1), Standing);
        Assert.Equal(2, Asked.Count);
        Connect(0);
        Connect(1);
        await first;
        await second;
        Assert.Equal((2, 0, 0, 1), Standing);
        Assert.False(third.IsCompleted);
    }

    // Seed PL-32
    [Fact]
    public void LimitOfAnAuthority_HoldsNoOtherBack()
    {
        Create(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        Lease(A);
        _ = LeaseLater(A);
        Lease(B);
        Assert.Equal((2, 0, 0, 1), Standing);
    }

    // Seed CL-64, PL-33, PL-16
    [Fact]
    public async Task FailedConnect_IsToldOnce_AndGivesItsSlotBack()
    {
        Create(new ClientOptions { MaxConnections = 1 });
        ConnectSlowly();
        var failing = LeaseLater(A);
        FailToConnect(0);
        Assert.Equal(RequestFault.Connect, await FaultOf(failing));
        Assert.Equal((0, 0, 0, 0), Standing);
        var next = LeaseLater(A);
        Connect(1);
        await next;
        _ = LeaseLater(A);
        Assert.Equal((1, 0, 0, 1), Standing);
    }

    [Fact]
    public async Task SourceThatThrows_FailsTheRequest_AndGivesItsSlotBack()
    {
        Source.OnConnect = (_, _) => throw new InvalidOperationException("no network");
        Assert.Equal("no network", (await Assert.ThrowsAsync<InvalidOperationException>(() => Pool.LeaseAsync(A, LeaseKind.Any, default).AsTask())).Message);
        Assert.Equal((0, 0, 0, 0), Standing);
    }

    [Fact]
    public async Task SourceThatCancelsByItself_IsAFaultOfConnecting_NotTheCallersCancellation()
    {
        Source.OnConnect = (_, _) => throw new OperationCanceledException();
        Assert.Equal(RequestFault.Connect, await FaultOf(Pool.LeaseAsync(A, LeaseKind.Any, default).AsTask()));
        Assert.Equal((0, 0, 0, 0), Standing);
    }

    [Fact]
    public async Task FailedConnect_LetsTheNextInTheQueueTry()
    {
        Create(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        ConnectSlowly();
        var first = LeaseLater(A);
        var second = LeaseLater(A);
        FailToConnect(0);
        Assert.Equal(RequestFault.Connect, await FaultOf(first));
        Assert.Equal((0, 0, 1, 0), Standing);
        Connect(1);
        Assert.False((await second).IsReused);
    }

    // A source that fails at once must not go through the queue by recursion, and forgets nobody.
    [Fact]
    public async Task SourceThatFailsAtOnce_FailsEveryoneInTheQueue()
    {
        Create(new ClientOptions { MaxConnectionsPerAuthority = 1, MaxQueuedRequests = 5_000 });
        var first = Lease(A);
        var queued = Enumerable.Range(0, 5_000).Select(_ => LeaseLater(A)).ToArray();
        Source.OnConnect = (_, _) => throw new RequestException(RequestFault.Connect, A.Authority, "refused");
        first.Discard();
        foreach (var lease in queued)
        {
            Assert.Equal(RequestFault.Connect, await FaultOf(lease));
        }

        Assert.Equal((0, 0, 0, 0), Standing);
    }

    // Seed PL-35, PL-05, J.38
    [Fact]
    public void TotalLimit_ClosesTheConnectionReturnedLongestAgo_OfAnotherAuthority()
    {
        Create(new ClientOptions { MaxConnections = 3 });
        ConnectionLease[] leases = [Lease(A), Lease(B), Lease(B)];
        leases[1].Return();
        leases[0].Return();
        leases[2].Return();
        Lease(C);
        Assert.Equal([0, 1, 0, 0], Source.Made.Select(made => made.Closes));
        Assert.Equal((3, 2, 0, 0), Standing);
        Lease(C);
        Assert.Equal([1, 1, 0, 0, 0], Source.Made.Select(made => made.Closes));
    }

    // Seed PL-35
    [Fact]
    public void LimitOfAnAuthority_ClosesNobodysConnections()
    {
        Create(new ClientOptions { MaxConnectionsPerAuthority = 1, MaxConnections = 2 });
        Lease(B).Return();
        Lease(A);
        _ = LeaseLater(A);
        Assert.Equal((2, 1, 0, 1), Standing);
        Assert.True(Pool.TryLease(B, out _));
    }

    [Fact]
    public void ConnectionThatBecomesIdle_MakesRoomForAnotherAuthoritysRequest()
    {
        Create(new ClientOptions { MaxConnections = 1 });
        var first = Lease(A);
        ConnectSlowly();
        _ = LeaseLater(B);
        Assert.Equal((1, 0, 0, 1), Standing);
        first.Return();
        Assert.Equal((0, 0, 1, 0), Standing);
        Assert.Equal(1, Source.Made[0].Closes);
        Assert.Equal([B], Asked);
    }

    [Fact]
    public async Task ConnectionOfAnother_MayComeBefore_TheOneThatIsMade()
    {
        var first = Lease(A);
        ConnectSlowly();
        var second = LeaseLater(A);
        first.Return();
        Assert.Same(first.Connection, (await second).Connection);
        Assert.Equal((1, 0, 1, 0), Standing);
        Connect(0);
        Assert.Equal((2, 1, 0, 0), Standing);
    }

    // The connection made for the second goes to the first, so the one being made for the first is now for the second, and so is its failure.
    [Fact]
    public async Task ConnectionThatIsMadeFirst_GoesToTheFirst_AndItsOwnAttemptToTheOtherOne()
    {
        ConnectSlowly();
        var first = LeaseLater(A);
        var second = LeaseLater(A);
        var made = Connect(1);
        Assert.Same(made, TransportOf(await first));
        Assert.False(second.IsCompleted);
        FailToConnect(0);
        Assert.Equal("refused 0", (await Assert.ThrowsAsync<RequestException>(() => second)).Message);
        Assert.Equal((1, 0, 0, 0), Standing);
    }

    [Fact]
    public async Task AttemptThatNobodyWaitsForAnyMore_FailsInSilence()
    {
        var first = Lease(A);
        ConnectSlowly();
        var second = LeaseLater(A);
        first.Return();
        FailToConnect(0);
        Assert.Same(first.Connection, (await second).Connection);
        Assert.Equal((1, 0, 0, 0), Standing);
    }

    [Fact]
    public async Task FreshRequest_IsGivenTheConnectionThatIsMadeForIt_AndNoOther()
    {
        var first = Lease(A);
        ConnectSlowly();
        var any = LeaseLater(A);
        var fresh = LeaseLater(A, LeaseKind.Fresh);
        first.Return();
        Assert.Same(first.Connection, (await any).Connection);
        Assert.False(fresh.IsCompleted);
        var made = Connect(1);
        Assert.Same(made, TransportOf(await fresh));
    }

    [Fact]
    public async Task FreshRequest_InTheQueue_HasTheReturnedConnectionsSlot()
    {
        Create(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        var first = Lease(A);
        var fresh = LeaseLater(A, LeaseKind.Fresh);
        first.Return();
        var lease = await fresh;
        Assert.NotSame(first.Connection, lease.Connection);
        Assert.False(lease.IsReused);
        Assert.Equal(1, TransportOf(first).Closes);
        Assert.Equal((1, 0, 0, 0), Standing);
    }

    [Fact]
    public void FreshRequest_AtTheLimitOfItsAuthority_ClosesAnIdleConnectionOfItsOwn()
    {
        Create(new ClientOptions { MaxConnectionsPerAuthority = 2 });
        Lease(B).Return();
        var busy = Lease(A);
        Lease(A).Return();
        Assert.False(Lease(A, LeaseKind.Fresh).IsReused);
        Assert.Equal([0, 0, 1, 0], Source.Made.Select(made => made.Closes));
        busy.Return();
    }

    [Fact]
    public async Task ConnectionWhosePeerIsGoneBeforeItIsTold_IsNoConnection()
    {
        ConnectSlowly();
        var lease = LeaseLater(A);
        Source.Make().Server.Abort();
        var dead = Source.Made[0];
        Source.OnConnect = (_, _) => new(dead);
        Assert.Equal(RequestFault.Connect, await FaultOf(Pool.LeaseAsync(A, LeaseKind.Any, default).AsTask()));
        Assert.Equal(1, dead.Closes);
        Connect(0);
        Assert.NotSame(dead, TransportOf(await lease));
    }
}
