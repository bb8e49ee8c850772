using System.Numerics;
using System.Runtime.Intrinsics;

namespace Picard.Http;

/// <summary>Finds the end of a field line and its first colon in one pass, 32 octets at a time.</summary>
internal static class FieldLineScanner
{
    /// <summary>The same as <see cref="Grammar.IndexOfNonFieldValue"/>, and the first colon on the way.</summary>
    /// <param name="octets">From the first octet of the line on; it may go on behind it.</param>
    /// <param name="colon">The first colon before the octet returned, or some place behind it, or -1.</param>
    public static int IndexOfNonFieldValue(ReadOnlySpan<byte> octets, out int colon)
    {
        colon = -1;
        var at = 0;
        for (; octets.Length - at >= Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var block = Vector256.Create(octets.Slice(at, Vector256<byte>.Count));
            if (colon < 0)
            {
                var colons = Vector256.Equals(block, Vector256.Create((byte)':')).ExtractMostSignificantBits();
                colon = colons == 0 ? -1 : at + BitOperations.TrailingZeroCount(colons);
            }

            // RFC 9110 §5.5: the controls but HTAB.
            var controls = Vector256.AndNot(Vector256.LessThan(block, Vector256.Create((byte)0x20)), Vector256.Equals(block, Vector256.Create((byte)'\t')))
                | Vector256.Equals(block, Vector256.Create((byte)0x7F));
            var found = controls.ExtractMostSignificantBits();
            if (found != 0)
            {
                return at + BitOperations.TrailingZeroCount(found);
            }
        }

        return IndexInRest(octets, at, ref colon);
    }

    private static int IndexInRest(ReadOnlySpan<byte> octets, int at, ref int colon)
    {
        var rest = octets[at..];
        if (colon < 0 && rest.IndexOf((byte)':') is >= 0 and var found)
        {
            colon = at + found;
        }

        var end = Grammar.IndexOfNonFieldValue(rest);
        return end < 0 ? -1 : at + end;
    }
}
