using System.Net;
using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>Connects on a loop: the socket is watched until it is writable, and then asked how it went.</summary>
internal sealed class EpollConnector(LoopGroup group) : TransportConnector
{
    public override async ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        cancellationToken.ThrowIfCancellationRequested();
        var descriptor = Epoll.OpenSocket(SocketAddresses.FamilyOf(endPoint));
        if (descriptor < 0) { throw Errno.ToException(-descriptor); }
        if (endPoint.AddressFamily != AddressFamily.Unix)
        {
            Epoll.SetNoDelay(descriptor);
            Epoll.SetNotSentLowWater(descriptor, group.Options.UnsentBytes);
        }

        var attempt = new Attempt(group.ChooseLoop(), descriptor, endPoint, cancellationToken);
        attempt.Loop.Schedule(static attempt => ((Attempt)attempt!).Begin(), attempt);
        await using (cancellationToken.UnsafeRegister(static attempt => ((Attempt)attempt!).Cancel(), attempt).ConfigureAwait(false))
        {
            await attempt.Completion.ConfigureAwait(false);
        }

        var connection = new EpollConnection(group, attempt.Loop, descriptor, endPoint);
        var opened = await attempt.OpenAsync(connection).ConfigureAwait(false);
        return opened >= 0 ? connection : throw Errno.ToException(-opened);
    }

    /// <summary>A socket between connect and connected. It belongs to the loop's thread.</summary>
    private sealed class Attempt(EventLoop loop, int descriptor, EndPoint endPoint, CancellationToken cancellationToken) : EpollSource
    {
        private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isRegistered;
        private bool _isOver;

        public EventLoop Loop => loop;

        public Task Completion => _completion.Task;

        public void Begin()
        {
            if (_isOver) { return; }
            var address = endPoint.Serialize();
            var result = Epoll.Connect(descriptor, address.Buffer.Span[..address.Size]);
            if (result == -Errno.InProgress)
            {
                result = loop.Register(this, descriptor, Epoll.Out | Epoll.EdgeTriggered);
                _isRegistered = result >= 0;
                if (_isRegistered) { return; }
            }

            End(-result);
        }

        /// <summary>Any thread.</summary>
        public void Cancel() => loop.Schedule(static attempt => ((Attempt)attempt!).End(Errno.Canceled), this);

        public override void OnEvents(uint events) => End(Epoll.TakeError(descriptor));

        public override void OnStopping() => End(Errno.Canceled);

        /// <summary>Opens the connection on its loop.</summary>
        public Task<int> OpenAsync(EpollConnection connection)
        {
            var opened = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            loop.Schedule(_ => opened.SetResult(connection.Open()), null);
            return opened.Task;
        }

        private void End(int errno)
        {
            if (_isOver) { return; }
            _isOver = true;
            if (_isRegistered) { loop.Release(this, descriptor); }
            if (errno == 0)
            {
                _completion.SetResult();
                return;
            }

            Epoll.Close(descriptor);
            loop.RemoveConnection();
            if (errno == Errno.Canceled && cancellationToken.IsCancellationRequested) { _completion.SetCanceled(cancellationToken); }
            else { _completion.SetException(Errno.ToException(errno)); }
        }
    }
}
