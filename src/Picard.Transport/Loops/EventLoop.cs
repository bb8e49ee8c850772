using System.Diagnostics;
using System.IO.Pipelines;

namespace Picard.Transport;

/// <summary>One thread that waits for its sockets, and runs what they have to do: continuations of reads and flushes inline, and work that others post.</summary>
/// <remarks>One turn: posted work, expired timers, one wait, and then each socket that is ready. Nothing on this thread may block.
/// Registrations belong to the loop's thread; posting is for any thread. Each piece of work begins with the thread's own execution context: what one sets there is not seen by the next.
/// <para>The end: from <see cref="StopAsync"/> on nothing is registered any more; what is registered is told, what is posted is run, and what is posted later runs on the thread pool.</para></remarks>
internal sealed class EventLoop : PipeScheduler
{
    // Limit: events of one wait. More stay in the kernel for the next; 256 of 12 bytes are 3 KiB, and a turn stays short.
    private const int MaxEvents = 256;

    private const ulong WakeUpKey = ulong.MaxValue;

    [ThreadStatic]
    private static EventLoop? s_current;

    private readonly int _epoll;
    private readonly int _wakeUp;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RegistrationTable _registrations = new();
    private readonly PostedWork _posted;
    private readonly byte[] _events = new byte[MaxEvents * Epoll.EventStride];
    private ExecutionContext? _ownExecution;
    private int _connectionCount;
    private int _isWaiting;
    private volatile bool _isStopping;

    public EventLoop(int index, SlabPool slabs, TimeProvider time)
    {
        Slabs = slabs;
        _posted = new PostedWork(EndDispatch);
        (_epoll, _wakeUp) = OpenDescriptors();
        Timers = new TimerWheel(time, () => Schedule(static _ => { }, null));
        Clock = new LoopClock(this, time);
        _thread = new Thread(Run) { IsBackground = true, Name = $"picard-loop-{index}" };
        _thread.UnsafeStart();
    }

    /// <summary>The loop whose thread the caller runs on; null elsewhere.</summary>
    public static EventLoop? Current => s_current;

    /// <summary>The loops that it is one of.</summary>
    public LoopGroup? Group { get; init; }

    /// <summary>Where its connections' slabs come from.</summary>
    public SlabPool Slabs { get; }

    /// <summary>Timers that expire on this thread.</summary>
    public TimerWheel Timers { get; }

    /// <summary>The loop's time, whose timers expire on this thread too.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Whether the caller runs on this loop's thread.</summary>
    public bool IsCurrent => s_current == this;

    /// <summary>Counts turns: what one connection may do in one of them is capped.</summary>
    public uint Turn { get; private set; }

    /// <summary>Connections that were handed to this loop and are not closed; any thread.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Runs work on the loop's thread, in the next turn. Any thread.</summary>
    public override void Schedule(Action<object?> action, object? state)
    {
        if (!_posted.TryAdd(action, state))
        {
            // The loop is at its end; what still has to be told is told elsewhere.
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(action, state, preferLocal: false);
            return;
        }

        // Race: the loop finds nothing posted and goes to wait; work is posted. The loop says that it waits before it looks, and we look after posting: one of the two sees the other.
        if (!IsCurrent && Interlocked.Exchange(ref _isWaiting, 0) != 0) { Epoll.WriteWakeUp(_wakeUp); }
    }

    public void AddConnection() => Interlocked.Increment(ref _connectionCount);

    public void RemoveConnection() => Interlocked.Decrement(ref _connectionCount);

    /// <summary>Watches a descriptor from now on. On the loop's thread.</summary>
    /// <returns>0, or an errno negated: <see cref="Errno.Canceled"/> if the loop comes to its end.</returns>
    public int Register(IEpollSource source, int descriptor, uint events)
    {
        if (!TryTrack(source)) { return -Errno.Canceled; }
        var result = Epoll.Add(_epoll, descriptor, events, source.Key);
        if (result < 0) { Unregister(source); }
        return result;
    }

    /// <summary>Keeps a source that has nothing to watch for now, so that it is told of the loop's end. On the loop's thread.</summary>
    /// <returns>False if the loop comes to its end: the source will be told nothing.</returns>
    public bool TryTrack(IEpollSource source)
    {
        if (_isStopping) { return false; }
        Debug.Assert(IsCurrent);
        source.Key = _registrations.Add(source);
        return true;
    }

