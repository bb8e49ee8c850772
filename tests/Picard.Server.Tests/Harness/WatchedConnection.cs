using System.IO.Pipelines;
using System.Net;
using Microsoft.Win32.SafeHandles;
using Picard.Transport;

namespace Picard.Server.Tests;

/// <summary>A server's end of a connection over which a test can tell whether the server has done all it could with what was sent.</summary>
internal sealed class WatchedConnection : TransportConnection
{
    private readonly TransportConnection _inner;
    private readonly Action _changed;
    private readonly WatchedReader _input;
    private readonly WatchedWriter _output;
    private volatile bool _isDisposed;

    public WatchedConnection(TransportConnection inner, Action changed)
    {
        _inner = inner;
        _changed = changed;
        _input = new WatchedReader(inner.Input, changed);
        _output = new WatchedWriter(inner.Output, changed);
    }

    /// <summary>The server waits for the peer: to send, or to take what is sent; or it has closed the connection.</summary>
    public bool IsWaiting => _isDisposed || _input.IsPending || _output.IsPending;

    /// <summary>The server waits for the peer to read.</summary>
    public bool IsBlockedByPeer => !_isDisposed && _output.IsPending;

    /// <summary>Octets that the server has received.</summary>
    public long ReceivedBytes => _input.ReceivedBytes;

    public override PipeReader Input => _input;

    public override PipeWriter Output => _output;

    public override EndPoint? LocalEndPoint => _inner.LocalEndPoint;

    public override EndPoint? RemoteEndPoint => _inner.RemoteEndPoint;

    public override PipeScheduler Scheduler => _inner.Scheduler;

    public override CancellationToken PeerGone => _inner.PeerGone;

    public override PeerState PeerState => _inner.PeerState;

    public override int UnreadBytes => _inner.UnreadBytes;

    public override long SentBytes => _inner.SentBytes;

    public override ValueTask<FlushResult> SendFileAsync(SafeFileHandle file, long offset, long count, CancellationToken cancellationToken = default) =>
        _output.Watched(_inner.SendFileAsync(file, offset, count, cancellationToken));

    public override void Abort() => _inner.Abort();

    public override ValueTask CloseOutputAsync() => _inner.CloseOutputAsync();

    public override async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync();
        _isDisposed = true;
        _changed();
    }

    private sealed class WatchedReader(PipeReader inner, Action changed) : PipeReader
    {
        private System.Buffers.ReadOnlySequence<byte> _buffer;
        private long _receivedBytes;
        private volatile bool _isPending;

        public bool IsPending => _isPending;

        public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            ReadResult read;
            _isPending = true;
            changed();
            try
            {
                read = await inner.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _isPending = false;
            }

            // Counted when it no longer waits, lest the server look at rest between what it has received and what it makes of it.
            return Received(read);
        }

        public override bool TryRead(out ReadResult result)
        {
            var isRead = inner.TryRead(out result);
            result = isRead ? Received(result) : result;
            return isRead;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            _buffer = _buffer.Slice(consumed);
            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        private ReadResult Received(in ReadResult read)
        {
            Volatile.Write(ref _receivedBytes, _receivedBytes + read.Buffer.Length - _buffer.Length);
            _buffer = read.Buffer;
            return read;
        }
    }

    private sealed class WatchedWriter(PipeWriter inner, Action changed) : PipeWriter
    {
        private volatile bool _isPending;

        public bool IsPending => _isPending;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => Watched(inner.FlushAsync(cancellationToken));

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
            Watched(inner.WriteAsync(source, cancellationToken));

        public async ValueTask<FlushResult> Watched(ValueTask<FlushResult> flushing)
        {
            if (flushing.IsCompleted)
            {
                return flushing.Result;
            }

            _isPending = true;
            changed();
            var flushed = await flushing.ConfigureAwait(false);
            _isPending = false;
            return flushed;
        }
    }
}
