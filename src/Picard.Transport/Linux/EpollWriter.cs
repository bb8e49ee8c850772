namespace Picard.Transport;

/// <summary>Sends on a loop, or from the thread that owns the request.</summary>
internal sealed class EpollWriter(EpollConnection connection) : SlabWriter(connection)
{
    // As in the reader: events since the beginning, and the count at which the kernel was seen full.
    private uint _events = 1;
    private uint _fullAt;
    private bool _isDeferred;

    public void NoteEvent() => Volatile.Write(ref _events, _events + 1);

    public void OnWritable()
    {
        NoteEvent();
        Signal(ResumeOn.ThisThread);
    }

    protected override SendOutcome Send()
    {
        while (!Outgoing.IsEmpty)
        {
            if (connection.Fault is not null) { return SendOutcome.Gone; }
            var events = Volatile.Read(ref _events);
            if (events == _fullAt || !MaySend()) { return SendOutcome.Full; }
            var sent = connection.Send(ref Outgoing);
            if (sent == -Errno.Again) { _fullAt = events; }
            else if (sent < 0) { connection.Fail(-sent); }
            else
            {
                // A partial send does not mean full: with the low mark of unsent bytes, what the kernel took may be on its way by now, and waiting for an event would cost a round trip.
                if (connection.Loop.IsCurrent) { connection.Share.Sent(sent); }
                Outgoing.Sent(sent);
            }
        }

        return connection.Fault is null ? SendOutcome.Sent : SendOutcome.Gone;
    }

    private bool MaySend()
    {
        if (!connection.Loop.IsCurrent || connection.Share.TrySend(connection.Loop.Turn)) { return true; }

        // Fairness: the flush parks although there is room, and is signalled in the next turn. Once, however often it is asked until then.
        if (_isDeferred) { return false; }
        _isDeferred = true;
        connection.Loop.Schedule(static writer => ((EpollWriter)writer!).OnNextTurn(), this);
        return false;
    }

    private void OnNextTurn()
    {
        _isDeferred = false;
        Signal(ResumeOn.ThisThread);
    }
}
