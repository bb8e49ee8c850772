using System.Net;
using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>Connects on a loop: the socket is watched until it is writable, and then asked how it went.</summary>
internal sealed class EpollConnector(LoopGroup group, EventLoop? home) : TransportConnector
{
    public override async ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        group.ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        var descriptor = Open(endPoint);
        var attempt = new Attempt(group, group.ChooseLoopOfCaller(home), descriptor, endPoint, cancellationToken);
        attempt.Loop.Schedule(static attempt => ((Attempt)attempt!).Begin(), attempt);
        await using (cancellationToken.UnsafeRegister(static attempt => ((Attempt)attempt!).Cancel(), attempt).ConfigureAwait(false))
        {
            await attempt.Completion.ConfigureAwait(false);
        }

        var connection = new EpollConnection(group, attempt.Loop, descriptor, endPoint);
        var opened = await attempt.OpenAsync(connection).ConfigureAwait(false);
        return opened >= 0 ? connection : throw Errno.ToException(-opened);
    }

    private int Open(EndPoint endPoint)
    {
        var descriptor = Epoll.OpenSocket(SocketAddresses.FamilyOf(endPoint));
        if (descriptor < 0) { throw Errno.ToException(-descriptor); }
        if (endPoint.AddressFamily == AddressFamily.Unix) { return descriptor; }
        var result = Epoll.SetNoDelay(descriptor);
        if (result >= 0) { result = Epoll.SetUrgentInline(descriptor); }
        if (result >= 0) { result = Epoll.SetNotSentLowWater(descriptor, group.Options.UnsentBytes); }
        if (result >= 0) { return descriptor; }
        group.Close(descriptor);
        throw Errno.ToException(-result);
    }

    /// <summary>A socket between connect and connected. It belongs to the loop's thread.</summary>
    private sealed class Attempt(LoopGroup group, EventLoop loop, int descriptor, EndPoint endPoint, CancellationToken cancellationToken) : IEpollSource
    {
        // How long until a Unix domain socket whose backlog was full is tried again: a tick of the wheel.
        private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(20);

        private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private LoopTimer? _retryTimer;
        private bool _isRegistered;
        private bool _isTracked;
        private int _isOver;

        public EventLoop Loop => loop;

        public ulong Key { get; set; }

        public Task Completion => _completion.Task;

        public void Begin()
        {
            if (Volatile.Read(ref _isOver) != 0) { return; }
            var address = endPoint.Serialize();
            var result = Epoll.Connect(descriptor, address.Buffer.Span[..address.Size]);
            if (result == -Errno.Again && endPoint.AddressFamily == AddressFamily.Unix)
            {
                // connect(2): the backlog is full, and there is nothing to watch. A blocking connect would wait here.
                _isTracked = _isTracked || loop.TryTrack(this);
                if (!_isTracked)
                {
                    End(Errno.Canceled);
                    return;
                }

                _retryTimer ??= new LoopTimer(loop, static attempt => ((Attempt)attempt!).Begin(), this);
                _retryTimer.Change(s_retry, Timeout.InfiniteTimeSpan);
                return;
            }

            if (result is -Errno.InProgress or -Errno.Interrupted)
            {
                result = loop.Register(this, descriptor, Epoll.Out | Epoll.EdgeTriggered);
                _isRegistered = result >= 0;
                if (_isRegistered) { return; }
            }

            End(-result);
        }

        /// <summary>Any thread.</summary>
        public void Cancel() => loop.Schedule(static attempt => ((Attempt)attempt!).End(Errno.Canceled), this);

        public void OnEvents(uint events) => End(Epoll.TakeError(descriptor));

        public void OnStopping() => End(Errno.Canceled);

        /// <summary>Opens the connection on its loop.</summary>
        public Task<int> OpenAsync(EpollConnection connection)
        {
            var opened = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            loop.Schedule(_ => opened.SetResult(connection.Open()), null);
            return opened.Task;
        }

        private void End(int errno)
        {
            // Race: once the loop has ended, what is posted to it runs on the thread pool, so that a cancellation may meet Begin. One of them ends the attempt.
            if (Interlocked.Exchange(ref _isOver, 1) != 0) { return; }
            _retryTimer?.Dispose();
            if (_isRegistered) { loop.Release(this, descriptor); }
            if (_isTracked) { loop.Unregister(this); }
            if (errno == 0)
            {
                _completion.SetResult();
                return;
            }

            loop.RemoveConnection();
            group.Close(descriptor);
            if (errno == Errno.Canceled && cancellationToken.IsCancellationRequested) { _completion.SetCanceled(cancellationToken); }
            else { _completion.SetException(Errno.ToException(errno)); }
        }
    }
}
