/// <summary>Who is in which room. A room is there while somebody is in it.</summary>
public sealed class Rooms
{
    // Limit: what strangers can make this process remember. A member costs its queue, see Member.
    private const int MaxRooms = 1000;
    private const int MaxMembers = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Member>> _rooms = [];

    /// <summary>Enters a room, and tells those who are in it.</summary>
    /// <returns>Null: the room is full, or there are too many.</returns>
    public Member? Join(string room, string name)
    {
        var member = new Member(this, room, name);
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var members))
            {
                if (_rooms.Count == MaxRooms)
                {
                    return null;
                }

                _rooms.Add(room, members = []);
            }

            if (members.Count == MaxMembers)
            {
                return null;
            }

            members.Add(member);
        }

        Tell(room, Lines.Notice($"{member.Name} is here."));
        return member;
    }

    /// <summary>Leaves, and tells those who stay.</summary>
    public void Leave(Member member)
    {
        lock (_gate)
        {
            var members = _rooms[member.Room];
            members.Remove(member);
            if (members.Count == 0)
            {
                _rooms.Remove(member.Room);
            }
        }

        member.End();
        Tell(member.Room, Lines.Notice($"{member.Name} has left."));
    }

    /// <summary>Gives everybody in a room a line. It waits for nobody.</summary>
    public void Tell(string room, ReadOnlyMemory<byte> line)
    {
        // In the lock, so that all hear everything in one order. To hear is to put the line into a queue, no more.
        lock (_gate)
        {
            foreach (var member in _rooms.GetValueOrDefault(room) ?? [])
            {
                member.Hear(line);
            }
        }
    }
}
