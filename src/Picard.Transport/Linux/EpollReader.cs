namespace Picard.Transport;

/// <summary>Receives on a loop. Epoll is the wait: a slab is rented only once bytes are there.</summary>
internal sealed class EpollReader(EpollConnection connection) : SlabReader(connection)
{
    // Events since the beginning; only the loop's thread counts. When the kernel was seen empty at the count of now, asking again is a wasted system call.
    private uint _events = 1;
    private uint _drainedAt;
    private bool _isDeferred;

    /// <summary>A read has returned the end of the stream, or the fault.</summary>
    public bool HasToldTheEnd { get; private set; }

    /// <summary>The kernel was seen empty, and has reported nothing since. On the loop's thread.</summary>
    public bool IsDrained => _events == _drainedAt;

    public void NoteEvent() => Volatile.Write(ref _events, _events + 1);

    public void OnReadable()
    {
        NoteEvent();
        Signal(ResumeOn.ThisThread);
    }

    protected override FillOutcome Fill()
    {
        var events = Volatile.Read(ref _events);
        if (events == _drainedAt) { return connection.Fault is null ? FillOutcome.Nothing : End(); }
        if (!MayReceive()) { return FillOutcome.Nothing; }
        var slab = Incoming.WantsLarge && MayReceiveLarge() ? Incoming.ReserveLarge() : Incoming.Reserve();
        var received = connection.Receive(slab.FreeSpan);
        if (received > 0)
        {
            // A slab left unfilled means that the kernel is empty, and the next byte makes an event; but a FIN that was reported together with the bytes makes no other.
            if (received < slab.FreeBytes && !connection.HasEnded) { _drainedAt = events; }
            Incoming.Received(slab, received);
            return FillOutcome.Received;
        }

        Incoming.Unused(slab);
        if (received == -Errno.Again)
        {
            _drainedAt = events;
            return connection.Fault is null ? FillOutcome.Nothing : End();
        }

        if (received == 0) { connection.PeerHalfClosed(); }
        else { connection.Fail(-received); }
        return End();
    }

    private FillOutcome End()
    {
        HasToldTheEnd = true;
        return FillOutcome.Ended;
    }

    private bool MayReceive()
    {
        if (!connection.Loop.IsCurrent || connection.Share.TryReceive(connection.Loop.Turn)) { return true; }

        // Fairness: the read parks although bytes are there, and is signalled in the next turn. Once, however often it is asked until then.
        if (_isDeferred) { return false; }
        _isDeferred = true;
        connection.Loop.Schedule(static reader => ((EpollReader)reader!).OnNextTurn(), this);
        return false;
    }

    // Fairness: a large slab is as many receives as it is slabs long.
    private bool MayReceiveLarge() => !connection.Loop.IsCurrent || connection.Share.TryReceiveMore(SlabPool.LargeFactor - 1);

    private void OnNextTurn()
    {
        _isDeferred = false;
        Signal(ResumeOn.ThisThread);
    }
}
