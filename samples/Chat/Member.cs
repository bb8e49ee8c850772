using System.Threading.Channels;

/// <summary>One client in a room, and what it has not heard yet.</summary>
public sealed class Member
{
    // Limit: of lines that wait for one client. One that reads more slowly than the room talks loses the oldest, and is told how many:
    // what is new matters more in a chat, and a slow reader costs the others neither time nor memory.
    private const int MaxWaitingLines = 256;

    private const int MaxNameLength = 32;

    private readonly Rooms _rooms;
    private readonly Channel<ReadOnlyMemory<byte>> _lines;
    private int _dropped;

    public Member(Rooms rooms, string room, string name)
    {
        _rooms = rooms;
        Room = room;
        Name = name[..Math.Min(name.Length, MaxNameLength)];
        _lines = Channel.CreateBounded(
            new BoundedChannelOptions(MaxWaitingLines) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            (ReadOnlyMemory<byte> _) => Interlocked.Increment(ref _dropped));
    }

    public string Room { get; }

    public string Name { get; }

    /// <summary>Says something to the room, itself included.</summary>
    public void Say(ReadOnlySpan<byte> text) => _rooms.Tell(Room, Lines.Of(Name, text));

    /// <summary>Somebody has said something.</summary>
    public void Hear(ReadOnlyMemory<byte> line) => _lines.Writer.TryWrite(line);

    /// <summary>The next line to hear.</summary>
    /// <returns>Null: there will be none any more.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        if (!await _lines.Reader.WaitToReadAsync(cancellationToken))
        {
            return null;
        }

        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
        {
            return Lines.Notice($"You read too slowly: {dropped} lines are lost.");
        }

        return _lines.Reader.TryRead(out var line) ? line : null;
    }

    /// <summary>It hears nothing any more.</summary>
    public void End() => _lines.Writer.TryComplete();
}
