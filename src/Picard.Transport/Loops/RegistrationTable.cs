namespace Picard.Transport;

/// <summary>What the keys in the kernel's events stand for. A key is a place in the table and the count of its uses, so that an event for a closed socket does not reach the next one in its place.</summary>
internal sealed class RegistrationTable
{
    private readonly Stack<uint> _free = new();
    private Entry[] _entries = new Entry[64];
    private uint _used;

    public ulong Add(IEpollSource source)
    {
        if (!_free.TryPop(out var index))
        {
            if (_used == _entries.Length) { Array.Resize(ref _entries, _entries.Length * 2); }
            index = _used++;
        }

        _entries[index].Source = source;
        return ((ulong)_entries[index].Uses << 32) | index;
    }

    public IEpollSource? Find(ulong key)
    {
        ref var entry = ref _entries[(uint)key];
        return entry.Uses == (uint)(key >> 32) ? entry.Source : null;
    }

    public void Remove(ulong key)
    {
        if (Find(key) is null) { return; }
        ref var entry = ref _entries[(uint)key];
        entry.Source = null;
        entry.Uses++;
        _free.Push((uint)key);
    }

    public List<IEpollSource> All()
    {
        var all = new List<IEpollSource>();
        foreach (var entry in _entries.AsSpan(0, (int)_used))
        {
            if (entry.Source is { } source) { all.Add(source); }
        }

        return all;
    }

    private struct Entry
    {
        public IEpollSource? Source;
        public uint Uses;
    }
}
