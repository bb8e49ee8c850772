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
            _machine = machine;
            _exchange = exchange;
            _due = _time.GetTimestamp() + (long)(time.TotalSeconds * _time.TimestampFrequency);
            _timer.Change(time, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void OnDue()
    {
        ExchangeMachine machine;
        int exchange;
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

            machine = _machine;
            exchange = _exchange;
            _machine = null;
        }

        machine.Wake(WakeReasons.Timer, exchange);
    }
}
