using System.Net;
using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>Accepts connections with <see cref="Socket"/>, on any system: IPv4, IPv6 (with <c>[::]</c> also IPv4) and Unix domain sockets.</summary>
public sealed class SocketListener : TransportListener
{
    // How long to wait when descriptors have run out: long enough not to spin, short enough that a client's connect, which waits in the backlog, does not time out.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly SocketTransportOptions _options;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly AcceptLog _log;
    private int _isStarted;

    // Connections on their way to the user, and one for the loop that accepts.
    private int _handing = 1;

    private SocketListener(Socket socket, SocketTransportOptions options)
    {
        _socket = socket;
        _options = options;
        _log = new AcceptLog(options.Log, options.TimeProvider);
        LocalEndPoint = socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public override EndPoint LocalEndPoint { get; }

    /// <summary>Binds an address and listens; connections are taken from <see cref="Start"/> on.</summary>
    /// <param name="endPoint">An <see cref="IPEndPoint"/> (port 0: any free port; <c>[::]</c>: IPv4 too) or a <see cref="UnixDomainSocketEndPoint"/>. A socket file that nobody listens at any more is replaced.</param>
    /// <param name="options">How sockets are made; null for the defaults.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="TransportException">The address cannot be bound; its <see cref="TransportException.Fault"/> says why.</exception>
    public static SocketListener Bind(EndPoint endPoint, SocketTransportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        var validated = (options ?? new SocketTransportOptions()).Validated();
        return new SocketListener(SocketFactory.Bind(endPoint, validated.Backlog), validated);
    }

    /// <inheritdoc/>
    public override void Start(Action<TransportConnection> accepted)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        if (Interlocked.Exchange(ref _isStarted, 1) != 0) { throw new InvalidOperationException("The listener was started or stopped before."); }
        _ = AcceptAll(accepted);
    }

    /// <inheritdoc/>
    public override ValueTask StopAsync()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0) { _stopped.TrySetResult(); }
        _stopping.Cancel();
        _socket.Dispose();
        return new ValueTask(_stopped.Task);
    }

    private async Task AcceptAll(Action<TransportConnection> accepted)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _socket.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                _log.Accepted();
                var isOfReserve = !OperatingSystem.IsWindows() && DescriptorBudget.IsOfReserve((int)socket.Handle);
                Hand(socket, accepted);
                if (isOfReserve)
                {
                    _log.Paused(SocketFaults.ToException(new SocketException((int)SocketError.TooManyOpenSockets)));
                    await PauseAsync().ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) { break; }
            catch (ObjectDisposedException) { break; }
            catch (SocketException exception) when (_stopping.IsCancellationRequested || exception.SocketErrorCode == SocketError.OperationAborted) { break; }
            catch (SocketException exception) when (SocketFaults.IsOfTheClient(exception.SocketErrorCode))
            {
                // The client was gone before it was accepted: it is nobody's error.
            }
            catch (SocketException exception)
            {
                // Out of descriptors, most likely.
                _log.Paused(SocketFaults.ToException(exception));
                await PauseAsync().ConfigureAwait(false);
            }
        }

        Handed();
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(s_pause, _options.TimeProvider, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The listener stops: the pause is over.
        }
    }

    private void Hand(Socket socket, Action<TransportConnection> accepted)
    {
        SocketConnection connection;
        try
        {
            connection = new SocketConnection(socket, _options.Slabs);
        }
        catch (SocketException)
        {
            // The client was gone before its addresses could be asked for.
            socket.Dispose();
            return;
        }

        // On another thread, so that a connection that starts with much to do does not hold up the next one.
        Interlocked.Increment(ref _handing);
        ThreadPool.UnsafeQueueUserWorkItem(
            static handed =>
            {
                handed.accepted(handed.connection);
                handed.listener.Handed();
            },
            (listener: this, accepted, connection),
            preferLocal: false);
    }

    private void Handed()
    {
        if (Interlocked.Decrement(ref _handing) == 0) { _stopped.TrySetResult(); }
    }
}
