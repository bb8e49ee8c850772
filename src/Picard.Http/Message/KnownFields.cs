using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Picard.Http;

/// <summary>Names and numbers of the field names in <see cref="KnownField"/>.</summary>
public static class KnownFields
{
    private const int SlotCount = 512; // 5 times the names: few probes hit a taken slot
    private const int SlotBits = 9;
    private const ulong CaseBits = 0x2020_2020_2020_2020;

    private static readonly string[] s_names = KnownFieldNames.All;
    private static readonly byte[][] s_octets = Array.ConvertAll(s_names, Encoding.ASCII.GetBytes);
    private static readonly Slot[] s_slots = BuildSlots();

    /// <summary>How many values <see cref="KnownField"/> has, <see cref="KnownField.None"/> included.</summary>
    public static int Count => s_names.Length;

    /// <summary>The canonical spelling; empty for <see cref="KnownField.None"/>.</summary>
    public static string Name(KnownField field) => s_names[(int)field];

    /// <summary>The octets of the canonical spelling; empty for <see cref="KnownField.None"/>.</summary>
    public static ReadOnlySpan<byte> Utf8Name(KnownField field) => s_octets[(int)field];

    /// <summary>Finds a name, in any case, in constant time.</summary>
    /// <returns><see cref="KnownField.None"/> for a name that is not listed.</returns>
    public static KnownField Find(ReadOnlySpan<byte> name)
    {
        var found = FindAmongText(name);
        // Folding is exact for octets without controls only; this caller may hand in anything ('\r' folds to '-').
        return found != KnownField.None && Ascii.EqualsIgnoreCase(name, s_octets[(int)found]) ? found : KnownField.None;
    }

    /// <summary>Finds a name, in any case.</summary>
    /// <returns><see cref="KnownField.None"/> for a name that is not listed.</returns>
    public static KnownField Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<byte> octets = stackalloc byte[64]; // longer than any known name
        return name.Length <= octets.Length && Encoding.ASCII.TryGetBytes(name, octets, out var length) ? Find(octets[..length]) : KnownField.None;
    }

    /// <summary>Finds a name among octets that are known to hold no controls.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static KnownField FindAmongText(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return KnownField.None;
        }

        var (head, tail) = Ends(name);
        var at = SlotOf(head, tail);
        ref readonly var slot = ref s_slots[at];
        // Measured: 'parser' of tests/Picard.Benchmarks. Nearly always the first slot has it, or is free.
        return (slot.Head == head && slot.Tail == tail && slot.Bytes == name.Length && name.Length <= 2 * sizeof(ulong)) || slot.Field == KnownField.None
            ? slot.Field
            : Probe(name, head, tail, at);
    }

    private static KnownField Probe(ReadOnlySpan<byte> name, ulong head, ulong tail, int at)
    {
        for (; ; at = (at + 1) % SlotCount)
        {
            ref readonly var slot = ref s_slots[at];
            if (slot.Field == KnownField.None)
            {
                return KnownField.None;
            }

            if (slot.Head == head && slot.Tail == tail && slot.Bytes == name.Length && EqualsBetween(name, s_octets[(int)slot.Field]))
            {
                return slot.Field;
            }
        }
    }

    // The first and the last eight octets, which may overlap, in lower case: all of a name of 16 octets or fewer. Setting bit 5 folds
    // letters; but for controls nothing else meets a known name's octets, which are letters, digits and hyphens, that way.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Head, ulong Tail) Ends(ReadOnlySpan<byte> name)
    {
        if (name.Length >= sizeof(ulong))
        {
            return (BinaryPrimitives.ReadUInt64LittleEndian(name) | CaseBits, BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..]) | CaseBits);
        }

        if (name.Length >= sizeof(uint))
        {
            return (BinaryPrimitives.ReadUInt32LittleEndian(name) | CaseBits, BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..]) | CaseBits);
        }

        // One to three octets: first, middle and last are all of them.
        return (name[0] | ((ulong)name[name.Length / 2] << 8) | CaseBits, name[^1] | CaseBits);
    }

    // Fibonacci hashing: the high bits of the product depend on all octets of both ends.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(ulong head, ulong tail) => (int)((head + BitOperations.RotateLeft(tail, 29)) * 0x9E37_79B9_7F4A_7C15 >> (64 - SlotBits));

    // What lies between the ends of a name of more than 16 octets, eight at a time; the last eight may overlap the end.
    private static bool EqualsBetween(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known)
    {
        for (var at = sizeof(ulong); at < known.Length - sizeof(ulong); at += sizeof(ulong))
        {
            if (((BinaryPrimitives.ReadUInt64LittleEndian(name[at..]) ^ BinaryPrimitives.ReadUInt64LittleEndian(known[at..])) & ~CaseBits) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static Slot[] BuildSlots()
    {
        var slots = new Slot[SlotCount];
        for (var field = 1; field < s_names.Length; field++)
        {
            var (head, tail) = Ends(s_octets[field]);
            var at = SlotOf(head, tail);
            while (slots[at].Field != KnownField.None)
            {
                at = (at + 1) % SlotCount;
            }

            slots[at] = new Slot(head, tail, s_octets[field].Length, (KnownField)field);
        }

        return slots;
    }

    private readonly struct Slot(ulong head, ulong tail, int bytes, KnownField field)
    {
        public readonly ulong Head = head;
        public readonly ulong Tail = tail;
        public readonly int Bytes = bytes;
        public readonly KnownField Field = field;
    }
}
