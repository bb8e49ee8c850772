namespace Picard.Gen.Analyzers.Tests;

public sealed class TimeoutsTests
{
    private const string Members = """
        readonly SemaphoreSlim _permits = new(1); readonly ManualResetEvent _event = new(false); readonly object _lock = new(); volatile bool _flag; int _number;
        readonly BlockingCollection<int> _unbounded = new(); readonly BlockingCollection<int> _bounded = new(5);
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        private readonly Socket _blocking = new(SocketType.Stream, ProtocolType.Tcp);
        const int None = 0; static readonly TimeSpan s_none = TimeSpan.Zero;
        """;

    [Theory]
    [InlineData("if (_permits.Wait(0)) { }")]
    [InlineData("if (_permits.Wait(0, token)) { }")]
    [InlineData("if (_permits.Wait(TimeSpan.Zero)) { }")]
    [InlineData("if (_permits.Wait(None)) { } if (_permits.Wait(s_none)) { }")]
    [InlineData("if (_event.WaitOne(0)) { } if (_event.WaitOne(TimeSpan.FromMilliseconds(0))) { } if (_event.WaitOne(default(TimeSpan))) { }")]
    [InlineData("if (Monitor.TryEnter(_lock)) { } if (Monitor.TryEnter(_lock, 0)) { }")]
    [InlineData("Thread.Sleep(0); Thread.Yield();")]
    [InlineData("if (Task.Delay(5).Wait(0)) { }")]
    [InlineData("if (_unbounded.TryTake(out _)) { } if (_bounded.TryAdd(1)) { } if (_bounded.TryTake(out var x, 0)) { }")]
    [InlineData("_unbounded.Add(1);")]
    [InlineData("lock (_lock) { _number++; }")]
    [InlineData("var spin = new SpinWait(); while (Interlocked.CompareExchange(ref _number, 1, 0) != 0) { spin.SpinOnce(); }")]
    [InlineData("Thread.SpinWait(20);")]
    [InlineData("_socket.Receive(new byte[1]);")]
    [InlineData("using var s = new Socket(SocketType.Dgram, ProtocolType.Udp); s.Blocking = false; s.Receive(new byte[1]);")]
    [InlineData("if (_blocking.Available > 0) { _blocking.Receive(new byte[1]); }")]
    [InlineData("if (_blocking.Poll(0, SelectMode.SelectRead)) { _blocking.Receive(new byte[1]); }")]
    [InlineData("await _permits.WaitAsync(token); _permits.Release();")]
    public void Wait_ThatOnlyLooks_IsHarmless(string body) => Assert.Equal([], Probe.Blocking(body, Members));

    [Theory]
    [InlineData("_permits.Wait();", "_permits.Wait()")]
    [InlineData("_permits.Wait(token);", "_permits.Wait(token)")]
    [InlineData("_permits.Wait(5);", "_permits.Wait(5)")]
    [InlineData("_permits.Wait(_number);", "_permits.Wait(_number)")]
    [InlineData("_event.WaitOne();", "_event.WaitOne()")]
    [InlineData("_event.WaitOne(TimeSpan.FromSeconds(1));", "_event.WaitOne(TimeSpan.FromSeconds(1))")]
    [InlineData("Monitor.TryEnter(_lock, 100);", "Monitor.TryEnter(_lock, 100)")]
    [InlineData("Monitor.Wait(_lock);", "Monitor.Wait(_lock)")]
    [InlineData("Thread.Sleep(1);", "Thread.Sleep(1)")]
    [InlineData("Thread.Sleep(Timeout.Infinite);", "Thread.Sleep(Timeout.Infinite)")]
    [InlineData("while (!_flag) { Thread.Sleep(0); }", "Thread.Sleep(0)")]
    [InlineData("while (!_flag) { Thread.Yield(); }", "Thread.Yield()")]
    [InlineData("var spin = new SpinWait(); while (!_flag) { spin.SpinOnce(); }", "spin.SpinOnce()")]
    [InlineData("SpinWait.SpinUntil(() => _flag);", "SpinWait.SpinUntil(() => _flag)")]
    [InlineData("Thread.SpinWait(1_000_000);", "Thread.SpinWait(1_000_000)")]
    [InlineData("_bounded.Add(1);", "_bounded.Add(1)")]
    [InlineData("_unbounded.Take();", "_unbounded.Take()")]
    [InlineData("foreach (var item in _unbounded.GetConsumingEnumerable(token)) { }", "_unbounded.GetConsumingEnumerable(token)")]
    [InlineData("_blocking.Receive(new byte[1]);", "_blocking.Receive(new byte[1])")]
    [InlineData("new Thread(() => { }).Join();", "new Thread(() => { }).Join()")]
    [InlineData("Parallel.For(0, 3, i => { });", "Parallel.For(0, 3, i => { })")]
    public void Wait_ThatWaits_Blocks(string body, string call) => Assert.Equal([call], Probe.Blocking(body, Members));

    [Fact]
    public void Timeout_ThatIsAParameter_IsDecidedByTheCaller()
    {
        var (operation, effect) = Assert.Single(Probe.Calls("class C { readonly SemaphoreSlim _permits = new(1); bool TryEnter(TimeSpan timeout) => _permits.Wait(timeout); }"));

        Assert.Equal("timeout", Completion.DecidingParameter(operation, effect, default)?.Name);
    }
}
