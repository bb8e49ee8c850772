using System.Buffers;
using System.Net.Security;
using System.Runtime.CompilerServices;

namespace Picard.Transport;

/// <summary>Sends to a TLS session, a record at a time. The record's content is copied first, so that a cancelled flush can give the caller's memory back while the record is under way.</summary>
internal sealed class TlsWriter : SlabWriter
{
    // Limit: RFC 8446 §5.1: the content of a record is 2^14 bytes at most.
    private const int MaxRecordBytes = 16 * 1024;

    private readonly TlsEnd _connection;
    private readonly SslStream _ssl;
    private readonly Action _onSent;
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _write;
    private byte[]? _record;
    private int _isSending;

    public TlsWriter(TlsEnd connection, SslStream ssl)
        : base(connection)
    {
        _connection = connection;
        _ssl = ssl;
        _onSent = OnSent;
    }

    /// <summary>A record is under way: the session may not be ended.</summary>
    public bool IsSending => Volatile.Read(ref _isSending) != 0;

    protected override SendOutcome Send()
    {
        while (!IsSending)
        {
            if (_connection.Fault is not null) { return SendOutcome.Gone; }
            if (Outgoing.IsEmpty) { return SendOutcome.Sent; }
            if (!_connection.TryHold()) { return SendOutcome.Gone; }
            SendRecord();
        }

        return SendOutcome.Full;
    }

    private void SendRecord()
    {
        _record = ArrayPool<byte>.Shared.Rent((int)Math.Min(Outgoing.Length, MaxRecordBytes));
        var bytes = Outgoing.MoveTo(_record.AsSpan(0, Math.Min(_record.Length, MaxRecordBytes)));
        Volatile.Write(ref _isSending, 1);
        try
        {
            _write = AwaiterOf(_ssl.WriteAsync(_record.AsMemory(0, bytes)));
            if (!_write.IsCompleted)
            {
                _write.UnsafeOnCompleted(_onSent);
                return;
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or IOException)
        {
            _connection.Fail(exception);
            _write = AwaiterOf(default);
        }

        EndSend();
    }

    private static ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter AwaiterOf(ValueTask write) => write.ConfigureAwait(false).GetAwaiter();

    private void OnSent()
    {
        EndSend();
        Signal(ResumeOn.ThisThread);
    }

    private void EndSend()
    {
        try { _write.GetResult(); }
        catch (Exception exception) when (exception is ObjectDisposedException or IOException) { _connection.Fail(exception); }
        ArrayPool<byte>.Shared.Return(_record!);
        _record = null;
        Volatile.Write(ref _isSending, 0);
        _connection.Unhold();
    }
}