    /// <summary>Changes what is watched for. On the loop's thread.</summary>
    public void Watch(IEpollSource source, int descriptor, uint events)
    {
        Debug.Assert(IsCurrent);
        var result = Epoll.Modify(_epoll, descriptor, events, source.Key);
        Debug.Assert(result == 0, "A registered descriptor cannot fail to be changed.");
    }

    /// <summary>Events of this source that are still in hand find nobody. Closing the descriptor is what takes it from the kernel's set. On the loop's thread.</summary>
    public void Unregister(IEpollSource source)
    {
        Debug.Assert(IsCurrent);
        _registrations.Remove(source.Key);
    }

    /// <summary>Stops watching a descriptor that stays open. On the loop's thread.</summary>
    public void Release(IEpollSource source, int descriptor)
    {
        Unregister(source);
        Epoll.Remove(_epoll, descriptor);
    }

    /// <summary>Aborts every connection, and ends the thread.</summary>
    public Task StopAsync()
    {
        Schedule(static loop => ((EventLoop)loop!)._isStopping = true, this);
        return _stopped.Task;
    }

    /// <summary>Waits for the thread to leave. After <see cref="StopAsync"/>, not on the loop's thread.</summary>
    public void Join() => _thread.Join();

    /// <summary>A piece of work is over: the next one does not see what it has left in the execution context. On the loop's thread.</summary>
    public void EndDispatch()
    {
        if (!ReferenceEquals(ExecutionContext.Capture(), _ownExecution)) { ExecutionContext.Restore(_ownExecution!); }
    }

    private static (int Epoll, int WakeUp) OpenDescriptors()
    {
        var epoll = Epoll.Create();
        if (epoll < 0) { throw Errno.ToException(-epoll); }
        var wakeUp = Epoll.CreateWakeUp();
        var result = wakeUp < 0 ? wakeUp : Epoll.Add(epoll, wakeUp, Epoll.In | Epoll.EdgeTriggered, WakeUpKey);
        if (result >= 0) { return (epoll, wakeUp); }
        if (wakeUp >= 0) { Epoll.Close(wakeUp); }
        Epoll.Close(epoll);
        throw Errno.ToException(-result);
    }

    private void Run()
    {
        s_current = this;
        _ownExecution = ExecutionContext.Capture();
        while (!_isStopping)
        {
            Turn++;
            _posted.RunAll();
            var untilTimer = Timers.RunExpired();
            Dispatch(Wait(untilTimer));
        }

        foreach (var source in _registrations.All()) { source.OnStopping(); }
        while (_posted.RunAllOrClose()) { }
        Timers.Dispose();
        Epoll.Close(_wakeUp);
        Epoll.Close(_epoll);
        _stopped.SetResult();
    }

    private int Wait(int untilTimerMilliseconds)
    {
        Interlocked.Exchange(ref _isWaiting, 1);
        var count = Epoll.Wait(_epoll, _events, _posted.IsEmpty && !_isStopping ? untilTimerMilliseconds : 0);
        Volatile.Write(ref _isWaiting, 0);
        if (count >= 0) { return count; }

        // A signal arrived. Anything else is a defect of ours, and a loop that cannot wait would spin for ever.
        return count == -Errno.Interrupted ? 0 : throw new UnreachableException($"A loop cannot wait for its sockets ({Errno.Name(-count)}).");
    }

    private void Dispatch(int count)
    {
        // What one source does in its turn may depend on another that comes later: so all know first, and none of them need ask the kernel.
        for (var i = 0; i < count; i++)
        {
            var (events, key) = Epoll.EventAt(_events, i);
            if (key != WakeUpKey) { _registrations.Find(key)?.OnReported(events); }
        }

        for (var i = 0; i < count; i++)
        {
            var (events, key) = Epoll.EventAt(_events, i);
            if (key == WakeUpKey) { Epoll.ReadWakeUp(_wakeUp); }
            else if (_registrations.Find(key) is { } source)
            {
                source.OnEvents(events);
                EndDispatch();
            }
        }
    }
}
