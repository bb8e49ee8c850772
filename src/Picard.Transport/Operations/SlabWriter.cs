using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Microsoft.Win32.SafeHandles;

namespace Picard.Transport;

/// <summary>The writing half of a connection: the whole contract of <see cref="PipeWriter"/> over a transport that only knows how to take bytes without waiting.</summary>
/// <remarks>Writes gather in slabs; a flush offers them to the transport once (<see cref="Send"/>) and parks when it is full. A large write is offered from the caller's memory.
/// <see cref="OperationState"/> says which thread may send. Nothing is allocated by a flush: the operation is this object.</remarks>
internal abstract class SlabWriter : PipeWriter, IValueTaskSource<FlushResult>, IThreadPoolWorkItem
{
    // Below this, copying is cheaper than a second element in a gathering send, and it frees the caller's memory.
    private const int MaxCopiedBytes = 2048;

    // Limit: of a file that is in memory at once. The high watermark: a peer that stops reading costs no more than with any other answer.
    private const int MaxFilePieceBytes = 64 * 1024;

    private readonly SlabConnection _connection;
    private OperationState _state;
    private ManualResetValueTaskSourceCore<bool> _source;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private OutgoingBytes _buffer;
    private FileSlice _file;
    private long _sentFileBytes;
    private IOException? _fileFault;
    private OperationEnd _end;
    private bool _isAwaited;
    private bool _isGone;
    private bool _isReleased;

    protected SlabWriter(SlabConnection connection)
    {
        _connection = connection;
        _buffer = new OutgoingBytes(connection.Slabs);
    }

    public override bool CanGetUnflushedBytes => true;

    /// <summary>Bytes that are written and that the transport has not taken: also those that a cancelled flush left behind.</summary>
    public override long UnflushedBytes => _buffer.Length + _file.Bytes;

    /// <summary>Bytes that the transport has taken since the beginning.</summary>
    public long SentBytes => _buffer.TotalSentBytes + Volatile.Read(ref _sentFileBytes);

    /// <summary>The user has completed this writer: nothing may be written any more.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>What is to be sent. Only <see cref="Send"/> takes from it.</summary>
    protected ref OutgoingBytes Outgoing => ref _buffer;

