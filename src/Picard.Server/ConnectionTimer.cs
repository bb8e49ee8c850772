using Picard.Http;

namespace Picard.Server;

/// <summary>Every connection of a server, and the one timer that watches their deadlines.</summary>
/// <remarks>
/// A connection writes its deadline into a field when it begins to wait and clears it afterwards; nothing else happens per request. Twice a
/// second the tick walks all connections and calls those whose deadline has passed. Time is read once a tick, so a deadline is kept to within
/// two ticks and never early. Without connections the timer is off: an idle server uses no CPU.
/// </remarks>
internal sealed class ConnectionTimer : IDisposable
{
    /// <summary>A deadline that never passes.</summary>
    public const long Never = long.MaxValue;

    // Two ticks late at most: well under the second within which a client that is gone must be noticed.
    internal static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(400);

    private readonly Lock _gate = new();
    private readonly List<ConnectionWatch> _connections = [];
    private readonly List<ConnectionWatch> _expired = [];
    private readonly TimeProvider _time;
    private readonly DateField _date;
    private readonly ITimer _timer;
    private readonly long _started;
    private TaskCompletionSource? _empty;
    private long _nowMilliseconds;

    public ConnectionTimer(TimeProvider time, DateField date)
    {
        _time = time;
        _date = date;
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(static self => ((ConnectionTimer)self!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Milliseconds since the server began, as of the last tick.</summary>
    public long NowMilliseconds => Volatile.Read(ref _nowMilliseconds);

    /// <summary>Connections now open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>The deadline <paramref name="timeout"/> from now. One tick is added for the age of the clock, so that none passes early.</summary>
    public long After(TimeSpan timeout) => NowMilliseconds + ((timeout.Ticks + Tick.Ticks) / TimeSpan.TicksPerMillisecond);

    public void Add(ConnectionWatch connection)
    {
        lock (_gate)
        {
            if (_connections.Count == 0)
            {
                ReadClock();
                _timer.Change(Tick, Tick);
            }

            connection.TimerIndex = _connections.Count;
            _connections.Add(connection);
        }
    }

    public void Remove(ConnectionWatch connection)
    {
        TaskCompletionSource? empty = null;
        lock (_gate)
        {
            var last = _connections[^1];
            _connections[connection.TimerIndex] = last;
            last.TimerIndex = connection.TimerIndex;
            _connections.RemoveAt(_connections.Count - 1);
            if (_connections.Count == 0)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                empty = _empty;
                _empty = null;
            }
        }

        empty?.SetResult();
    }

    /// <summary>Every connection open now, for a stop.</summary>
    public ConnectionWatch[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }

    /// <summary>Completes when no connection is left.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_gate)
        {
            if (_connections.Count == 0)
            {
                return Task.CompletedTask;
            }

            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    public void Dispose() => _timer.Dispose();

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

            foreach (var connection in _connections)
            {
                if (connection.Deadline <= _nowMilliseconds)
                {
                    _expired.Add(connection);
                }
            }
        }

        // Outside the lock: a connection that is woken may run on this thread until it ends, and remove itself.
        foreach (var connection in _expired)
        {
            connection.OnDeadline();
        }

        lock (_gate)
        {
            _expired.Clear();
        }
    }

    private void ReadClock()
    {
        Volatile.Write(ref _nowMilliseconds, (long)_time.GetElapsedTime(_started).TotalMilliseconds);
        _date.Tick();
    }
}
