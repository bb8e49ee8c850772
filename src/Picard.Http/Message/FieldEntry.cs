namespace Picard.Http;

/// <summary>Where one field line lies in its section's octets: 16 bytes instead of two strings.</summary>
internal readonly struct FieldEntry(int nameStart, ushort nameBytes, int valueStart, int valueBytes, KnownField known)
{
    public readonly int NameStart = nameStart;
    public readonly int ValueStart = valueStart;
    public readonly int ValueBytes = valueBytes;
    public readonly ushort NameBytes = nameBytes;
    public readonly KnownField Known = known;
}
