using System.Diagnostics;

namespace Picard.Transport;

/// <summary>The timers of one loop: a circle of slots, one for each tick, in which a timer hangs until its tick comes round. Setting and stopping one costs a few writes and allocates nothing.</summary>
/// <remarks>Used by one thread. Resolution is one tick: a timer expires not before its time, and at the first <see cref="RunExpired"/> after the tick that its time falls in.
/// <para>Invariant: a timer with a due tick hangs in the slot of that tick, or among those that are expiring; every due tick is behind the tick that was run last.</para></remarks>
internal sealed class TimerWheel : IDisposable
{
    // 20 ms: far below every timeout of a server, and an idle loop with timers need not wake for it (it sleeps until the next one).
    private static readonly long s_tick = TimeSpan.FromMilliseconds(20).Ticks;

    // 512 slots of 20 ms: timers up to 10 s find their slot to themselves, longer ones hang for more rounds.
    private const int SlotCount = 512;

    // The due tick of timers whose time has come while others of that time are still being run.
    private const long Expiring = 0;

    // Limit: how often an injected clock may move while it is being asked to wake us. One that is moved by hand stands still at last; one that runs by itself never does.
    private const int MaxArmings = 4;

    private readonly WheelTimer?[] _slots = new WheelTimer?[SlotCount];
    private readonly TimeProvider _time;
    private readonly Action _wake;
    private readonly long _startTimestamp;
    private WheelTimer? _expiring;
    private ITimer? _wakeUp;
    private long _tick;
    private long _wakeUpTick = long.MaxValue;
    private int _count;

    /// <param name="time">The clock that the timers follow.</param>
    /// <param name="wake">Called, on any thread, when an injected clock has come to the next timer: <see cref="RunExpired"/> is due.</param>
    public TimerWheel(TimeProvider time, Action wake)
    {
        _time = time;
        _wake = wake;
        _startTimestamp = time.GetTimestamp();
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_startTimestamp);

    public void Add(WheelTimer timer, TimeSpan dueIn)
    {
        Debug.Assert(timer.DueTick < 0);
        var due = Elapsed.Ticks + Math.Min(dueIn.Ticks, long.MaxValue / 2);
        timer.DueTick = Math.Max((due + s_tick - 1) / s_tick, _tick + 1);
        Hang(timer, ref _slots[timer.DueTick % SlotCount]);
        _count++;
        if (timer.DueTick < _wakeUpTick) { _wakeUpTick = timer.DueTick; }
    }

    public void Remove(WheelTimer timer)
    {
        if (timer.DueTick < 0) { return; }
        TakeDown(timer);
        timer.DueTick = -1;
        _count--;
    }

    /// <summary>Runs the timers whose time has come.</summary>
    /// <returns>Milliseconds until the next one; -1 if there is none, or if the injected clock tells.</returns>
    public int RunExpired()
    {
        if (_count > 0 && Elapsed.Ticks / s_tick is var now && now >= _wakeUpTick) { Expire(now); }
        if (_count == 0)
        {
            _wakeUpTick = long.MaxValue;
            return -1;
        }

        if (!ReferenceEquals(_time, TimeProvider.System)) { return ArmWakeUp(); }
        return (int)Math.Clamp(Math.Ceiling(UntilWakeUp(Elapsed).TotalMilliseconds), 0, int.MaxValue);
    }

    public void Dispose() => _wakeUp?.Dispose();

    private void Expire(long now)
    {
        // After a long sleep each slot is visited once, not once for each tick slept through.
        var first = Math.Max(_tick + 1, now - SlotCount + 1);
        _tick = now;
        for (var tick = first; tick <= now; tick++)
        {
            Gather(tick % SlotCount, now);

            // A callback may stop any of those that are left, so each is taken from the chain as it stands then.
            while (_expiring is { } timer)
            {
                Remove(timer);
                timer.Expire();
            }
        }

        _wakeUpTick = NextTick();
    }

    private void Gather(long slot, long now)
    {
        for (var timer = _slots[slot]; timer is not null;)
        {
            var next = timer.Next;
            if (timer.DueTick <= now)
            {
                TakeDown(timer);
                timer.DueTick = Expiring;
                Hang(timer, ref _expiring);
            }

            timer = next;
        }
    }

    private static void Hang(WheelTimer timer, ref WheelTimer? chain)
    {
        timer.Link(chain);
        chain = timer;
    }

    private void TakeDown(WheelTimer timer)
    {
        ref var chain = ref timer.DueTick == Expiring ? ref _expiring : ref _slots[timer.DueTick % SlotCount];
        if (chain == timer) { chain = timer.Next; }
        timer.Unlink();
    }

    /// <summary>The tick of the timer that is due first. Ticks of this round are looked at in order, so the usual answer is found early.</summary>
    private long NextTick()
    {
        var next = long.MaxValue;
        if (_count == 0) { return next; }
        for (var tick = _tick + 1; tick <= _tick + SlotCount; tick++)
        {
            for (var timer = _slots[tick % SlotCount]; timer is not null; timer = timer.Next)
            {
                if (timer.DueTick == tick) { return tick; }
                next = Math.Min(next, timer.DueTick);
            }
        }

        return next;
    }

    /// <summary>An injected clock moves when its owner says so, not while the kernel waits: it must wake the loop itself.</summary>
    private int ArmWakeUp()
    {
        _wakeUp ??= _time.CreateTimer(static wheel => ((TimerWheel)wheel!)._wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        for (var arming = 1; ; arming++)
        {
            var elapsed = Elapsed;
            var untilWakeUp = UntilWakeUp(elapsed);
            if (untilWakeUp <= TimeSpan.Zero) { return 0; }
            _wakeUp.Change(untilWakeUp, Timeout.InfiniteTimeSpan);

            // Race: the clock was moved between the look at it and the change, which then counts from too late. So look again.
            if (Elapsed == elapsed || arming == MaxArmings) { return -1; }
        }
    }

    private TimeSpan UntilWakeUp(TimeSpan elapsed)
    {
        // Limit: what a timer of the platform can wait for. The loop then finds nothing due, and goes on waiting.
        var ticks = Math.Min(_wakeUpTick, long.MaxValue / 2 / s_tick) * s_tick;
        return TimeSpan.FromTicks(Math.Min(ticks - elapsed.Ticks, TimeSpan.FromDays(20).Ticks));
    }
}
