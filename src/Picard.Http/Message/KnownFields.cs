using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Picard.Http;

/// <summary>Names and numbers of the field names in <see cref="KnownField"/>.</summary>
public static class KnownFields
{
    private const int SlotCount = 512; // 5 times the names: few probes hit a taken slot
    private const ulong CaseBits = 0x2020_2020_2020_2020;
    private const uint CaseBitsShort = 0x2020_2020;

    private static readonly string[] s_names = KnownFieldNames.All;
    private static readonly byte[][] s_octets = Array.ConvertAll(s_names, Encoding.ASCII.GetBytes);
    private static readonly byte[][] s_folded = Array.ConvertAll(s_names, static name => Encoding.ASCII.GetBytes(name.ToLowerInvariant()));
    private static readonly byte[] s_slots = BuildSlots();

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
        var found = FindToken(name);
        // Folding is exact for token octets only; this caller may hand in anything ('\r' folds to '-').
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

    /// <summary>Finds a name that is already known to be a token (RFC 9110 §5.6.2).</summary>
    internal static KnownField FindToken(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return KnownField.None;
        }

        for (var slot = Slot(name); ; slot = (slot + 1) % SlotCount)
        {
            int candidate = s_slots[slot];
            if (candidate == 0)
            {
                return KnownField.None;
            }

            var folded = s_folded[candidate];
            if (folded.Length == name.Length && EqualsFolded(name, folded))
            {
                return (KnownField)candidate;
            }
        }
    }

    // Length, first, middle and last octet tell the names apart with few collisions.
    private static int Slot(ReadOnlySpan<byte> name)
    {
        var hash = (uint)name.Length;
        hash = (hash * 31) + (name[0] | 0x20u);
        hash = (hash * 31) + (name[name.Length / 2] | 0x20u);
        hash = (hash * 31) + (name[^1] | 0x20u);
        return (int)(hash % SlotCount);
    }

    // Setting bit 5 folds letters; among token octets nothing else meets a known name's octets that way.
    private static bool EqualsFolded(ReadOnlySpan<byte> name, ReadOnlySpan<byte> folded)
    {
        var last = name.Length - sizeof(ulong);
        if (last < 0)
        {
            return EqualsFoldedShort(name, folded);
        }

        for (var at = 0; at < last; at += sizeof(ulong))
        {
            if ((MemoryMarshal.Read<ulong>(name[at..]) | CaseBits) != MemoryMarshal.Read<ulong>(folded[at..]))
            {
                return false;
            }
        }

        return (MemoryMarshal.Read<ulong>(name[last..]) | CaseBits) == MemoryMarshal.Read<ulong>(folded[last..]);
    }

    private static bool EqualsFoldedShort(ReadOnlySpan<byte> name, ReadOnlySpan<byte> folded)
    {
        if (name.Length < sizeof(uint))
        {
            for (var at = 0; at < name.Length; at++)
            {
                if ((name[at] | 0x20) != folded[at])
                {
                    return false;
                }
            }

            return true;
        }

        var last = name.Length - sizeof(uint);
        return (BinaryPrimitives.ReadUInt32LittleEndian(name) | CaseBitsShort) == BinaryPrimitives.ReadUInt32LittleEndian(folded)
            && (BinaryPrimitives.ReadUInt32LittleEndian(name[last..]) | CaseBitsShort) == BinaryPrimitives.ReadUInt32LittleEndian(folded[last..]);
    }

    private static byte[] BuildSlots()
    {
        var slots = new byte[SlotCount];
        for (var field = 1; field < s_names.Length; field++)
        {
            var slot = Slot(s_octets[field]);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) % SlotCount;
            }

            slots[slot] = (byte)field;
        }

        return slots;
    }
}
