using System.Globalization;
using System.Text;

namespace Picard.Gen;

/// <summary>The constraints of route parameters, over one decoded segment of the path.</summary>
public static class RouteConstraint
{
    /// <summary><c>int</c>: a 32-bit integer.</summary>
    public static bool IsInt(ReadOnlySpan<byte> segment) =>
        int.TryParse(segment, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary><c>long</c>: a 64-bit integer.</summary>
    public static bool IsLong(ReadOnlySpan<byte> segment) =>
        long.TryParse(segment, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary><c>min</c>, <c>max</c> and <c>range</c>: a 64-bit integer between two others, both included.</summary>
    public static bool IsInRange(ReadOnlySpan<byte> segment, long least, long most) =>
        long.TryParse(segment, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;

    /// <summary><c>guid</c>: a GUID in any of its forms.</summary>
    public static bool IsGuid(ReadOnlySpan<byte> segment) => Guid.TryParse(segment, CultureInfo.InvariantCulture, out _);

    /// <summary><c>bool</c>: <c>true</c> or <c>false</c>, in any case.</summary>
    public static bool IsBool(ReadOnlySpan<byte> segment) => BoolText.TryParse(segment, out _);

    /// <summary><c>alpha</c>: one or more of the letters a–z, in any case.</summary>
    public static bool IsAlpha(ReadOnlySpan<byte> segment)
    {
        foreach (var octet in segment)
        {
            if (!char.IsAsciiLetter((char)octet))
            {
                return false;
            }
        }

        return !segment.IsEmpty;
    }

    /// <summary><c>length</c>: a text of so many UTF-16 code units, which is what <see cref="string.Length"/> counts.</summary>
    public static bool HasLength(ReadOnlySpan<byte> segment, int least, int most)
    {
        // A code unit takes one to three octets, so most texts are decided without counting.
        if (segment.Length < least || segment.Length > 3L * most)
        {
            return false;
        }

        var length = Ascii.IsValid(segment) ? segment.Length : Encoding.UTF8.GetCharCount(segment);
        return length >= least && length <= most;
    }
}
