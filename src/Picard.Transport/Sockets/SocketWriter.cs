using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Picard.Transport;

/// <summary>Sends to a socket. What the kernel takes without waiting goes from where it is; when the kernel is full, one slab's worth goes through an asynchronous send, which tells when there is room again.</summary>
/// <remarks>That slab is the writer's own, so that a cancelled flush can give the caller's memory back while the send is under way.</remarks>
internal sealed class SocketWriter : SlabWriter, IDisposable
{
    // Limit: elements of one gathering send. 16 slabs are 128 KiB, twice the high watermark; more go with the next call.
    private const int MaxSegments = 16;

    private readonly SocketConnection _connection;
    private readonly Socket _socket;
    private List<ArraySegment<byte>>? _segments;
    private SocketAsyncEventArgs? _send;
    private Slab? _sending;
    private int _isSending;

    public SocketWriter(SocketConnection connection, Socket socket)
        : base(connection)
    {
        _connection = connection;
        _socket = socket;
    }

    /// <summary>Once the system holds no operation any more.</summary>
    public void Dispose() => _send?.Dispose();

    protected override SendOutcome Send()
    {
        while (Volatile.Read(ref _isSending) == 0)
        {
            if (_connection.Fault is not null) { return SendOutcome.Gone; }
            if (Outgoing.IsEmpty) { return SendOutcome.Sent; }
            SocketError error;
            int bytes;
            try { bytes = SendNow(out error); }
            catch (ObjectDisposedException) { return SendOutcome.Gone; }
            if (error == SocketError.Success) { Outgoing.Sent(bytes); }
            else if (error == SocketError.WouldBlock) { StartSend(); }
            else { _connection.Fail(SocketFaults.From(error)); }
        }

        return SendOutcome.Full;
    }

    private int SendNow(out SocketError error)
    {
        if (Outgoing.SlabbedBytes == 0) { return _socket.Send(Outgoing.External.Span, SocketFlags.None, out error); }
        var head = Outgoing.Head!;
        if (head.Length == Outgoing.Length) { return _socket.Send(head.UsedSpan, SocketFlags.None, out error); }
        _segments ??= [];
        _segments.Clear();
        for (var slab = head; slab is not null && _segments.Count < MaxSegments; slab = slab.NextSlab)
        {
            if (slab.Length > 0) { _segments.Add(new ArraySegment<byte>(slab.Bytes, slab.Start, slab.Length)); }
        }

        // Memory that is not an array goes by itself with the next call.
        if (_segments.Count < MaxSegments && MemoryMarshal.TryGetArray(Outgoing.External, out var external) && external.Count > 0) { _segments.Add(external); }
        return _socket.Send(_segments, SocketFlags.None, out error);
    }

    private void StartSend()
    {
        if (_send is null)
        {
            // True suppresses the flow of the execution context: the default would capture the execution context at each send.
            _send = new SocketAsyncEventArgs(true);
            _send.Completed += (_, _) => OnSent();
        }

        _sending = _connection.Slabs.Rent();
        var bytes = Outgoing.MoveTo(_sending.FreeSpan);
        _send.SetBuffer(_sending.Bytes, 0, bytes);
        _connection.Hold();
        Volatile.Write(ref _isSending, 1);
        try
        {
            if (_socket.SendAsync(_send)) { return; }
        }
        catch (ObjectDisposedException)
        {
            // Race: Abort closed the socket. The fault says so.
        }

        EndSend();
    }

    private void OnSent()
    {
        EndSend();
        Signal(ResumeOn.ThisThread);
    }

    private void EndSend()
    {
        _connection.Slabs.Return(_sending!);
        _sending = null;
        if (_send!.SocketError != SocketError.Success) { _connection.Fail(SocketFaults.From(_send.SocketError)); }
        Volatile.Write(ref _isSending, 0);
        _connection.Unhold();
    }
}
