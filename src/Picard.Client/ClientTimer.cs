namespace Picard.Client;

/// <summary>The one timer of a client: it watches the deadlines of its connections, and tells the pool the time.</summary>
/// <remarks>A connection writes its deadline into a field when it begins to wait and clears it afterwards; nothing else happens per request. A deadline is never
/// early, and late by two ticks at most. While there is nothing to watch the timer is off.</remarks>
internal sealed class ClientTimer : IDisposable
{
    /// <summary>A deadline that never passes.</summary>
    public const long Never = long.MaxValue;

    /// <summary>How exact time limits are. The shortest in use are of a second: a tenth of it is enough, and costs an idle client ten short calls a second.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    // Limit: what is longer never passes in the life of a program, and must not overflow a sum.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(365 * 100);

    private readonly Lock _gate = new();
    private readonly List<ITimed> _watched = [];
    private readonly List<ITimed> _expired = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _started;
    private long _nowMilliseconds;
    private bool _isTicking;
    private bool _isDisposed;

    public ClientTimer(TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(static self => ((ClientTimer)self!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Milliseconds since the client began, as of the last tick.</summary>
    public long NowMilliseconds => Volatile.Read(ref _nowMilliseconds);

    /// <summary>The deadline <paramref name="timeout"/> from now. One tick is added for the age of the clock, so that none passes early.</summary>
    public long After(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan || timeout > s_longest)
        {
            return Never;
        }

        if (!Volatile.Read(ref _isTicking))
        {
            // Nothing has read the clock for as long as there was nothing to watch.
            ReadClock();
        }

        return NowMilliseconds + (long)(timeout + Tick).TotalMilliseconds;
    }

    /// <summary>Watches a deadline from now on. Any thread.</summary>
    public void Add(ITimed timed)
    {
        lock (_gate)
        {
            if (_watched.Count == 0 && !_isDisposed)
            {
                ReadClock();
                Volatile.Write(ref _isTicking, true);
                _timer.Change(Tick, Tick);
            }

            timed.TimerIndex = _watched.Count;
            _watched.Add(timed);
        }
    }

    /// <summary>Watches it no longer. Any thread; a call that has begun may still come.</summary>
    public void Remove(ITimed timed)
    {
        lock (_gate)
        {
            var last = _watched[^1];
            _watched[timed.TimerIndex] = last;
            last.TimerIndex = timed.TimerIndex;
            _watched.RemoveAt(_watched.Count - 1);
            if (_watched.Count == 0 && !_isDisposed)
            {
                Volatile.Write(ref _isTicking, false);
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        _timer.Dispose();
    }

    private void OnTick()
    {
        lock (_gate)
        {
            ReadClock();

            // Race: a tick may overrun the next one. The later finds the list in use and leaves the work to the earlier.
            if (_expired.Count > 0)
            {
                return;
            }

            foreach (var timed in _watched)
            {
                if (timed.Deadline <= _nowMilliseconds)
                {
                    _expired.Add(timed);
                }
            }
        }

        // Outside the lock: what is woken may run on this thread until it ends, and remove itself.
        foreach (var timed in _expired)
        {
            timed.OnDeadline();
        }

        lock (_gate)
        {
            _expired.Clear();
        }
    }

    private void ReadClock() => Volatile.Write(ref _nowMilliseconds, (long)_time.GetElapsedTime(_started).TotalMilliseconds);
}
