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

    // Limit: what a thread keeps between messages. 256 pairs as they usually are come to some 350 KiB, and one turn of a busy loop seldom ends more messages than it begins by that many.
    private const int MaxSpareLines = 2 * InitialLines;
    private const int MaxSpareBytes = 4 * InitialBytes;
    private const int MaxSpares = 256;

    [ThreadStatic]
    private static Spares? s_spares;

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
    /// <remarks>Measured: pairs of arrays that a thread keeps cost a tenth of two pools; and these keep 32 of a size for each processor, so that with more messages at once (benchmark <c>proxy</c>) each allocated.</remarks>
    public void Release()
    {
        Reset();
        if (_octets.Length == 0 && _entries.Length == 0)
        {
            return;
        }

        if (_octets.Length > MaxSpareBytes || _entries.Length > MaxSpareLines || !(s_spares ??= new Spares()).TryKeep(_octets, _entries))
        {
            ReturnToPools();
        }

        _octets = [];
        _entries = [];
    }

    /// <summary>Takes arrays of the thread's, if it has some: for a message that begins.</summary>
    public void Prepare()
    {
        if (_octets.Length == 0 && _entries.Length == 0)
        {
            s_spares?.Take(ref _octets, ref _entries);
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

    /// <summary>What a thread keeps. What was kept last is taken first.</summary>
    private sealed class Spares
    {
        private (byte[] Octets, FieldEntry[] Entries)[] _pairs = new (byte[] Octets, FieldEntry[] Entries)[4];
        private int _count;

        /// <returns>False: there are enough.</returns>
        public bool TryKeep(byte[] octets, FieldEntry[] entries)
        {
            if (_count == MaxSpares)
            {
                return false;
            }

            if (_count == _pairs.Length)
            {
                Array.Resize(ref _pairs, 2 * _count);
            }

            _pairs[_count++] = (octets, entries);
            return true;
        }

        public void Take(ref byte[] octets, ref FieldEntry[] entries)
        {
            if (_count > 0)
            {
                (octets, entries) = _pairs[--_count];
                _pairs[_count] = default;
            }
        }
    }
}
