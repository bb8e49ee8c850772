namespace Picard.Transport.Tests;

/// <summary>Connections that a loop's own work makes are for that loop.</summary>
public sealed class CallerLoopTests : IAsyncLifetime
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    private readonly LoopGroup _loops = new(new LoopGroupOptions { LoopCount = 3 });

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _loops.DisposeAsync().AsTask();

    [Fact]
    public async Task Loop_ThatAsks_IsChosen_ThoughOthersHaveFewerConnections()
    {
        var caller = _loops.ChooseLoop();
        for (var i = 0; i < 64; i++) { Assert.Same(caller, await ChooseOnAsync(caller)); }
        Assert.Equal(65, caller.ConnectionCount);
    }

    [Fact]
    public async Task Loop_ThatIsMuchBusier_IsSpared()
    {
        var caller = _loops.ChooseLoop();
        for (var i = 0; i < 64; i++) { caller.AddConnection(); }
        var other = await ChooseOnAsync(caller);
        Assert.NotSame(caller, other);
        Assert.Equal(1, other.ConnectionCount);
    }

    [Fact]
    public void ThreadThatIsNoLoop_GetsTheLoopWithTheFewest()
    {
        var chosen = Enumerable.Range(0, 6).Select(_ => _loops.ChooseLoopOfCaller()).ToList();
        Assert.Equal([2, 2, 2], chosen.Distinct().Select(static loop => loop.ConnectionCount));
    }

    private Task<EventLoop> ChooseOnAsync(EventLoop caller)
    {
        var chosen = new TaskCompletionSource<EventLoop>(TaskCreationOptions.RunContinuationsAsynchronously);
        caller.Schedule(_ => chosen.SetResult(_loops.ChooseLoopOfCaller()), null);
        return chosen.Task.WaitAsync(s_hang);
    }
}
