namespace Picard.Transport;

/// <summary>A timer of a loop's wheel: set and reset without allocation, and its callback runs on the loop.</summary>
/// <remarks>A change from another thread is posted, so that the timer may still expire once in between. On a loop that has ended no timer expires.</remarks>
internal sealed class LoopTimer(EventLoop loop, TimerCallback callback, object? state) : WheelTimer, ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private volatile bool _isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed) { return false; }
        SetOnLoop(dueTime, period);
        return true;
    }

    public void Dispose()
    {
        _isDisposed = true;
        SetOnLoop(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public override void Expire()
    {
        if (_period > TimeSpan.Zero) { loop.Timers.Add(this, _period); }
        callback(state);
        loop.EndDispatch();
    }

    private void SetOnLoop(TimeSpan dueTime, TimeSpan period)
    {
        if (loop.IsCurrent) { Set(dueTime, period); }
        else { loop.Schedule(_ => Set(dueTime, period), null); }
    }

    private void Set(TimeSpan dueTime, TimeSpan period)
    {
        // What is posted to a loop that has ended runs on other threads, and the wheel is for one.
        if (!loop.IsCurrent) { return; }
        loop.Timers.Remove(this);
        _period = period;

        // Race: a change posted by one thread and a disposal by another may arrive in either order. The disposal stands.
        if (dueTime >= TimeSpan.Zero && !_isDisposed) { loop.Timers.Add(this, dueTime); }
    }
}
