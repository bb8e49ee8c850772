namespace Picard.Transport.Tests;

public sealed class EventLoopTests : IAsyncLifetime
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    private readonly FakeTime _time = new();
    private readonly EventLoop _loop;

    public EventLoopTests() => _loop = new EventLoop(0, new SlabPool(), _time);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _loop.StopAsync().WaitAsync(s_hang);
        _loop.Join();
    }

    [Fact] // Seed A.2.11
    public async Task PostedWork_FromManyThreads_RunsOnTheLoop_EachThreadsInOrder()
    {
        const int Threads = 4;
        const int Posts = 20_000;
        var last = new int[Threads];
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (wrong, count) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 1; i <= Posts; i++)
            {
                var post = i;
                _loop.Schedule(
                    _ =>
                    {
                        if (last[thread] != post - 1 || !_loop.IsCurrent) { wrong++; }
                        last[thread] = post;
                        if (++count == Threads * Posts) { done.SetResult(); }
                    },
                    null);
            }
        }))).WaitAsync(s_hang);
        await done.Task.WaitAsync(s_hang);
        Assert.Equal(0, wrong);
    }

    [Fact]
    public async Task PostedWork_OneAtATime_WakesTheLoopEachTime()
    {
        for (var i = 0; i < 5_000; i++) { await OnLoopAsync(() => { }); }
    }

    [Fact]
    public async Task PostedWork_RunsInALaterTurn_ThanTheWorkThatPostsIt()
    {
        var (first, second) = (0u, 0u);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Schedule(
            _ =>
            {
                first = _loop.Turn;
                _loop.Schedule(
                    _ =>
                    {
                        second = _loop.Turn;
                        done.SetResult();
                    },
                    null);
            },
            null);
        await done.Task.WaitAsync(s_hang);
        Assert.Equal(first + 1, second);
    }

    [Fact]
    public async Task ExecutionContext_IsFresh_ForEachPieceOfWork()
    {
        var local = new AsyncLocal<int>();
        var seen = new List<int>();
        await OnLoopAsync(() => local.Value = 1);
        await OnLoopAsync(() => seen.Add(local.Value));
        await OnLoopAsync(() => ExecutionContext.SuppressFlow());
        await OnLoopAsync(() => seen.Add(ExecutionContext.IsFlowSuppressed() ? 1 : 0));
        await OnLoopAsync(() =>
        {
            _loop.Clock.CreateTimer(_ => local.Value = 2, null, TimeSpan.FromMilliseconds(10), Timeout.InfiniteTimeSpan);
            _loop.Clock.CreateTimer(_ => seen.Add(local.Value), null, TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);
        });
        _time.Advance(TimeSpan.FromMilliseconds(40));
        _time.Advance(TimeSpan.FromMilliseconds(40));
        await OnLoopAsync(() => { });
        await OnLoopAsync(() => seen.Add(local.Value));
        Assert.Equal([0, 0, 0, 0], seen);
    }

    [Fact]
    public async Task Timer_RunsOnTheLoop_WhenTheInjectedClockComesToIt()
    {
        var expired = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = _loop.Clock.CreateTimer(_ => expired.TrySetResult(_loop.IsCurrent), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        await OnLoopAsync(() => { });
        _time.Advance(TimeSpan.FromMilliseconds(999));
        await OnLoopAsync(() => { });
        Assert.False(expired.Task.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(21));
        Assert.True(await expired.Task.WaitAsync(s_hang));
    }

    [Fact]
    public async Task PeriodicTimer_ExpiresUntilItIsDisposed()
    {
        var expired = 0;
        var timer = _loop.Clock.CreateTimer(_ => expired++, null, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
        await OnLoopAsync(() => { });
        for (var i = 1; i <= 3; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(120));

            // One turn to run the timer, one that comes after it.
            await OnLoopAsync(() => { });
            await OnLoopAsync(() => { });
            Assert.Equal(i, Volatile.Read(ref expired));
        }

        timer.Dispose();
        Assert.False(timer.Change(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan));
        await OnLoopAsync(() => { });
        _time.Advance(TimeSpan.FromSeconds(1));
        await OnLoopAsync(() => { });
        await OnLoopAsync(() => { });
        Assert.Equal(3, Volatile.Read(ref expired));
    }

    [Fact]
    public async Task Timer_OfALoopThatHasEnded_IsDead_AndHarmless()
    {
        var loop = new EventLoop(1, new SlabPool(), _time);
        var timer = loop.Clock.CreateTimer(_ => throw new InvalidOperationException("The loop has ended."), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        await loop.StopAsync().WaitAsync(s_hang);
        loop.Join();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => timer.Change(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan))));
        _time.Advance(TimeSpan.FromSeconds(2));
        timer.Dispose();
        Assert.Equal(0, _time.RunningTimers);
    }

    [Fact]
    public async Task Work_PostedToALoopThatHasEnded_StillRuns()
    {
        var loop = new EventLoop(1, new SlabPool(), _time);
        await loop.StopAsync().WaitAsync(s_hang);
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Schedule(_ => ran.SetResult(), null);
        await ran.Task.WaitAsync(s_hang);
    }

    [Fact]
    public async Task Registration_AtTheEndOfTheLoop_IsRefused()
    {
        var loop = new EventLoop(1, new SlabPool(), _time);
        var source = new StoppedSource();
        var result = 0;
        await OnLoopAsync(loop, () =>
        {
            // Posted before the stop is seen, run after it: what registers then would never be told of the end.
            _ = loop.StopAsync();
            loop.Schedule(_ => loop.Schedule(_ => result = loop.Register(source, 0, 0), null), null);
        });
        await loop.StopAsync().WaitAsync(s_hang);
        Assert.Equal(-Errno.Canceled, result);
        Assert.False(source.IsStopped);
    }

    private Task OnLoopAsync(Action action) => OnLoopAsync(_loop, action);

    private static Task OnLoopAsync(EventLoop loop, Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Schedule(
            _ =>
            {
                action();
                done.SetResult();
            },
            null);
        return done.Task.WaitAsync(s_hang);
    }

    private sealed class StoppedSource : IEpollSource
    {
        public bool IsStopped { get; private set; }

        public ulong Key { get; set; }

        public void OnEvents(uint events)
        {
        }

        public void OnStopping() => IsStopped = true;
    }
}
