using System.Net;
using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>Accepts on one loop, level-triggered, and hands each connection to the loop that has the fewest; one of several that share a port keeps its own.</summary>
/// <remarks>At the end of the descriptors the listener is disarmed: level-triggered, it would otherwise report the same client for ever. A close re-arms it, and a timer, for closes that are not ours.
/// All but <see cref="OnDescriptorFreed"/>, <see cref="Start"/> and <see cref="StopAsync"/> happens on the loop's thread.</remarks>
internal sealed class EpollListener : TransportListener, IEpollSource
{
    // Limit: accepts in one turn of the loop, so that a burst of clients does not hold up those that are there.
    private const int MaxAcceptsPerTurn = 64;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly LoopGroup _group;
    private readonly EventLoop _loop;
    private readonly Socket _socket;
    private readonly PortUse _use;
    private readonly LoopTimer _resumeTimer;
    private readonly AcceptLog _log;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<TransportConnection>? _accepted;
    private int _isStopRequested;
    private bool _isRegistered;
    private bool _isStopped;
    private volatile bool _isPaused;

    private EpollListener(LoopGroup group, EventLoop loop, Socket socket, PortUse use)
    {
        _group = group;
        _loop = loop;
        _use = use;
        _socket = socket;
        _resumeTimer = new LoopTimer(loop, static listener => ((EpollListener)listener!).Resume(), this);
        _log = new AcceptLog(group.Options.Log, group.Options.TimeProvider);
        LocalEndPoint = socket.LocalEndPoint!;
    }

    public override EndPoint LocalEndPoint { get; }

    ulong IEpollSource.Key { get; set; }

    private int Descriptor => (int)_socket.Handle;

    public static EpollListener Bind(LoopGroup group, EventLoop loop, EndPoint endPoint, PortUse use)
    {
        var socket = SocketFactory.Bind(endPoint, group.Options.Backlog, use);

        // Not by the socket's own property, which starts .NET's threads for sockets.
        if (Epoll.SetNonBlocking((int)socket.Handle) is < 0 and var failed)
        {
            socket.Dispose();
            throw Errno.ToException(-failed);
        }

        if (socket.ProtocolType == ProtocolType.Tcp)
        {
            // Accepted sockets inherit these, which saves a system call for each. Urgent bytes in line: a receive would otherwise stop at their mark, as if the kernel were empty.
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline, true);
            var result = Epoll.SetNotSentLowWater((int)socket.Handle, group.Options.UnsentBytes);
            if (result < 0)
            {
                socket.Dispose();
                throw Errno.ToException(-result);
            }
        }

        return new EpollListener(group, loop, socket, use);
    }

    public override void Start(Action<TransportConnection> accepted)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        if (Interlocked.CompareExchange(ref _accepted, accepted, null) is not null || Volatile.Read(ref _isStopRequested) != 0)
        {
            throw new InvalidOperationException("The listener was started or stopped before.");
        }

        _loop.Schedule(static listener => ((EpollListener)listener!).Register(), this);
    }

    public override ValueTask StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopRequested, 1) == 0) { _loop.Schedule(static listener => ((EpollListener)listener!).Stop(), this); }
        return new ValueTask(_stopped.Task);
    }

    /// <summary>A descriptor may be free again. Any thread.</summary>
    public void OnDescriptorFreed()
    {
        if (_isPaused) { _loop.Schedule(static listener => ((EpollListener)listener!).Resume(), this); }
    }

    void IEpollSource.OnEvents(uint events) => AcceptAll();

    void IEpollSource.OnStopping() => Stop();

    private void Register()
    {
        if (_isStopped) { return; }
        var result = _loop.Register(this, Descriptor, Epoll.In);
        _isRegistered = result >= 0;
        if (!_isRegistered) { Pause(-result); }
    }

    private void Stop()
    {
        if (_isStopped) { return; }
        _isStopped = true;
        _resumeTimer.Dispose();
        _group.Remove(this);
        if (_isRegistered) { _loop.Unregister(this); }
        _socket.Dispose();

        // Connections that were handed to other loops are still on their way to the user.
        _group.AfterPostedWork(_stopped.SetResult);
    }

    private void AcceptAll()
    {
        for (var i = 0; i < MaxAcceptsPerTurn && !_isStopped; i++)
        {
            var descriptor = Epoll.Accept(Descriptor);
            if (descriptor >= 0)
            {
                _log.Accepted();
                Hand(new EpollConnection(_group, LoopOfNext(), descriptor, LocalEndPoint));
                if (!DescriptorBudget.IsOfReserve(descriptor)) { continue; }
                Pause(Errno.TooManyOpenFiles);
                return;
            }

            if (descriptor == -Errno.Again) { return; }
            if (Errno.IsOfTheClient(-descriptor)) { continue; }

            // Out of descriptors, most likely. What else it may be would come again at once, for the listener is level-triggered.
            Pause(-descriptor);
            return;
        }
    }

    /// <summary>The loop of the next connection, which counts as one of its own from now on.</summary>
    private EventLoop LoopOfNext()
    {
        // The kernel has chosen between listeners that share a port, and between their loops with them: no hop is left to be made.
        if (_use == PortUse.Exclusive) { return _group.ChooseLoop(); }
        _loop.AddConnection();
        return _loop;
    }

    private void Hand(EpollConnection connection)
    {
        if (connection.Loop == _loop) { Begin(connection); }
        else { connection.Loop.Schedule(handed => Begin((EpollConnection)handed!), connection); }
    }

    /// <summary>On the connection's loop.</summary>
    private void Begin(EpollConnection connection)
    {
        var result = connection.Open();
        if (result >= 0) { _accepted!(connection); }
        else if (result != -Errno.Canceled)
        {
            // The kernel watches as many descriptors as it may (fs.epoll.max_user_watches): the next client would be closed at once too.
            _loop.Schedule(_ => Pause(-result), null);
        }
    }

    private void Pause(int errno)
    {
        if (_isStopped) { return; }
        if (_isRegistered) { _loop.Watch(this, Descriptor, 0); }
        _isPaused = true;
        _log.Paused(Errno.ToException(errno));
        _resumeTimer.Change(s_pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the next descriptor would not be one of the last.</summary>
    private static bool HasRoom()
    {
        var next = Epoll.CreateWakeUp();
        if (next < 0) { return false; }
        _ = Epoll.Close(next);
        return !DescriptorBudget.IsOfReserve(next);
    }

    private void Resume()
    {
        if (_isStopped || !_isPaused) { return; }
        if (!HasRoom())
        {
            _resumeTimer.Change(s_pause, Timeout.InfiniteTimeSpan);
            return;
        }

        _isPaused = false;
        if (_isRegistered) { _loop.Watch(this, Descriptor, Epoll.In); }
        else { Register(); }
    }
}