    /// <summary>What follows it of a file. Only <see cref="SendFile"/> takes from it.</summary>
    protected ref readonly FileSlice File => ref _file;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ThrowIfMayNotWrite();
        return _buffer.Reserve(sizeHint).FreeMemory;
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        ThrowIfMayNotWrite();
        return _buffer.Reserve(sizeHint).FreeSpan;
    }

    public override void Advance(int bytes)
    {
        ThrowIfAwaited();
        _buffer.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfAwaited();
        if (cancellationToken.IsCancellationRequested) { return ValueTask.FromCanceled<FlushResult>(cancellationToken); }
        return Flush(cancellationToken);
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        ThrowIfMayNotWrite();
        if (cancellationToken.IsCancellationRequested) { return ValueTask.FromCanceled<FlushResult>(cancellationToken); }
        if (source.Length <= MaxCopiedBytes) { _buffer.Copy(source.Span); }
        else { _buffer.Lend(source); }
        return Flush(cancellationToken);
    }

    public ValueTask<FlushResult> SendFileAsync(SafeFileHandle file, long offset, long count, CancellationToken cancellationToken)
    {
        ThrowIfMayNotWrite();
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (cancellationToken.IsCancellationRequested) { return ValueTask.FromCanceled<FlushResult>(cancellationToken); }
        _file = new FileSlice(file, offset, count);
        return Flush(cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        if (_state.Cancel()) { Finish(OperationEnd.Cancelled, ResumeOn.Scheduler); }
    }

    /// <summary>Sends what is left without being waited for, then FIN; with an exception, the stream is cut and the peer must see that: a reset.</summary>
    public override void Complete(Exception? exception = null)
    {
        if (IsCompleted) { return; }
        if (exception is null) { _ = _connection.CloseOutputAsync().AsTask(); }
        else
        {
            MarkCompleted();
            _connection.Abort();
        }
    }

    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        if (exception is null && !IsCompleted) { return _connection.CloseOutputAsync(); }
        Complete(exception);
        return default;
    }

    /// <summary>The transport can take more: resumes a flush that waits, once everything is taken.</summary>
    public void Signal(ResumeOn resumeOn)
    {
        if (_state.Signal()) { ProceedClaimed(resumeOn); }
    }

    /// <summary>Nothing may be written any more; what is written can still be flushed.</summary>
    public void MarkCompleted()
    {
        ThrowIfAwaited();
        IsCompleted = true;
    }

    /// <summary>Ends a flush that waits, and all later ones, as completed.</summary>
    public void Close()
    {
        if (_state.Close()) { Finish(OperationEnd.Ready, ResumeOn.Scheduler); }
    }

    /// <summary>After <see cref="Close"/>, when nobody writes any more: gives every slab back.</summary>
    public void Release()
    {
        _state.AwaitUnclaimed();
        _isReleased = true;
        _file = default;
        _buffer.Release();
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        _source.GetResult(token);
        _source.Reset();
        _registration.Dispose();
        _registration = default;
        _isAwaited = false;
        var cancellation = _token;
        _token = default;
        if (TakeFileFault() is { } fault) { throw fault; }
        if (_end != OperationEnd.TokenCancelled) { return Conclude(_end); }
        _buffer.KeepExternal();
        throw new OperationCanceledException(cancellation);
    }

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IThreadPoolWorkItem.Execute() => _source.SetResult(true);

    /// <summary>Takes from <see cref="Outgoing"/> what the transport can take without waiting. Called by the owner of the turn only.</summary>
    protected abstract SendOutcome Send();

    /// <summary>Takes from <see cref="File"/> what the transport can take without waiting for it, or a bounded piece. Called as <see cref="Send"/> is, when that has sent everything.</summary>
    /// <returns>Sent: it may be called again for the rest.</returns>
    /// <exception cref="IOException">The file ends too early, or cannot be read.</exception>
    protected virtual SendOutcome SendFile()
    {
        var bytes = (int)Math.Min(_file.Bytes, MaxFilePieceBytes);
        while (bytes > 0)
        {
            var free = _buffer.Reserve(1).FreeSpan;
            var read = RandomAccess.Read(_file.File, free[..Math.Min(free.Length, bytes)], _file.Offset);
            if (read == 0) { throw EndOfFile(); }
            _buffer.Advance(read);
            _file.Skip(read);
            bytes -= read;
        }

        return Send();
    }

    /// <summary>The transport has taken octets of the file.</summary>
    protected void SentOfFile(int bytes)
    {
        _file.Skip(bytes);
        Volatile.Write(ref _sentFileBytes, _sentFileBytes + bytes);
    }

    protected EndOfStreamException EndOfFile() =>
        new($"The file ends at octet {_file.Offset}, {_file.Bytes} before the end of what was to be sent: it became shorter meanwhile.");

    private ValueTask<FlushResult> Flush(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryProceed(out var seen))
            {
                return TakeFileFault() is { } fault ? ValueTask.FromException<FlushResult>(fault) : new ValueTask<FlushResult>(Conclude(OperationEnd.Ready));
            }

            _token = cancellationToken;
            _isAwaited = true;
            if (_state.TryPark(seen) == ParkOutcome.Parked) { break; }
            _isAwaited = false;
        }

        // The operation may already be over on another thread. That is no race: its result is only asked for after this method returned.
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static writer => ((SlabWriter)writer!).OnTokenCancelled(), this);
        }

        return new ValueTask<FlushResult>(this, _source.Version);
    }

    /// <summary>True: the flush is over. False: the transport is full, and the operation may park on what was seen.</summary>
    private bool TryProceed(out uint seen)
    {
        seen = _state.Look();
        if (_isGone || _state.IsClosed) { return true; }
        var outcome = Send();
        if (outcome == SendOutcome.Sent && _file.Bytes > 0) { outcome = SendWholeFile(); }
        _isGone = outcome == SendOutcome.Gone;
        return outcome != SendOutcome.Full || _state.IsInterrupted;
    }

    private SendOutcome SendWholeFile()
    {
        try
        {
            var outcome = SendOutcome.Sent;
            while (outcome == SendOutcome.Sent && _file.Bytes > 0 && !_state.IsInterrupted) { outcome = SendFile(); }
            return outcome;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // It is thrown where the flush is awaited, and the file is forgotten: what follows it on this connection is the caller's affair.
            _fileFault = exception as EndOfStreamException ?? new IOException($"The file cannot be read at octet {_file.Offset}: {exception.Message}", exception);
            _file = default;
            return SendOutcome.Sent;
        }
    }

    private IOException? TakeFileFault()
    {
        var fault = _fileFault;
        _fileFault = null;
        return fault;
    }

    /// <summary>By the thread that claimed the operation.</summary>
    private void ProceedClaimed(ResumeOn resumeOn)
    {
        while (true)
        {
            if (TryProceed(out var seen))
            {
                Finish(OperationEnd.Ready, resumeOn);
                return;
            }

            if (_state.IsWithdrawn)
            {
                Finish(OperationEnd.TokenCancelled, resumeOn);
                return;
            }

            if (_state.TryPark(seen) == ParkOutcome.Parked) { return; }
        }
    }

    private void OnTokenCancelled()
    {
        if (_state.Withdraw()) { Finish(OperationEnd.TokenCancelled, ResumeOn.Scheduler); }
    }

    private void Finish(OperationEnd end, ResumeOn resumeOn)
    {
        _end = end;
        _state.Finish();
        if (resumeOn == ResumeOn.ThisThread) { _source.SetResult(true); }
        else { Resumption.Schedule(_connection.Scheduler, this); }
    }

    private FlushResult Conclude(OperationEnd end)
    {
        var isCanceled = _state.TakeCancel() || end == OperationEnd.Cancelled;
        var isGone = _isGone || _state.IsClosed;

        // A slab that was granted and not written to goes back as well: an idle connection holds none.
        if (isGone) { _file = default; }
        if (isGone || _buffer.IsEmpty) { _buffer.Release(); }
        else { _buffer.KeepExternal(); }
        return new FlushResult(isCanceled, isGone);
    }

    private void ThrowIfMayNotWrite()
    {
        ThrowIfAwaited();
        if (IsCompleted) { throw new InvalidOperationException("Writing is not allowed after the writer was completed."); }
        ObjectDisposedException.ThrowIf(_isReleased, typeof(TransportConnection));
        if (_file.Bytes > 0) { throw new InvalidOperationException("The rest of a file waits to be sent, for its flush was cancelled: flush before you write."); }
    }

    private void ThrowIfAwaited()
    {
        if (_isAwaited) { throw new InvalidOperationException("A flush is waiting: a connection has one writer at a time."); }
    }
}
