using Picard.Gen;

namespace Picard.Server;

/// <summary>The timer of a connection's exchanges: wakes the machine that has asked last.</summary>
internal sealed class WakeTimer : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private ExchangeMachine? _machine;
    private int _exchange;
    private long _due;

    public WakeTimer(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static self => ((WakeTimer)self!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Set(TimeSpan time, ExchangeMachine machine, int exchange)
    {
        lock (_gate)
        {
            // What is due already belongs to the call before this one.
            machine.Unmark(WakeReasons.Timer);
            if (time == TimeSpan.Zero)
            {
                Stop();
                _ = machine.TryMark(WakeReasons.Timer, exchange); // By an event: its driver looks before it waits.
                return;
            }

            _machine = machine;
            _exchange = exchange;
            _due = _time.GetTimestamp() + (long)(time.TotalSeconds * _time.TimestampFrequency);
            _timer.Change(time, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The exchange has ended: nobody waits for the timer any more.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (_machine is not null)
            {
                _machine = null;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void OnDue()
    {
        ExchangeMachine machine;
        lock (_gate)
        {
            if (_machine is null)
            {
                return;
            }

            // Race: this call belongs to an earlier setting; and the platform's timers may come a moment early by this clock.
            var left = _time.GetElapsedTime(_time.GetTimestamp(), _due);
            if (left > TimeSpan.Zero)
            {
                _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            // Race: the handler sets it anew just now. Marked under the lock, this wake-up is due before that, and is taken back with it.
            machine = _machine;
            _machine = null;
            if (!machine.TryMark(WakeReasons.Timer, _exchange))
            {
                return;
            }
        }

        machine.Notify();
    }
}
