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
    private int _isStarted;

    private SocketListener(Socket socket, SocketTransportOptions options)
    {
        _socket = socket;
        _options = options;
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
        var isPaused = false;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _socket.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                if (isPaused)
                {
                    isPaused = false;
                    _options.Log?.Invoke("Accepting connections again.");
                }

                Hand(socket, accepted);
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
                // Out of descriptors, most likely. One line, not one for each attempt.
                if (!isPaused) { _options.Log?.Invoke($"Accepting connections pauses: {exception.Message} ({exception.SocketErrorCode})."); }
                isPaused = true;
                await Task.Delay(s_pause, _options.TimeProvider, CancellationToken.None).ConfigureAwait(false);
            }
        }

        _stopped.TrySetResult();
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
        ThreadPool.UnsafeQueueUserWorkItem(static pair => pair.accepted(pair.connection), (accepted, connection), preferLocal: false);
    }
}
