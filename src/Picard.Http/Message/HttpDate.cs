using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Picard.Http;

/// <summary>An HTTP-date (RFC 9110 §5.6.7): written as IMF-fixdate, read in all three forms that there have ever been.</summary>
public static class HttpDate
{
    // Limit: the longest form is "Wednesday, 06-Nov-94 08:49:37 GMT" with its 33 octets; what is longer is no date.
    private const int MaxBytes = 40;

    private static readonly string[] s_obsoleteForms =
    [
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'", // rfc850-date
        "ddd MMM d HH:mm:ss yyyy",        // asctime-date, whose day may be of one digit behind two spaces
    ];

    /// <summary>Reads a date.</summary>
    /// <param name="value">A field value.</param>
    /// <param name="date">The date, in UTC, to the second.</param>
    /// <returns>False if it is not an HTTP-date; a recipient ignores such a field.</returns>
    public static bool TryParse(ReadOnlySpan<byte> value, out DateTimeOffset date)
    {
        if (Utf8Parser.TryParse(value, out date, out var consumed, 'R') && consumed == value.Length)
        {
            return true;
        }

        date = default;
        if (value.Length > MaxBytes)
        {
            return false;
        }

        Span<char> text = stackalloc char[MaxBytes];
        text = text[..Encoding.Latin1.GetChars(value, text)];
        if (!DateTimeOffset.TryParseExact(text, s_obsoleteForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out date))
        {
            return false;
        }

        // RFC 9110 §5.6.7: a two-digit year that appears to be more than 50 years in the future is the most recent past year with the same digits.
        // The framework's calendar splits the century at 2049, which is the same for dates that resources have.
        date = date.ToUniversalTime();
        return true;
    }

    /// <summary>Writes a date: <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</summary>
    /// <param name="date">The date; fractions of a second are dropped.</param>
    /// <returns>The field value.</returns>
    public static string Format(DateTimeOffset date) => date.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
}
