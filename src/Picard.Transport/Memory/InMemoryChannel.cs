namespace Picard.Transport;

/// <summary>One direction of an in-memory pair: what a kernel would hold between a sender and its receiver. Bounded by the high watermark.</summary>
/// <remarks>Both ends call it, so its state is under a lock; ends are signalled outside of it.</remarks>
internal sealed class InMemoryChannel(Watermarks watermarks, SlabPool pool)
{
    private readonly Lock _lock = new();
    private IncomingBytes _bytes = new(pool);

    // Bytes that the sender's end has handed over and the receiver's user has not examined. They count against the watermarks.
    private long _backlogBytes;
    private long _releasedBytes;
    private bool _isFull;
    private bool _isFinished;
    private bool _isReset;
    private bool _hasReceiver = true;

    public SlabReader? Receiver { get; set; }

    public SlabWriter? Sender { get; set; }

    public int UnreadBytes
    {
        get
        {
            lock (_lock) { return (int)_bytes.UnexaminedBytes; }
        }
    }

    /// <summary>Bytes that the receiver's user has examined since the beginning.</summary>
    public long ReleasedBytes
    {
        get
        {
            lock (_lock) { return _releasedBytes; }
        }
    }

    public SendOutcome Send(ref OutgoingBytes outgoing)
    {
        if (outgoing.IsEmpty) { return SendOutcome.Sent; }
        lock (_lock)
        {
            // The peer has closed, and bytes still come: TCP answers with a reset.
            if (_isReset || !_hasReceiver) { return SendOutcome.Gone; }
            if (_isFull) { return SendOutcome.Full; }
            while (!outgoing.IsEmpty && _backlogBytes < watermarks.HighBytes)
            {
                var slab = _bytes.Reserve();
                var room = (int)Math.Min(slab.FreeBytes, watermarks.HighBytes - _backlogBytes);
                var moved = outgoing.MoveTo(slab.FreeSpan[..room]);
                _bytes.Received(slab, moved);
                _backlogBytes += moved;
            }

            _isFull = !outgoing.IsEmpty;
        }

        Receiver!.Signal(ResumeOn.Scheduler);
        return outgoing.IsEmpty ? SendOutcome.Sent : SendOutcome.Full;
    }

    public FillOutcome Receive(ref IncomingBytes incoming)
    {
        lock (_lock)
        {
            if (_bytes.UnexaminedBytes == 0) { return _isReset || _isFinished ? FillOutcome.Ended : FillOutcome.Nothing; }
            _bytes.MoveTo(ref incoming);
            return FillOutcome.Received;
        }
    }

    /// <summary>The receiver's user has examined bytes.</summary>
    public void Release(long bytes)
    {
        lock (_lock)
        {
            _backlogBytes -= bytes;
            _releasedBytes += bytes;
            if (!_isFull || _backlogBytes >= watermarks.LowBytes) { return; }
            _isFull = false;
        }

        Sender!.Signal(ResumeOn.Scheduler);
    }

    /// <summary>The sender's FIN.</summary>
    /// <returns>Whether it comes as news to a receiver.</returns>
    public bool Finish()
    {
        lock (_lock)
        {
            if (_isFinished || _isReset) { return false; }
            _isFinished = true;
            return _hasReceiver;
        }
    }

    /// <summary>A reset: what has arrived can still be read, and nothing more is taken.</summary>
    public void Reset()
    {
        lock (_lock) { _isReset = true; }
    }

    /// <summary>The receiver has closed.</summary>
    /// <returns>Whether it left bytes unread, which TCP answers with a reset.</returns>
    public bool CloseReceiver()
    {
        lock (_lock)
        {
            _hasReceiver = false;
            var isUnread = _bytes.UnexaminedBytes > 0;
            _bytes.Release();
            return isUnread;
        }
    }
}
