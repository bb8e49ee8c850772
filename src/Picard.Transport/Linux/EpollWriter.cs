namespace Picard.Transport;

/// <summary>Sends on a loop, or from the thread that owns the request.</summary>
internal sealed class EpollWriter(EpollConnection connection) : SlabWriter(connection)
{
    // Limit: bytes sent in one turn of the loop. A handler whose client takes everything at once waits for the others after that.
    private const long MaxBytesPerTurn = 512 * 1024;

    // As in the reader: events since the beginning, and the count at which the kernel was seen full.
    private uint _events = 1;
    private uint _fullAt;
    private uint _turn;
    private long _bytesInTurn;

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
                _bytesInTurn += sent;
                Outgoing.Sent(sent);
            }
        }

        return connection.Fault is null ? SendOutcome.Sent : SendOutcome.Gone;
    }

    private bool MaySend()
    {
        if (!connection.Loop.IsCurrent) { return true; }
        var turn = connection.Loop.Turn;
        if (_turn != turn)
        {
            _turn = turn;
            _bytesInTurn = 0;
        }

        if (_bytesInTurn < MaxBytesPerTurn) { return true; }

        // Fairness: the flush parks although there is room, and is signalled in the next turn.
        connection.Loop.Schedule(static writer => ((EpollWriter)writer!).Signal(ResumeOn.ThisThread), this);
        return false;
    }
}
