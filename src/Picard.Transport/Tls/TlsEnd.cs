using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Picard.Transport;

/// <summary>The session of a <see cref="TlsConnection"/>: content in both directions, and how it ends.</summary>
internal sealed class TlsEnd : SlabConnection
{
    private readonly TransportConnection _transport;
    private readonly SslStream _ssl;
    private readonly TlsStream _stream;
    private readonly TlsReader _reader;
    private readonly TlsWriter _writer;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Operations that are under way, and one for the connection itself until it is closed.
    private int _holds = 1;
    private int _hasNotified;
    private volatile bool _isReset;
    private volatile bool _isClosing;

    public TlsEnd(TransportConnection transport, TlsStream stream, SslStream ssl)
    {
        _transport = transport;
        _stream = stream;
        _ssl = ssl;
        Slabs = (transport as SlabConnection)?.Slabs ?? SlabPool.Shared;
        _reader = new TlsReader(this, ssl, stream);
        _writer = new TlsWriter(this, ssl);
        stream.EndHandshake();
    }

    public override EndPoint? LocalEndPoint => _transport.LocalEndPoint;

    public override EndPoint? RemoteEndPoint => _transport.RemoteEndPoint;

    public override PipeScheduler Scheduler => _transport.Scheduler;

    public override bool IsOnItsLoop => _transport.IsOnItsLoop;

    public override TimeProvider Clock => _transport.Clock;

    public override PeerState PeerState => (PeerState)Math.Max((int)base.PeerState, (int)_transport.PeerState);

    /// <summary>Bytes of content that are decrypted and not yet taken. Looks what has arrived; of a record longer than a slab it counts the part that fits into one.</summary>
    public override int UnreadBytes
    {
        get
        {
            // Session tickets are no content: only decrypting tells them from it.
            if (_reader.AheadBytes == 0 && base.PeerState != PeerState.Gone) { _reader.Watch(); }
            return _reader.AheadBytes;
        }
    }

    public override bool EndedWithoutNotify => _reader.EndedWithoutNotify;

    public override SlabPool Slabs { get; }

    protected override SlabReader Reader => _reader;

    protected override SlabWriter Writer => _writer;

    public override void AllowUnsent(int bytes) => _transport.AllowUnsent(bytes);

    /// <summary>An operation of the session begins. False: the connection is being closed.</summary>
    public bool TryHold()
    {
        Interlocked.Increment(ref _holds);
        if (!_isClosing) { return true; }
        Unhold();
        return false;
    }

    /// <summary>An operation is over.</summary>
    public void Unhold()
    {
        // Race: an operation that is refused may be the last to leave, after another was.
        if (Interlocked.Decrement(ref _holds) == 0) { _released.TrySetResult(); }
    }

    /// <summary>An operation of the connection beneath failed, or what it brought is no TLS.</summary>
    public void Fail(Exception exception) => Fail(exception switch
    {
        TransportException lost => new ConnectionFault(lost.Fault, lost.ErrorName),
        ObjectDisposedException => ConnectionFault.Aborted,
        _ => new ConnectionFault(TransportFault.Tls, "EPROTO"),
    });

    protected override void WatchPeer()
    {
        _reader.Watch();

        // While the content that has arrived is not taken nothing is read beneath: a reset is heard of all the same.
        _transport.PeerGone.UnsafeRegister(static self => ((TlsEnd)self!).OnTransportGone(), this);
    }

    protected override async ValueTask ShutdownOutput()
    {
        await NotifyAsync().ConfigureAwait(false);
        await _transport.CloseOutputAsync().ConfigureAwait(false);
    }

    protected override void ResetTransport()
    {
        _isReset = true;
        _transport.Abort();
    }

    protected override async ValueTask CloseTransport()
    {
        // Race: disposing of the connection beneath takes its slabs away, of which a read of the session may be copying just now. So the session's operations end first:
        // none begins any more, and the wait beneath of one that has begun, or is about to wait, is cancelled.
        var isSending = _writer.IsSending;
        _isClosing = true;
        Interlocked.MemoryBarrier();
        _transport.Input.CancelPendingRead();
        _transport.Output.CancelPendingFlush();
        Unhold();
        await _released.Task.ConfigureAwait(false);

        // As a kernel does on close: bytes that nobody took make it a reset.
        if (_reader.AheadBytes > 0) { _transport.Abort(); }
        else if (!_isReset && !isSending) { _ = SendNotify().AsTask(); }
        _reader.Dispose();
        _ssl.Dispose();
        await _transport.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Sends close_notify, unless the connection is being closed: then that does.</summary>
    private ValueTask<FlushResult> NotifyAsync()
    {
        if (!TryHold()) { return default; }
        try { return SendNotify(); }
        finally { Unhold(); }
    }

    /// <summary>Sends close_notify, once. The session is held, or nobody else has it.</summary>
    private ValueTask<FlushResult> SendNotify()
    {
        if (Interlocked.Exchange(ref _hasNotified, 1) != 0) { return default; }
        try
        {
            var alert = _stream.CollectShutdown(_ssl);
            return alert.IsEmpty ? default : _transport.Output.WriteAsync(alert);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or CryptographicException or AuthenticationException)
        {
            // The session or the connection is broken already: there is nothing to end politely.
            return default;
        }
    }

    private void OnTransportGone()
    {
        if (_transport.PeerState != PeerState.Gone) { PeerHalfClosedUnattended(); }
        else if ((_transport as SlabConnection)?.Fault is { } fault) { Fail(fault); }
        else { PeerHungUp(); }
    }
}
