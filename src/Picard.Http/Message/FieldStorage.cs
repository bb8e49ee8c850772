using System.Buffers;

namespace Picard.Http;

/// <summary>
/// The octets of one head or trailer section, and where its field lines lie in them. Reused from message to message.
/// Entries are relative to the first octet of the message (or trailer section), so they stay valid when the octets are copied in last.
/// </summary>
internal sealed class FieldStorage
{
    // 16 lines and 1 KiB hold what browsers and clients send most of the time; both double when needed, within HttpLimits.
    private const int InitialLines = 16;
    private const int InitialBytes = 1024;

    private byte[] _octets = [];
    private FieldEntry[] _entries = [];

    // One bit for each field number modulo 64: a clear bit says absent without a look at the entries.
    private ulong _seen;
    private ulong _seenAgain;

    /// <summary>How many octets have been copied in.</summary>
    public int OctetCount { get; private set; }

    public int EntryCount { get; private set; }

    public ReadOnlySpan<byte> Octets => _octets.AsSpan(0, OctetCount);

    public ReadOnlySpan<FieldEntry> Entries => _entries.AsSpan(0, EntryCount);

    public FieldSection Section => new(Octets, Entries);

    public ByteRange ValueRange(int line) => new(_entries[line].ValueStart, _entries[line].ValueBytes);

    public void Add(in FieldEntry entry)
    {
        var entries = _entries;
        var at = EntryCount;
        if ((uint)at >= (uint)entries.Length)
        {
            GrowEntries();
            entries = _entries;
        }

        entries[at] = entry;
        EntryCount = at + 1;
        var bit = 1UL << (int)entry.Known;
        _seenAgain |= _seen & bit;
        _seen |= bit;
    }

    /// <summary>The first line with this name, or -1.</summary>
    public int FirstLine(KnownField field) => (_seen & (1UL << (int)field)) == 0 ? -1 : Section.IndexOf(field, 0);

    /// <summary>The next line with this name after one that has it, or -1.</summary>
    public int NextLine(KnownField field, int line) => (_seenAgain & (1UL << (int)field)) == 0 ? -1 : Section.IndexOf(field, line + 1);

    /// <summary>Appends octets; they are read through <see cref="Octets"/>.</summary>
    public void Append(ReadOnlySpan<byte> octets)
    {
        var needed = OctetCount + octets.Length;
        if (needed > _octets.Length)
        {
            GrowOctets(needed);
        }

        octets.CopyTo(_octets.AsSpan(OctetCount));
        OctetCount = needed;
    }

    /// <summary>Forgets octets after the first <paramref name="octetCount"/>, which belong to what follows.</summary>
    public void TruncateTo(int octetCount) => OctetCount = octetCount;

    public void Reset()
    {
        OctetCount = 0;
        EntryCount = 0;
        _seen = 0;
        _seenAgain = 0;
    }

    /// <summary>Returns the arrays to their pools: an idle connection holds nothing.</summary>
    public void Release()
    {
        Reset();
        if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets);
            _octets = [];
        }

        if (_entries.Length > 0)
        {
            ArrayPool<FieldEntry>.Shared.Return(_entries);
            _entries = [];
        }
    }

    private void GrowEntries()
    {
        var grown = ArrayPool<FieldEntry>.Shared.Rent(Math.Max(InitialLines, _entries.Length * 2));
        _entries.AsSpan(0, EntryCount).CopyTo(grown);
        if (_entries.Length > 0)
        {
            ArrayPool<FieldEntry>.Shared.Return(_entries);
        }

        _entries = grown;
    }

    private void GrowOctets(int needed)
    {
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(InitialBytes, _octets.Length * 2)));
        Octets.CopyTo(grown);
        if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets);
        }

        _octets = grown;
    }
}
