using System.Diagnostics;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Picard.Transport;

/// <summary>The reading half of a connection: the whole contract of <see cref="PipeReader"/> over a transport that only knows how to fill a slab without waiting.</summary>
/// <remarks>A read first looks at what is buffered, then asks the transport once (<see cref="Fill"/>), then parks until the transport signals.
/// <see cref="OperationState"/> says which thread may do so. Nothing is allocated by a read: the operation is this object.</remarks>
internal abstract class SlabReader : PipeReader, IValueTaskSource<ReadResult>, IThreadPoolWorkItem
{
    private readonly SlabConnection _connection;
    private IncomingBytes _buffer;
    private OperationState _state;
    private ManualResetValueTaskSourceCore<bool> _source;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private OperationEnd _end;
    private Handout _handout;
    private bool _isAwaited;
    private bool _isEnded;
    private bool _isCompleted;
    private volatile bool _isConcluding;
    private volatile bool _isReleased;

    protected SlabReader(SlabConnection connection)
    {
        _connection = connection;
        _buffer = new IncomingBytes(connection.Slabs);
    }

    /// <summary>Whether the user holds the result of a read.</summary>
    private enum Handout : byte
    {
        None,

        /// <summary>A cancelled or empty one, for which AdvanceTo is allowed and not required.</summary>
        Tentative,
        Active,
    }

    /// <summary>The bytes that wait for the reader's user. Only <see cref="Fill"/> adds to it.</summary>
    protected ref IncomingBytes Incoming => ref _buffer;

    public override bool TryRead(out ReadResult result)
    {
        ThrowIfMayNotRead();
        if (TryProceed(out _))
        {
            result = Conclude(OperationEnd.Ready);
            return true;
        }

        _handout = Handout.Tentative;
        result = default;
        return false;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfMayNotRead();
        if (cancellationToken.IsCancellationRequested) { return ValueTask.FromCanceled<ReadResult>(cancellationToken); }
        uint seen;
        do
        {
            if (TryProceed(out seen))
            {
                // A lost connection is told by the task, as it would be had the read waited.
                return FaultToThrow() is { } fault ? ValueTask.FromException<ReadResult>(fault.ToException()) : new ValueTask<ReadResult>(Conclude(OperationEnd.Ready));
            }

            _token = cancellationToken;
            _isAwaited = true;
        }
        while (!IsParked(seen));

        // The operation may already be over on another thread. That is no race: its result is only asked for after this method returned.
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static reader => ((SlabReader)reader!).OnTokenCancelled(), this);
        }

        return new ValueTask<ReadResult>(this, _source.Version);

        bool IsParked(uint seen)
        {
            if (_state.TryPark(seen) == ParkOutcome.Parked) { return true; }
            _isAwaited = false;
            return false;
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_isCompleted) { throw ReaderCompleted(); }
        if (_handout == Handout.None || _isAwaited) { throw new InvalidOperationException("There is no read to advance from."); }
        _buffer.AdvanceTo(consumed, examined);
        _handout = Handout.None;
        OnAdvanced();
    }

    public override void CancelPendingRead()
    {
        if (_state.Cancel()) { Finish(OperationEnd.Cancelled, ResumeOn.Scheduler); }
    }

    /// <summary>Nothing more is read: slabs go back. Bytes that arrive later stay in the transport. A read that waits throws.</summary>
    public override void Complete(Exception? exception = null)
    {
        if (_isCompleted) { return; }
        _isCompleted = true;
        Close();
        Release();
    }

    /// <summary>The transport may have something: resumes a read that waits, if there now is something to say.</summary>
    /// <returns>Whether a read was waiting.</returns>
    public bool Signal(ResumeOn resumeOn)
    {
        if (!_state.Signal()) { return false; }
        ProceedClaimed(resumeOn);
        return true;
    }

    /// <summary>Ends a read that waits, and all later ones, with the fault. The buffer stays: its user may be looking at it.</summary>
    public void Close()
    {
        if (_state.Close()) { Finish(OperationEnd.Ready, ResumeOn.Scheduler); }
    }

    /// <summary>After <see cref="Close"/>, when nobody looks at the buffer any more: gives every slab back.</summary>
    public void Release()
    {
        _state.AwaitUnclaimed();

        // Race: a read has ended, and another thread takes its result just now. Either it sees that there is nothing any more, or it is waited for.
        _isReleased = true;
        Interlocked.MemoryBarrier();
        var wait = default(SpinWait);
        while (_isConcluding) { wait.SpinOnce(); }
        _buffer.Release();
        OnAdvanced();
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _source.GetResult(token);
        _source.Reset();
        _registration.Dispose();
        _registration = default;
        _isAwaited = false;
        var cancellation = _token;
        _token = default;
        return _end == OperationEnd.TokenCancelled ? throw new OperationCanceledException(cancellation) : Conclude(_end);
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IThreadPoolWorkItem.Execute() => _source.SetResult(true);

    /// <summary>Puts what has arrived into <see cref="Incoming"/>, without waiting. Called by the owner of the turn only.</summary>
    protected abstract FillOutcome Fill();

    /// <summary>The user has examined or consumed bytes.</summary>
    protected virtual void OnAdvanced()
    {
    }

    /// <summary>True: there is something to say. False: nothing, and the operation may park on what was seen.</summary>
    private bool TryProceed(out uint seen)
    {
        seen = _state.Look();
        if (_state.IsInterrupted || _buffer.UnexaminedBytes > 0 || _isEnded) { return true; }
        var outcome = Fill();
        Debug.Assert(outcome != FillOutcome.Received || _buffer.UnexaminedBytes > 0);
        _isEnded = outcome == FillOutcome.Ended;
        return outcome != FillOutcome.Nothing;
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

    private ReadResult Conclude(OperationEnd end)
    {
        if (_isCompleted) { throw ReaderCompleted(); }
        _isConcluding = true;
        try
        {
            // The fence: see Release.
            Interlocked.MemoryBarrier();
            if ((_isReleased ? _connection.Fault ?? ConnectionFault.Aborted : FaultToThrow()) is { } fault) { throw fault.ToException(); }
            var isCanceled = _state.TakeCancel() || end == OperationEnd.Cancelled;
            _handout = isCanceled ? Handout.Tentative : Handout.Active;
            return new ReadResult(_buffer.Sequence, isCanceled, _isEnded && _connection.Fault is null);
        }
        finally
        {
            _isConcluding = false;
        }
    }

    // Bytes that arrived before a fault are handed out before it, and a cancellation too. After Abort and DisposeAsync nothing is.
    private ConnectionFault? FaultToThrow()
    {
        if (_state.IsClosed) { return _connection.Fault ?? ConnectionFault.Aborted; }
        return _isEnded && _buffer.UnexaminedBytes == 0 && !_state.IsInterrupted ? _connection.Fault : null;
    }

    private void ThrowIfMayNotRead()
    {
        if (_isCompleted) { throw ReaderCompleted(); }
        if (_isAwaited) { throw new InvalidOperationException("Another read is waiting: a connection has one reader at a time."); }
        if (_handout == Handout.Active) { throw new InvalidOperationException("The last read has not been advanced from."); }
    }

    private static InvalidOperationException ReaderCompleted() => new("Reading is not allowed after the reader was completed.");
}
