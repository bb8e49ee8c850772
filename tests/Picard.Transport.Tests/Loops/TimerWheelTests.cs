namespace Picard.Transport.Tests;

public sealed class TimerWheelTests
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(20);

    private readonly FakeTime _time = new();
    private readonly TimerWheel _wheel;
    private readonly List<string> _expired = [];
    private int _wakes;

    public TimerWheelTests() => _wheel = new TimerWheel(_time, () => _wakes++);

    public static TheoryData<double> Delays => [0, 0.1, 1, 19, 19.9, 20, 21, 39.5, 100, 9_999, 10_240, 10_241, 20_500, 130_000, 3_600_000, 50.0 * 24 * 3_600_000];

    [Theory] // Seed A.15.10
    [MemberData(nameof(Delays))]
    public void Timer_ExpiresNotBeforeItsTime_AndWithinATickAfterIt(double milliseconds)
    {
        // Not on a tick, so that rounding is seen in both places.
        _time.Advance(TimeSpan.FromMilliseconds(13.7));
        var due = TimeSpan.FromMilliseconds(milliseconds);
        Set("it", due);
        if (due > TimeSpan.Zero)
        {
            _time.Advance(due - TimeSpan.FromTicks(1));
            _wheel.RunExpired();
            Assert.Empty(_expired);
            _time.Advance(TimeSpan.FromTicks(1));
        }

        _time.Advance(s_tick);
        Assert.Equal(-1, _wheel.RunExpired());
        Assert.Equal(["it"], _expired);
    }

    [Fact]
    public void RandomSettingAndStopping_ExpiresEachTimerOnce_AtItsTime()
    {
        for (var seed = 0; seed < 60; seed++) { RunRandom(seed); }
    }

    [Fact]
    public void Callback_StopsOthersOfItsTime_AndTheyDoNotExpire()
    {
        var timers = Enumerable.Range(0, 5).Select(i => new TestTimer(() => { })).ToList();
        foreach (var timer in timers)
        {
            timer.Action = () =>
            {
                _expired.Add("one");
                foreach (var other in timers) { _wheel.Remove(other); }
            };
            _wheel.Add(timer, s_tick);
        }

        _time.Advance(s_tick * 2);
        _wheel.RunExpired();
        Assert.Equal(["one"], _expired);
    }

    [Fact]
    public void Callback_SetsItsOwnTimerAgain_ForTheNextTickAtTheEarliest()
    {
        TestTimer? timer = null;
        timer = new TestTimer(() =>
        {
            _expired.Add("again");
            _wheel.Add(timer!, TimeSpan.Zero);
        });
        _wheel.Add(timer, TimeSpan.Zero);
        for (var tick = 1; tick <= 3; tick++)
        {
            _time.Advance(s_tick);
            _wheel.RunExpired();
            _wheel.RunExpired();
            Assert.Equal(tick, _expired.Count);
        }
    }

    [Fact]
    public void StoppedTimer_DoesNotExpire_AndMayBeSetAgain()
    {
        var timer = Set("it", TimeSpan.FromMilliseconds(50));
        _wheel.Remove(timer);
        _wheel.Remove(timer);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(-1, _wheel.RunExpired());
        Assert.Empty(_expired);
        _wheel.Add(timer, TimeSpan.FromMilliseconds(50));
        _time.Advance(TimeSpan.FromSeconds(1));
        _wheel.RunExpired();
        Assert.Equal(["it"], _expired);
    }

    [Fact]
    public void LongSleep_ExpiresWhatFellIntoIt_AndNothingElse()
    {
        Set("a", TimeSpan.FromSeconds(5));
        Set("b", TimeSpan.FromSeconds(40));
        Set("c", TimeSpan.FromSeconds(700));
        _time.Advance(TimeSpan.FromSeconds(600));
        _wheel.RunExpired();
        Assert.Equal(["a", "b"], _expired.Order());
    }

    [Fact]
    public void InjectedClock_WakesTheLoopWhenTheNextTimerIsDue()
    {
        Set("late", TimeSpan.FromSeconds(9));
        Set("soon", TimeSpan.FromMilliseconds(100));
        Assert.Equal(-1, _wheel.RunExpired());
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(0, _wakes);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _wakes);
        _wheel.RunExpired();
        Assert.Equal(["soon"], _expired);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(2, _wakes);
    }

    [Fact]
    public void InjectedClock_ThatMovesWhileItIsAsked_StillWakesInTime()
    {
        var (time, wakes) = (new MovingTime { MoveAtNextChange = TimeSpan.FromMilliseconds(60) }, 0);
        var wheel = new TimerWheel(time, () => wakes++);
        wheel.Add(new TestTimer(() => { }), TimeSpan.FromMilliseconds(100));
        wheel.RunExpired();
        time.Clock.Advance(TimeSpan.FromMilliseconds(40));
        Assert.Equal(1, wakes);
    }

    [Fact]
    public void InjectedClock_ThatMovesPastTheTimerWhileItIsAsked_AsksForAnotherRun()
    {
        var time = new MovingTime { MoveAtNextChange = TimeSpan.FromMilliseconds(200) };
        var wheel = new TimerWheel(time, () => { });
        wheel.Add(new TestTimer(() => _expired.Add("it")), TimeSpan.FromMilliseconds(100));
        Assert.Equal(0, wheel.RunExpired());
        wheel.RunExpired();
        Assert.Equal(["it"], _expired);
    }

    [Fact]
    public void SystemClock_TellsHowLongToWait()
    {
        var wheel = new TimerWheel(TimeProvider.System, () => _wakes++);
        Assert.Equal(-1, wheel.RunExpired());
        wheel.Add(new TestTimer(() => { }), TimeSpan.FromHours(1));
        Assert.InRange(wheel.RunExpired(), 3_000_000, 3_600_020);
        wheel.Add(new TestTimer(() => { }), TimeSpan.FromDays(400));
        Assert.InRange(wheel.RunExpired(), 3_000_000, 3_600_020);
        Assert.Equal(0, _wakes);
    }

    private TestTimer Set(string name, TimeSpan dueIn)
    {
        var timer = new TestTimer(() => _expired.Add(name));
        _wheel.Add(timer, dueIn);
        return timer;
    }

    private static void RunRandom(int seed)
    {
        var random = new Random(seed);
        var time = new FakeTime();
        var wheel = new TimerWheel(time, () => { });
        var now = TimeSpan.Zero;
        var due = new Dictionary<TestTimer, TimeSpan>();
        for (var step = 0; step < 2_000; step++)
        {
            if (random.Next(3) > 0)
            {
                var dueIn = TimeSpan.FromMilliseconds(random.NextDouble() * (random.Next(4) == 0 ? 40_000 : 300));
                TestTimer? timer = null;
                timer = new TestTimer(() =>
                {
                    Assert.True(due.Remove(timer!, out var dueAt), $"Seed {seed}: a timer expired that was not set.");
                    Assert.True(dueAt <= now, $"Seed {seed}: a timer expired {dueAt - now} before its time.");
                });
                wheel.Add(timer, dueIn);
                due[timer] = now + dueIn;
            }
            else if (due.Count > 0 && random.Next(4) == 0)
            {
                var timer = due.Keys.ElementAt(random.Next(due.Count));
                wheel.Remove(timer);
                due.Remove(timer);
            }

            var by = TimeSpan.FromMilliseconds(random.NextDouble() * (random.Next(50) == 0 ? 15_000 : 30));
            now += by;
            time.Advance(by);
            wheel.RunExpired();
            Assert.DoesNotContain(due.Values, dueAt => dueAt + s_tick <= now);
        }
    }

    private sealed class TestTimer(Action action) : WheelTimer
    {
        public Action Action { get; set; } = action;

        public override void Expire() => Action();
    }

    /// <summary>A clock that somebody moves just when a timer is being set by it.</summary>
    private sealed class MovingTime : TimeProvider
    {
        public FakeTime Clock { get; } = new();

        public TimeSpan MoveAtNextChange { get; set; }

        public override long TimestampFrequency => Clock.TimestampFrequency;

        public override long GetTimestamp() => Clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(this, Clock.CreateTimer(callback, state, dueTime, period));

        private sealed class Timer(MovingTime time, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                time.Clock.Advance(time.MoveAtNextChange);
                time.MoveAtNextChange = TimeSpan.Zero;
                return timer.Change(dueTime, period);
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
