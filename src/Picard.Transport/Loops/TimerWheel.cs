using System.Diagnostics;

namespace Picard.Transport;

/// <summary>The timers of one loop: a circle of slots, one for each tick, in which a timer hangs until its tick comes round. Setting and stopping one costs a few writes and allocates nothing.</summary>
/// <remarks>On the loop's thread only; <see cref="LoopTimer"/> posts for others. Resolution is one tick: a timer expires not before its time and less than a tick after it.</remarks>
internal sealed class TimerWheel
{
    // 20 ms: far below every timeout of a server, and an idle loop with timers need not wake for it (it sleeps until the next one).
    private const int TickMilliseconds = 20;

    // 512 slots of 20 ms: timers up to 10 s find their slot to themselves, longer ones hang for more rounds.
    private const int SlotCount = 512;

    private readonly LoopTimer?[] _slots = new LoopTimer?[SlotCount];
    private readonly TimeProvider _time;
    private readonly EventLoop _loop;
    private readonly long _startTimestamp;
    private ITimer? _wakeUp;
    private long _tick;
    private long _wakeUpTick = long.MaxValue;
    private int _count;

    public TimerWheel(TimeProvider time, EventLoop loop)
    {
        _time = time;
        _loop = loop;
        _startTimestamp = time.GetTimestamp();
    }

    /// <summary>The clock that the timers follow.</summary>
    public TimeProvider Time => _time;

    private long NowMilliseconds => (long)_time.GetElapsedTime(_startTimestamp).TotalMilliseconds;

    public void Add(LoopTimer timer, TimeSpan dueIn)
    {
        Debug.Assert(timer.DueTick < 0);
        var dueMilliseconds = NowMilliseconds + (long)Math.Ceiling(Math.Min(dueIn.TotalMilliseconds, int.MaxValue));
        timer.DueTick = Math.Max((dueMilliseconds + TickMilliseconds - 1) / TickMilliseconds, _tick + 1);
        ref var slot = ref _slots[timer.DueTick % SlotCount];
        timer.Link(slot);
        slot = timer;
        _count++;
        if (timer.DueTick < _wakeUpTick) { _wakeUpTick = timer.DueTick; }
    }

    public void Remove(LoopTimer timer)
    {
        if (timer.DueTick < 0) { return; }
        ref var slot = ref _slots[timer.DueTick % SlotCount];
        if (slot == timer) { slot = timer.Next; }
        timer.Unlink();
        timer.DueTick = -1;
        _count--;
    }

    /// <summary>Runs the timers whose time has come.</summary>
    /// <returns>Milliseconds until the next one; -1 if there is none.</returns>
    public int RunExpired()
    {
        if (_count == 0)
        {
            _wakeUpTick = long.MaxValue;
            return -1;
        }

        var now = NowMilliseconds / TickMilliseconds;
        if (now >= _wakeUpTick) { Expire(now); }
        if (_count == 0) { return -1; }
        var untilWakeUp = (int)Math.Clamp((_wakeUpTick * TickMilliseconds) - NowMilliseconds, 0, int.MaxValue);
        if (ReferenceEquals(_time, TimeProvider.System)) { return untilWakeUp; }

        // An injected clock moves when its owner says so, not while the kernel waits: it must wake the loop itself.
        _wakeUp ??= _time.CreateTimer(static loop => ((EventLoop)loop!).Schedule(static _ => { }, null), _loop, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _wakeUp.Change(TimeSpan.FromMilliseconds(untilWakeUp), Timeout.InfiniteTimeSpan);
        return untilWakeUp == 0 ? 0 : -1;
    }

    private void Expire(long now)
    {
        // After a long sleep each slot is visited once, not once for each tick slept through.
        var first = Math.Max(_tick + 1, now - SlotCount + 1);
        _tick = now;
        for (var tick = first; tick <= now; tick++)
        {
            for (var timer = _slots[tick % SlotCount]; timer is not null;)
            {
                var next = timer.Next;
                if (timer.DueTick <= now)
                {
                    Remove(timer);
                    timer.Expire();

                    // The callback may have changed this slot: start over, what is expired is gone from it.
                    next = _slots[tick % SlotCount];
                }

                timer = next;
            }
        }

        _wakeUpTick = NextTick();
    }

    private long NextTick()
    {
        var next = long.MaxValue;
        for (var slot = 0; slot < SlotCount && _count > 0; slot++)
        {
            for (var timer = _slots[slot]; timer is not null; timer = timer.Next) { next = Math.Min(next, timer.DueTick); }
        }

        return next;
    }
}
