namespace Picard.Http;

/// <summary>A run of octets in a head.</summary>
internal readonly struct ByteRange(int start, int bytes)
{
    public readonly int Start = start;
    public readonly int Bytes = bytes;

    public int End => Start + Bytes;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> octets) => octets.Slice(Start, Bytes);
}
