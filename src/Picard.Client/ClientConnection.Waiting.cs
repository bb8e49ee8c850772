using Picard.Http;

namespace Picard.Client;

// What may end an exchange early: its deadlines, its caller, and what is wrong with the response.
internal sealed partial class ClientConnection
{
    private long _headDeadline = ClientTimer.Never; // counts only in State.Head, since the end of an upload sets it at any time
    private long _readDeadline = ClientTimer.Never;
    private long _writeDeadline = ClientTimer.Never;
    private long _continueDeadline = ClientTimer.Never;
    private long _callDeadline = ClientTimer.Never;
    private ClientCall? _call;
    private CancellationToken _caller;
    private CancellationTokenRegistration _callerCancels;

    /// <inheritdoc/>
    long ITimed.Deadline => Math.Min(
        Math.Min(_state == State.Head ? Volatile.Read(ref _headDeadline) : Volatile.Read(ref _readDeadline), Volatile.Read(ref _writeDeadline)),
        Math.Min(Volatile.Read(ref _callDeadline), Volatile.Read(ref _continueDeadline)));

    /// <inheritdoc/>
    int ITimed.TimerIndex { get; set; }

    private bool IsAnythingDue => _caller.IsCancellationRequested || ((ITimed)this).Deadline <= _timer.NowMilliseconds;

    /// <inheritdoc/>
    void ITimed.OnDeadline() => Wake();

    private void Wake()
    {
        _input.CancelPendingRead();
        _output.CancelPendingFlush();
    }

    private void BeginCall(ClientCall call)
    {
        _call = call;
        _caller = call.Aborted;
        Volatile.Write(ref _callDeadline, call.Deadline);
        if (_caller.CanBeCanceled)
        {
            _callerCancels = _caller.UnsafeRegister(static self => ((ClientConnection)self!).Wake(), this);
        }
    }

    /// <summary>From now on another token ends the exchange.</summary>
    public void ContinueFor(CancellationToken caller)
    {
        // Race: the former token is cancelled now. What it wakes is due nothing, and goes on.
        _callerCancels.Unregister();
        _callerCancels = default;
        _caller = caller;
        if (caller.CanBeCanceled)
        {
            _callerCancels = caller.UnsafeRegister(static self => ((ClientConnection)self!).Wake(), this);
        }
    }

    private void EndCall()
    {
        _callerCancels.Unregister();
        _callerCancels = default;
        _caller = default;
        _call = null;
        _upload = Task.CompletedTask;
        _content = default;
        _isUploadStopped = false;
        _isLastWritten = false;
        _uploadFault = null;
        _headDeadline = _readDeadline = _writeDeadline = _continueDeadline = _callDeadline = ClientTimer.Never;
    }

    private void BeginWrite() => Volatile.Write(ref _writeDeadline, _timer.After(_options.ContentIdleTimeout));

    private void EndWrite() => Volatile.Write(ref _writeDeadline, ClientTimer.Never);

    // The wait for the head counts from the end of the request; while that is under way its own pace counts.
    private void BeginHeadWait() => Volatile.Write(ref _headDeadline, _timer.After(_options.FirstByteTimeout));

    private void BeginContentWait() => Volatile.Write(ref _readDeadline, _timer.After(_options.ContentIdleTimeout));

    private void EndReadWait() => Volatile.Write(ref _readDeadline, ClientTimer.Never);

    /// <summary>Something has ended a wait, perhaps too late to matter.</summary>
    /// <exception cref="RequestException">A time limit has passed.</exception>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    private void ThrowWhatIsDue()
    {
        if (_caller.IsCancellationRequested)
        {
            _state = State.Broken;
            throw new OperationCanceledException(_caller);
        }

        if (Volatile.Read(ref _uploadFault) is { } fault)
        {
            _state = State.Broken;
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
        }

        var now = _timer.NowMilliseconds;
        if (_callDeadline <= now)
        {
            throw Fail(RequestFault.TotalTimeout, $"The request to {Origin} took longer than it may in all.");
        }

        if (_continueDeadline <= now)
        {
            Continue();
        }

        if (_writeDeadline <= now)
        {
            throw Fail(RequestFault.ContentTimeout, $"{Origin} took nothing of the request for {_options.ContentIdleTimeout}.");
        }

        if (_state == State.Head && Volatile.Read(ref _headDeadline) <= now)
        {
            throw Fail(RequestFault.FirstByteTimeout, $"{Origin} sent no response within {_options.FirstByteTimeout}.");
        }

        if (_readDeadline <= now)
        {
            throw Fail(RequestFault.ContentTimeout, $"{Origin} sent nothing of the content for {_options.ContentIdleTimeout}.");
        }
    }

    private RequestException Refuse(ProtocolViolation violation) => Fail(
        violation.Reason is ViolationReason.FieldSectionLength or ViolationReason.FieldLineCount or ViolationReason.StatusLineLength or ViolationReason.ChunkExtensionLength
            ? RequestFault.ResponseTooLarge
            : violation.Reason is ViolationReason.TruncatedContent ? RequestFault.Truncated : RequestFault.Violation,
        $"The response of {Origin} breaks HTTP: {violation}");

    private RequestException Fail(RequestFault fault, string message, Exception? inner = null)
    {
        _state = State.Broken;
        return new RequestException(fault, Origin.Authority, message, inner);
    }
}
