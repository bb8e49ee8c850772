using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>A connection over <see cref="Socket"/>, on any system. The socket does not block: reads and writes first try, and only then wait.</summary>
/// <remarks>Memory of an idle connection: this object, its two halves, the socket, and one event object that waits with no buffer.</remarks>
internal sealed class SocketConnection : SlabConnection
{
    private readonly Socket _socket;
    private readonly SocketReader _reader;
    private readonly SocketWriter _writer;

    // Operations that the system still holds, and one for the connection itself until it is closed.
    private int _holds = 1;
    private TaskCompletionSource? _released;

    public SocketConnection(Socket socket, SlabPool slabs)
    {
        _socket = socket;
        Slabs = slabs;
        socket.Blocking = false;
        if (socket.ProtocolType == ProtocolType.Tcp) { socket.NoDelay = true; }
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        _reader = new SocketReader(this, socket);
        _writer = new SocketWriter(this, socket);
    }

    public override EndPoint? LocalEndPoint { get; }

    public override EndPoint? RemoteEndPoint { get; }

    public override PipeScheduler Scheduler => PipeScheduler.ThreadPool;

    public override SlabPool Slabs { get; }

    public override int UnreadBytes
    {
        get
        {
            try { return PeerState == PeerState.Gone ? 0 : _socket.Available; }
            catch (ObjectDisposedException) { return 0; }
            catch (SocketException) { return 0; }
        }
    }

    protected override SlabReader Reader => _reader;

    protected override SlabWriter Writer => _writer;

    /// <summary>The system holds an operation from now on.</summary>
    public void Hold() => Interlocked.Increment(ref _holds);

    /// <summary>The system is done with an operation.</summary>
    public void Unhold()
    {
        if (Interlocked.Decrement(ref _holds) != 0) { return; }
        _reader.Dispose();
        _writer.Dispose();
        Volatile.Read(ref _released)!.SetResult();
    }

    protected override void WatchPeer() => _reader.Watch();

    protected override ValueTask ShutdownOutput()
    {
        try { _socket.Shutdown(SocketShutdown.Send); }
        catch (SocketException exception) { Fail(SocketFaults.From(exception.SocketErrorCode)); }
        catch (ObjectDisposedException) { Fail(ConnectionFault.Aborted); }
        return ValueTask.CompletedTask;
    }

    protected override void ResetTransport()
    {
        try
        {
            // Closing with a linger time of zero is how sockets are told to send RST.
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (SocketException)
        {
            // The connection is already gone: there is nobody to reset.
        }
        catch (ObjectDisposedException)
        {
            // Race: another thread closed it first.
        }

        _socket.Dispose();
    }

    protected override ValueTask CloseTransport()
    {
        // Closing a socket with an operation under way makes the platform reset it. So the operation is ended by a FIN first.
        if (Volatile.Read(ref _holds) > 1) { EndOperations(); }
        _socket.Dispose();
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _released, released);
        Unhold();
        return new ValueTask(released.Task);
    }

    private void EndOperations()
    {
        try { _socket.Shutdown(SocketShutdown.Both); }
        catch (SocketException)
        {
            // The peer was quicker: there is nothing to end.
        }
        catch (ObjectDisposedException)
        {
            // It was aborted, and is to be reset.
        }
    }
}
