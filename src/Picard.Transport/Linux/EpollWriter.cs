namespace Picard.Transport;

/// <summary>Sends on a loop, or from the thread that owns the request.</summary>
internal sealed class EpollWriter(EpollConnection connection) : SlabWriter(connection)
{
    // Limit: of one sendfile, which reads on this thread what the kernel does not have in its cache: 256 KiB are some 40 µs from the cache, and a seek and 2 ms from a slow disk.
    // Half of what a connection may send in a turn, so that no loop is held by one file.
    private const int MaxFilePieceBytes = 256 * 1024;

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
            var sent = connection.Send(ref Outgoing, File.Bytes > 0 ? Epoll.MoreFollows : 0);
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

    protected override SendOutcome SendFile()
    {
        if (connection.Fault is not null) { return SendOutcome.Gone; }
        var events = Volatile.Read(ref _events);
        if (events == _fullAt || !MaySend()) { return SendOutcome.Full; }
        var sent = connection.SendFile(File.File, File.Offset, (int)Math.Min(File.Bytes, MaxFilePieceBytes));
        switch (sent)
        {
            case > 0:
                if (connection.Loop.IsCurrent) { connection.Share.Sent(sent); }
                SentOfFile(sent);
                return SendOutcome.Sent;
            case 0:
                throw EndOfFile();
            case -Errno.Again:
                _fullAt = events;
                return SendOutcome.Full;
            case -Errno.BadDescriptor or -Errno.Invalid or -Errno.NoSystemCall or -Errno.Overflow:
                // A file that the kernel does not send by itself; or cannot read, and then the read says so.
                return base.SendFile();
            default:
                connection.Fail(-sent);
                return SendOutcome.Gone;
        }
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
