using System.Net;
using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>Accepts on one loop, level-triggered, and hands each connection to the loop that has the fewest.</summary>
/// <remarks>At the end of the descriptors the listener is disarmed: level-triggered, it would otherwise report the same client for ever. A close re-arms it, and a timer, for closes that are not ours.</remarks>
internal sealed class EpollListener : TransportListener
{
    // Limit: accepts in one turn of the loop, so that a burst of clients does not hold up those that are there.
    private const int MaxAcceptsPerTurn = 64;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly LoopGroup _group;
    private readonly EventLoop _loop;
    private readonly Socket _socket;
    private readonly Source _source;
    private readonly LoopTimer _resumeTimer;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<TransportConnection>? _accepted;
    private int _isStopRequested;
    private bool _isRegistered;
    private bool _isStopped;
    private bool _isPaused;

    private EpollListener(LoopGroup group, EventLoop loop, Socket socket)
    {
        _group = group;
        _loop = loop;
        _socket = socket;
        _source = new Source(this);
        _resumeTimer = new LoopTimer(loop, static listener => ((EpollListener)listener!).Rearm(), this);
        LocalEndPoint = socket.LocalEndPoint!;
    }

    public override EndPoint LocalEndPoint { get; }

    private int Descriptor => (int)_socket.Handle;

    public static EpollListener Bind(LoopGroup group, EventLoop loop, EndPoint endPoint)
    {
        var socket = SocketFactory.Bind(endPoint, group.Options.Backlog);
        socket.Blocking = false;
        if (socket.ProtocolType == ProtocolType.Tcp)
        {
            // Accepted sockets inherit these, which saves a system call for each. Urgent bytes in line: a receive would otherwise stop at their mark, as if the kernel were empty.
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline, true);
            Epoll.SetNotSentLowWater((int)socket.Handle, group.Options.UnsentBytes);
        }

        return new EpollListener(group, loop, socket);
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

    /// <summary>Descriptors may be free again. Any thread.</summary>
    public void Resume() => _loop.Schedule(static listener => ((EpollListener)listener!).Rearm(), this);

    private void Register()
    {
        if (_isStopped) { return; }
        _isRegistered = _loop.Register(_source, Descriptor, Epoll.In) >= 0;
        if (!_isRegistered) { Pause(Errno.NoSpace); }
    }

    private void Stop()
    {
        if (_isStopped) { return; }
        _isStopped = true;
        _resumeTimer.Dispose();
        _group.OnResumed(this);
        if (_isRegistered) { _loop.Unregister(_source); }
        _socket.Dispose();
        _stopped.SetResult();
    }

    private void AcceptAll()
    {
        for (var i = 0; i < MaxAcceptsPerTurn && !_isStopped; i++)
        {
            var descriptor = Epoll.Accept(Descriptor);
            if (descriptor >= 0)
            {
                Hand(descriptor);
                continue;
            }

            if (descriptor == -Errno.Again) { return; }

            // Anything but the end of a resource is the fate of one client that is already gone.
            if (Errno.IsOutOfResources(-descriptor))
            {
                Pause(-descriptor);
                return;
            }
        }
    }

    private void Hand(int descriptor)
    {
        if (_isPaused)
        {
            _isPaused = false;
            _group.OnResumed(this);
            _group.Options.Log?.Invoke("Accepting connections again.");
        }

        var connection = new EpollConnection(_group, _group.ChooseLoop(), descriptor, LocalEndPoint);
        if (connection.Loop == _loop) { Begin(connection); }
        else { connection.Loop.Schedule(handed => Begin((EpollConnection)handed!), connection); }
    }

    private void Begin(EpollConnection connection)
    {
        // The kernel's own limit of watched descriptors: this client is closed, and the next may fare better.
        if (connection.Open() >= 0) { _accepted!(connection); }
    }

    private void Pause(int errno)
    {
        if (_isRegistered) { _loop.Watch(_source, Descriptor, 0); }
        if (!_isPaused)
        {
            _isPaused = true;
            _group.OnPaused(this);
            _group.Options.Log?.Invoke($"Accepting connections pauses: {Errno.ToException(errno).Message}");
        }

        _resumeTimer.Change(s_pause, Timeout.InfiniteTimeSpan);
    }

    private void Rearm()
    {
        if (_isStopped || !_isPaused) { return; }
        if (_isRegistered) { _loop.Watch(_source, Descriptor, Epoll.In); }
        else { Register(); }
    }

    private sealed class Source(EpollListener listener) : EpollSource
    {
        public override void OnEvents(uint events) => listener.AcceptAll();

        public override void OnStopping() => listener.Stop();
    }
}
