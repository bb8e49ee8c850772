using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>Receives from a socket. What waits in the kernel is taken at once; when there is nothing, a receive of zero bytes waits, which holds no memory.</summary>
internal sealed class SocketReader : SlabReader, IDisposable
{
    private readonly SocketConnection _connection;
    private readonly Socket _socket;
    private SocketAsyncEventArgs? _wait;
    private int _isWaiting;

    // The last receive left the slab unfilled, so the kernel had no more: the next one would only say so.
    private bool _isDrained;

    public SocketReader(SocketConnection connection, Socket socket)
        : base(connection)
    {
        _connection = connection;
        _socket = socket;
    }

    /// <summary>From now on the end of the stream is noticed while nobody reads, as far as no unread byte hides it.</summary>
    public void Watch()
    {
        if (!StartWait()) { OnReady(ResumeOn.Scheduler); }
    }

    /// <summary>Once the system holds no operation any more.</summary>
    public void Dispose() => _wait?.Dispose();

    protected override FillOutcome Fill()
    {
        while (Volatile.Read(ref _isWaiting) == 0)
        {
            if (_connection.Fault is not null && _isDrained) { return FillOutcome.Ended; }
            if (!_isDrained)
            {
                var outcome = Receive();
                if (outcome != FillOutcome.Nothing) { return outcome; }
            }

            _isDrained = false;
            if (StartWait()) { return FillOutcome.Nothing; }
        }

        return FillOutcome.Nothing;
    }

    private FillOutcome Receive()
    {
        var slab = Incoming.Reserve();
        var bytes = 0;
        SocketError error;
        try { bytes = _socket.Receive(slab.FreeSpan, SocketFlags.None, out error); }
        catch (ObjectDisposedException) { error = SocketError.OperationAborted; }
        if (error == SocketError.Success && bytes > 0)
        {
            _isDrained = bytes < slab.FreeBytes;
            Incoming.Received(slab, bytes);
            if (_connection.IsPeerWatched && _isDrained) { Watch(); }
            return FillOutcome.Received;
        }

        Incoming.Unused(slab);
        if (error == SocketError.WouldBlock) { return FillOutcome.Nothing; }
        if (error == SocketError.Success) { _connection.PeerHalfClosed(); }
        else { _connection.Fail(SocketFaults.From(error)); }
        return FillOutcome.Ended;
    }

    /// <returns>False if there is no need to wait.</returns>
    private bool StartWait()
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) != 0) { return true; }
        if (_wait is null)
        {
            // True suppresses the flow of the execution context: the default would capture the execution context at each wait.
            _wait = new SocketAsyncEventArgs(true);
            _wait.SetBuffer(Memory<byte>.Empty);
            _wait.Completed += (_, _) => OnWaited();
        }

        _connection.Hold();
        try
        {
            if (_socket.ReceiveAsync(_wait)) { return true; }
        }
        catch (ObjectDisposedException)
        {
            // Race: Abort closed the socket. The next receive says so.
        }

        EndWait();
        return false;
    }

    private void OnWaited()
    {
        EndWait();
        OnReady(ResumeOn.ThisThread);
    }

    private void OnReady(ResumeOn resumeOn)
    {
        if (Signal(resumeOn) || !_connection.IsPeerWatched || _connection.Fault is not null) { return; }

        // Nobody reads, and somebody wants to know: zero bytes without waiting are the peer's FIN.
        Span<byte> one = stackalloc byte[1];
        try
        {
            if (_socket.Receive(one, SocketFlags.Peek, out var error) == 0 && error == SocketError.Success) { _connection.PeerHalfClosedUnattended(); }
            else if (error is not (SocketError.Success or SocketError.WouldBlock)) { _connection.Fail(SocketFaults.From(error)); }
        }
        catch (ObjectDisposedException)
        {
            // Race: the connection was closed meanwhile, by this end.
        }
    }

    private void EndWait()
    {
        // The wait may have taken the socket's pending error, which no later call would report again.
        var error = _wait!.SocketError;
        if (error is not (SocketError.Success or SocketError.WouldBlock)) { _connection.Fail(SocketFaults.From(error)); }
        Volatile.Write(ref _isWaiting, 0);
        _connection.Unhold();
    }
}
