namespace Picard.Transport;

/// <summary>A timer of a loop's wheel: set and reset without allocation, and its callback runs on the loop.</summary>
/// <remarks>A change from another thread is posted, so that the timer may still expire once in between.</remarks>
internal sealed class LoopTimer(EventLoop loop, TimerCallback callback, object? state) : ITimer
{
    private LoopTimer? _previous;
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private bool _isDisposed;

    /// <summary>For the wheel: the tick it hangs at; -1 if it does not.</summary>
    public long DueTick { get; set; } = -1;

    /// <summary>For the wheel: the one behind it in its slot.</summary>
    public LoopTimer? Next { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed) { return false; }
        if (loop.IsCurrent) { Set(dueTime, period); }
        else { loop.Schedule(_ => Set(dueTime, period), null); }
        return true;
    }

    public void Dispose()
    {
        if (_isDisposed) { return; }
        Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _isDisposed = true;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Expire()
    {
        if (_period > TimeSpan.Zero) { loop.Timers.Add(this, _period); }
        callback(state);
    }

    public void Link(LoopTimer? first)
    {
        Next = first;
        if (first is not null) { first._previous = this; }
    }

    public void Unlink()
    {
        if (_previous is not null) { _previous.Next = Next; }
        if (Next is not null) { Next._previous = _previous; }
        Next = null;
        _previous = null;
    }

    private void Set(TimeSpan dueTime, TimeSpan period)
    {
        loop.Timers.Remove(this);
        _period = period;
        if (dueTime >= TimeSpan.Zero) { loop.Timers.Add(this, dueTime); }
    }
}
