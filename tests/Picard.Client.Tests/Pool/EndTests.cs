namespace Picard.Client.Tests.Pool;

public sealed class EndTests : PoolTest
{
    // Seed PL-42, J.40
    [Fact]
    public async Task Drain_ClosesIdleConnections_AndThoseInUseWhenTheyAreReturned()
    {
        var busy = Lease(A);
        Lease(A).Return();
        var drained = Pool.DrainAsync(default);
        Assert.Equal([0, 1], Source.Made.Select(made => made.Closes));
        Assert.False(drained.IsCompleted);
        busy.Return();
        await drained;
        Assert.Equal([1, 1], Source.Made.Select(made => made.Closes));
        Assert.Equal((0, 0, 0, 0), Standing);
    }

    // Seed J.40
    [Fact]
    public async Task Drain_LeasesNothingAnyMore()
    {
        await Pool.DrainAsync(default);
        Assert.Throws<ObjectDisposedException>(() => Pool.TryLease(A, out _));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Pool.LeaseAsync(A, LeaseKind.Any, default).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Pool.WarmAsync(A, 1, default));
        Assert.Empty(Source.Made);
    }

    [Fact]
    public async Task Drain_RefusesWhoWaits()
    {
        Create(new ClientOptions { MaxConnectionsPerAuthority = 1 });
        var held = Lease(A);
        var queued = LeaseLater(A);
        var drained = Pool.DrainAsync(default);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queued);
        held.Discard();
        await drained;
    }

    [Theory]
    [InlineData(LeaseKind.Any)]
    [InlineData(LeaseKind.Fresh)]
    internal async Task Drain_GivesUpConnecting(LeaseKind kind)
    {
        ConnectSlowly();
        var connecting = LeaseLater(A, kind);
        var drained = Pool.DrainAsync(default);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => connecting);
        await drained;
        Assert.Equal((0, 0, 0, 0), Standing);
    }

    // Race: the connection is made all the same.
    [Fact]
    public async Task ConnectionThatIsMadeAfterTheDrainBegan_IsClosed()
    {
        var connecting = new TaskCompletionSource<Transport.TransportConnection>();
        Source.OnConnect = (_, _) => new(connecting.Task);
        var lease = LeaseLater(A);
        var drained = Pool.DrainAsync(default);
        Assert.False(drained.IsCompleted);
        connecting.SetResult(Source.Make());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => lease);
        await drained;
        Assert.Equal(1, Source.Made[0].Closes);
    }

    [Fact]
    public async Task CallerOfDrain_MayStopWaiting_ButTheDrainGoesOn()
    {
        var busy = Lease(A);
        using var caller = new CancellationTokenSource();
        var first = Pool.DrainAsync(caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var second = Pool.DrainAsync(default);
        busy.Return();
        await second;
    }

    // Seed PL-43
    [Fact]
    public async Task Dispose_ResetsWhatIsInUse_AndWaitsForNobody()
    {
        var busy = Lease(A);
        Lease(B).Return();
        await Pool.DisposeAsync();
        Assert.Equal([1, 0], Source.Made.Select(made => made.Aborts));
        Assert.Equal([0, 1], Source.Made.Select(made => made.Closes));
        busy.Discard();
        await Pool.DrainAsync(default);
        Assert.Equal([1, 1], Source.Made.Select(made => made.Closes));
        Assert.Equal((0, 0, 0, 0), Standing);
        await Pool.DisposeAsync();
    }

    [Fact]
    public async Task Warm_MakesConnectionsAhead_CountingThoseThatAreThere()
    {
        var busy = Lease(A);
        await Pool.WarmAsync(A, 3, default);
        Assert.Equal((3, 2, 0, 0), Standing);
        Assert.True(Lease(A).IsReused);
        busy.Return();
        await Pool.WarmAsync(A, 3, default);
        Assert.Equal(3, Source.Made.Count);
    }

    [Fact]
    public async Task Warm_StaysWithinTheLimits_AndClosesNobody()
    {
        Create(new ClientOptions { MaxConnections = 3, MaxConnectionsPerAuthority = 2 });
        await Pool.WarmAsync(A, 100, default);
        Assert.Equal((2, 2, 0, 0), Standing);
        await Pool.WarmAsync(B, 100, default);
        Assert.Equal((3, 3, 0, 0), Standing);
        await Pool.WarmAsync(C, 1, default);
        Assert.Equal((3, 3, 0, 0), Standing);
        Assert.Equal(0, Pool.StatisticsOf(C).Open);
    }

    [Fact]
    public async Task Warm_TellsThatAConnectionCouldNotBeMade()
    {
        ConnectSlowly();
        var warm = Pool.WarmAsync(A, 2, default);
        Connect(0);
        FailToConnect(1);
        Assert.Equal("refused 1", (await Assert.ThrowsAsync<RequestException>(() => warm)).Message);
        Assert.Equal((1, 1, 0, 0), Standing);
    }

    [Fact]
    public async Task RequestThatComesWhileWarming_HasAConnectionOfItsOwnMade_AndTakesTheFirst()
    {
        ConnectSlowly();
        var warm = Pool.WarmAsync(A, 1, default);
        var lease = LeaseLater(A);
        var made = Connect(0);
        Assert.Same(made, TransportOf(await lease));
        await warm;
        Connect(1);
        Assert.Equal((2, 1, 0, 0), Standing);
    }

    [Fact]
    public async Task Warm_CanBeLeft_AndGoesOn()
    {
        ConnectSlowly();
        using var caller = new CancellationTokenSource();
        var warm = Pool.WarmAsync(A, 1, caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => warm);
        Connect(0);
        Assert.Equal((1, 1, 0, 0), Standing);
    }
}
