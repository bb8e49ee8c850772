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

    // Limit: what a thread keeps between messages.
    private const int MaxSpareLines = 2 * InitialLines;
    private const int MaxSpareBytes = 4 * InitialBytes;

    [ThreadStatic]
    private static Spare? s_spare;

    private byte[] _octets = [];
    private FieldEntry[] _entries = [];

    private FieldNames _names;

    /// <summary>How many octets have been copied in.</summary>
    public int OctetCount { get; private set; }

    public int EntryCount { get; private set; }

    public ReadOnlySpan<byte> Octets => _octets.AsSpan(0, OctetCount);

    public ReadOnlySpan<FieldEntry> Entries => _entries.AsSpan(0, EntryCount);

    public FieldSection Section => new(Octets, Entries);

    public ByteRange NameRange(int line) => new(_entries[line].NameStart, _entries[line].NameBytes);

    public ByteRange ValueRange(int line) => new(_entries[line].ValueStart, _entries[line].ValueBytes);

    /// <summary>Room for entries that <see cref="TakeEntries"/> takes: none at first, as much as was needed before later.</summary>
    public Span<FieldEntry> FreeEntries => _entries.AsSpan(EntryCount);

    /// <summary>Which fields there are.</summary>
    public FieldNames Names => _names;

    /// <summary>False if no line has this name; true says nothing.</summary>
    public bool MayHave(KnownField field) => _names.MayHave(field);

    public void Add(in FieldEntry entry)
    {
        if (EntryCount == _entries.Length)
        {
            GrowEntries();
        }

        _entries[EntryCount++] = entry;
        _names.Add(entry.Known);
    }

    /// <summary>Takes the first of <see cref="FreeEntries"/>, which the caller has filled in.</summary>
    /// <param name="count">How many.</param>
    /// <param name="names">Which fields there are now.</param>
    public void TakeEntries(int count, FieldNames names)
    {
        EntryCount += count;
        _names = names;
    }

    /// <summary>The first line with this name, or -1.</summary>
    public int FirstLine(KnownField field) => !_names.MayHave(field) ? -1 : IndexOf(field, 0);

    /// <summary>The next line with this name after one that has it, or -1.</summary>
    public int NextLine(KnownField field, int line) => !_names.MayRepeat(field) ? -1 : IndexOf(field, line + 1);

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

    /// <summary>A head is complete: it is copied in now if it was parsed in place.</summary>
    /// <param name="octets">What it was parsed from, if that was in place.</param>
    /// <param name="end">Where it ends.</param>
    public void Keep(ReadOnlySpan<byte> octets, int end)
    {
        if (OctetCount == 0)
        {
            Append(octets[..end]);
        }
        else
        {
            TruncateTo(end);
        }
    }

    /// <summary>Forgets octets after the first <paramref name="octetCount"/>, which belong to what follows.</summary>
    public void TruncateTo(int octetCount) => OctetCount = octetCount;

    public void Reset()
    {
        OctetCount = 0;
        EntryCount = 0;
        _names = default;
    }

    /// <summary>Gives the arrays back: an idle connection holds nothing.</summary>
    /// <remarks>Measured: a thread that serves one request after another keeps one pair of arrays, which costs a tenth of two pools.</remarks>
    public void Release()
    {
        Reset();
        if (_octets.Length == 0 && _entries.Length == 0)
        {
            return;
        }

        var spare = s_spare ??= new Spare();
        if (spare.IsEmpty && _octets.Length <= MaxSpareBytes && _entries.Length <= MaxSpareLines)
        {
            spare.Octets = _octets;
            spare.Entries = _entries;
        }
        else
        {
            ReturnToPools();
        }

        _octets = [];
        _entries = [];
    }

    /// <summary>Takes the thread's arrays, if it has them: for a message that begins.</summary>
    public void Prepare()
    {
        if (_octets.Length == 0 && _entries.Length == 0 && s_spare is { IsEmpty: false } spare)
        {
            _octets = spare.Octets;
            _entries = spare.Entries;
            spare.Octets = [];
            spare.Entries = [];
        }
    }

    private void ReturnToPools()
    {
        if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets);
        }

        if (_entries.Length > 0)
        {
            ArrayPool<FieldEntry>.Shared.Return(_entries);
        }
    }

    private int IndexOf(KnownField field, int line)
    {
        var entries = Entries;
        while ((uint)line < (uint)entries.Length && entries[line].Known != field)
        {
            line++;
        }

        return line < entries.Length ? line : -1;
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

    private sealed class Spare
    {
        public byte[] Octets = [];
        public FieldEntry[] Entries = [];

        public bool IsEmpty => Octets.Length == 0 && Entries.Length == 0;
    }
}
