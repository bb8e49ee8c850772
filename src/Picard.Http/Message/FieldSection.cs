using System.Runtime.CompilerServices;
using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>The field lines of a head or a trailer section, as received: order, case and duplicates are kept.</summary>
/// <remarks>A view: valid as long as the message it comes from. Names are compared without regard to case (RFC 9110 §5.1).</remarks>
public readonly ref struct FieldSection
{
    private readonly ReadOnlySpan<byte> _octets;
    private readonly ReadOnlySpan<FieldEntry> _entries;

    internal FieldSection(ReadOnlySpan<byte> octets, ReadOnlySpan<FieldEntry> entries)
    {
        _octets = octets;
        _entries = entries;
    }

    /// <summary>How many field lines there are.</summary>
    public int Count => _entries.Length;

    /// <summary>The field line at a position, in the order received.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such line.</exception>
    public FieldLine this[int index]
    {
        get
        {
            ref readonly var entry = ref _entries[index];
            return new FieldLine(entry.Known, NameOf(in entry), ValueOf(in entry));
        }
    }

    /// <summary>Whether a line with this name is present. False for <see cref="KnownField.None"/>.</summary>
    public bool Contains(KnownField field) => IndexOf(field, 0) >= 0;

    /// <summary>Whether a line with this name is present.</summary>
    public bool Contains(ReadOnlySpan<byte> name) => IndexOf(name, 0) >= 0;

    /// <summary>Whether a line with this name is present.</summary>
    public bool Contains(string name) => IndexOf(name, 0) >= 0;

    /// <summary>How many lines have this name. 0 for <see cref="KnownField.None"/>.</summary>
    public int CountOf(KnownField field)
    {
        var count = 0;
        for (var at = IndexOf(field, 0); at >= 0; at = IndexOf(field, at + 1))
        {
            count++;
        }

        return count;
    }

    /// <summary>How many lines have this name.</summary>
    public int CountOf(ReadOnlySpan<byte> name)
    {
        var count = 0;
        for (var at = IndexOf(name, 0); at >= 0; at = IndexOf(name, at + 1))
        {
            count++;
        }

        return count;
    }

    /// <summary>How many lines have this name.</summary>
    public int CountOf(string name)
    {
        var count = 0;
        for (var at = IndexOf(name, 0); at >= 0; at = IndexOf(name, at + 1))
        {
            count++;
        }

        return count;
    }

    /// <summary>The value of the first line with this name.</summary>
    public bool TryGet(KnownField field, out ReadOnlySpan<byte> value) => TryGetAt(IndexOf(field, 0), out value);

    /// <summary>The value of the first line with this name.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => TryGetAt(IndexOf(name, 0), out value);

    /// <summary>The value of the first line with this name.</summary>
    public bool TryGet(string name, out ReadOnlySpan<byte> value) => TryGetAt(IndexOf(name, 0), out value);

    /// <summary>The value of the first line with this name as text (octets above 0x7F as Latin-1), or null if there is none.</summary>
    public string? GetText(KnownField field) => TextAt(IndexOf(field, 0));

    /// <summary>The value of the first line with this name as text (octets above 0x7F as Latin-1), or null if there is none.</summary>
    public string? GetText(ReadOnlySpan<byte> name) => TextAt(IndexOf(name, 0));

    /// <summary>The value of the first line with this name as text (octets above 0x7F as Latin-1), or null if there is none.</summary>
    public string? GetText(string name) => TextAt(IndexOf(name, 0));

    /// <summary>The next line with this name at or after a position.</summary>
    /// <returns>Its position, or -1 if there is none.</returns>
    public int IndexOf(KnownField field, int startIndex)
    {
        for (var at = field == KnownField.None ? _entries.Length : startIndex; at < _entries.Length; at++)
        {
            if (_entries[at].Known == field)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The next line with this name at or after a position.</summary>
    /// <returns>Its position, or -1 if there is none.</returns>
    public int IndexOf(ReadOnlySpan<byte> name, int startIndex)
    {
        var known = KnownFields.Find(name);
        if (known != KnownField.None)
        {
            return IndexOf(known, startIndex);
        }

        for (var at = startIndex; at < _entries.Length; at++)
        {
            ref readonly var entry = ref _entries[at];
            if (entry.NameBytes == name.Length && Ascii.EqualsIgnoreCase(NameOf(in entry), name))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The next line with this name at or after a position.</summary>
    /// <returns>Its position, or -1 if there is none.</returns>
    public int IndexOf(string name, int startIndex)
    {
        var known = KnownFields.Find(name);
        if (known != KnownField.None)
        {
            return IndexOf(known, startIndex);
        }

        for (var at = startIndex; at < _entries.Length; at++)
        {
            ref readonly var entry = ref _entries[at];
            if (entry.NameBytes == name.Length && Ascii.EqualsIgnoreCase(NameOf(in entry), name))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Walks the lines in the order received.</summary>
    public Enumerator GetEnumerator() => new(this);

    private bool TryGetAt(int index, out ReadOnlySpan<byte> value)
    {
        value = index < 0 ? default : ValueOf(in _entries[index]);
        return index >= 0;
    }

    private string? TextAt(int index) => index < 0 ? null : Encoding.Latin1.GetString(ValueOf(in _entries[index]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> NameOf(in FieldEntry entry) => _octets.Slice(entry.NameStart, entry.NameBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> ValueOf(in FieldEntry entry) => _octets.Slice(entry.ValueStart, entry.ValueBytes);

    /// <summary>Walks the lines of a <see cref="FieldSection"/>.</summary>
    public ref struct Enumerator
    {
        private readonly FieldSection _section;
        private int _index;

        internal Enumerator(FieldSection section)
        {
            _section = section;
            _index = -1;
        }

        /// <summary>The line walked to.</summary>
        public readonly FieldLine Current => _section[_index];

        /// <summary>Walks to the next line.</summary>
        public bool MoveNext() => ++_index < _section.Count;
    }
}
