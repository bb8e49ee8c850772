namespace Picard.Gen;

/// <summary>Octets of a representation that a range asks for (RFC 9110 §14.1.2).</summary>
/// <param name="First">The position of the first, from 0.</param>
/// <param name="Length">How many, at least 1.</param>
internal readonly record struct OctetRange(long First, long Length)
{
    /// <summary>The position of the last.</summary>
    public long Last => First + Length - 1;

    public bool Overlaps(OctetRange other) => First <= other.Last && other.First <= Last;

    /// <summary>The field Content-Range (RFC 9110 §14.4).</summary>
    /// <param name="completeLength">Octets of the whole representation.</param>
    public string ToContentRange(long completeLength) => $"bytes {First}-{Last}/{completeLength}";
}
