using System.Text;
using Picard.Http;

namespace Picard.Gen;

/// <summary>Reads the field Range (RFC 9110 §14.2) and selects octets by it.</summary>
internal static class RangeField
{
    /// <summary>Limit: ranges of one request; with more the field is ignored. A video player asks for one, a reader of PDF for a handful;
    /// requests for hundreds are those of CVE-2011-3192.</summary>
    public const int MaxRanges = 16;

    /// <summary>What a field comes to.</summary>
    public enum Selection
    {
        /// <summary>The field is absent, not understood, invalid or excessive: it is ignored, and everything sent.</summary>
        Whole,

        /// <summary>Some ranges.</summary>
        Partial,

        /// <summary>No range has an octet of the representation: 416.</summary>
        Unsatisfiable,
    }

    /// <summary>Selects octets of a representation.</summary>
    /// <param name="value">The value of the field.</param>
    /// <param name="length">Octets of the representation.</param>
    /// <param name="ranges">Takes the ranges in the order of the field; as long as <see cref="MaxRanges"/>.</param>
    /// <param name="count">How many there are.</param>
    public static Selection Select(ReadOnlySpan<byte> value, long length, Span<OctetRange> ranges, out int count)
    {
        count = 0;

        // RFC 9110 §14.1: range units are case-insensitive, and others than bytes are ignored.
        var unit = "bytes="u8;
        if (value.Length < unit.Length || !Ascii.EqualsIgnoreCase(value[..unit.Length], unit))
        {
            return Selection.Whole;
        }

        var asked = 0;
        var list = new ListParser(value[unit.Length..]);
        while (list.MoveNext())
        {
            if (++asked > MaxRanges || !TryParse(list.Current, length, out var range))
            {
                return Selection.Whole;
            }

            if (range.Length > 0)
            {
                // RFC 9110 §14.2: ranges that overlap are a sign of a broken or hostile client; to ignore them is always allowed.
                if (Overlap(ranges[..count], range))
                {
                    return Selection.Whole;
                }

                ranges[count++] = range;
            }
        }

        return count > 0 ? Selection.Partial
            // RFC 9110 §14.1.2: a suffix is satisfied by an empty representation, but no Content-Range can say so. So nothing is all of it.
            : asked == 0 || length == 0 && HasSuffix(value[unit.Length..]) ? Selection.Whole
            : Selection.Unsatisfiable;
    }

    /// <param name="text">An element of the list.</param>
    /// <param name="length">Octets of the representation.</param>
    /// <param name="range">What it selects; of length 0 if it is valid and selects nothing.</param>
    /// <returns>False: it is not valid, and with it the whole field.</returns>
    private static bool TryParse(ReadOnlySpan<byte> text, long length, out OctetRange range)
    {
        range = default;
        var dash = text.IndexOf((byte)'-');
        if (dash < 0)
        {
            return false;
        }

        if (dash == 0)
        {
            if (!TryParsePosition(text[1..], out var suffix))
            {
                return false;
            }

            suffix = Math.Min(suffix, length);
            range = new OctetRange(length - suffix, suffix);
            return true;
        }

        if (!TryParsePosition(text[..dash], out var first))
        {
            return false;
        }

        var last = long.MaxValue;
        if (dash + 1 < text.Length && (!TryParsePosition(text[(dash + 1)..], out last) || last < first))
        {
            return false;
        }

        if (first < length)
        {
            range = new OctetRange(first, Math.Min(last, length - 1) - first + 1);
        }

        return true;
    }

    /// <summary>Reads digits. What is beyond every file stays beyond it.</summary>
    private static bool TryParsePosition(ReadOnlySpan<byte> digits, out long position)
    {
        position = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            position = position > (long.MaxValue - 9) / 10 ? long.MaxValue : (position * 10) + (digit - '0');
        }

        return !digits.IsEmpty;
    }

    private static bool Overlap(ReadOnlySpan<OctetRange> ranges, OctetRange range)
    {
        foreach (var other in ranges)
        {
            if (other.Overlaps(range))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a valid list has a suffix that is not of length 0.</summary>
    private static bool HasSuffix(ReadOnlySpan<byte> value)
    {
        var list = new ListParser(value);
        while (list.MoveNext())
        {
            if (list.Current[0] == '-' && list.Current[1..].ContainsAnyExcept((byte)'0'))
            {
                return true;
            }
        }

        return false;
    }
}
