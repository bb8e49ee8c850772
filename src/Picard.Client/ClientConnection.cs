using Picard.Transport;

namespace Picard.Client;

internal sealed partial class ClientConnection(TransportConnection transport, Origin origin, ClientOptions options, ClientTimer timer)
{
    private readonly ClientOptions _options = options;
    private readonly ClientTimer _timer = timer;
    private CancellationTokenRegistration _peerGone;
    private int _isEnded;

    /// <summary>Whom it leads to.</summary>
    public Origin Origin { get; } = origin;

    /// <summary>The connection beneath.</summary>
    public TransportConnection Transport { get; } = transport;

    /// <summary>The pool's own notes.</summary>
    public Pooled Pooled;

    /// <summary>Whether a request may be sent on it: the peer is there, and has sent nothing that nobody asked for. Asks the system; between exchanges only.</summary>
    public bool IsUsable => Volatile.Read(ref _isEnded) == 0 && Transport.PeerState == PeerState.Open && Transport.UnreadBytes == 0;

    /// <summary>From now on the pool hears of the peer's end, also while nothing is read.</summary>
    /// <param name="onGone">Called at most once, on any thread.</param>
    public void Watch(Action<ClientConnection> onGone) =>
        _peerGone = Transport.PeerGone.UnsafeRegister(static state => { var (connection, gone) = ((ClientConnection, Action<ClientConnection>))state!; gone(connection); }, (this, onGone));

    /// <summary>Closes the connection: with FIN if nothing is under way. Any thread; may be called more than once.</summary>
    public ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
        {
            return ValueTask.CompletedTask;
        }

        _peerGone.Unregister();
        return Transport.DisposeAsync();
    }
}
