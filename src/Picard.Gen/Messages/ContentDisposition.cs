using System.Globalization;
using System.Text;

namespace Picard.Gen;

/// <summary>Writes the field Content-Disposition of a download (RFC 6266).</summary>
internal static class ContentDisposition
{
    /// <summary>The value for a name.</summary>
    /// <exception cref="ArgumentException">It is empty or not a name: it holds a separator of paths or a control.</exception>
    public static string Attachment(string name)
    {
        Check(name);
        if (name.All(IsPlain))
        {
            return $"attachment; filename=\"{name}\"";
        }

        // RFC 6266 §4.3, Appendix D: a name that old clients understand comes first, and the true one for the others.
        var text = new StringBuilder("attachment; filename=\"");
        foreach (var rune in name.EnumerateRunes())
        {
            text.Append(rune.IsAscii && IsPlain((char)rune.Value) ? (char)rune.Value : '_');
        }

        text.Append("\"; filename*=UTF-8''");
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            _ = IsAttributeChar((char)octet) ? text.Append((char)octet) : text.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return text.ToString();
    }

    private static void Check(string name)
    {
        if (name.Length == 0 || name is "." or "..")
        {
            throw new ArgumentException("The name of a download is one that a file can have, and not empty.", nameof(name));
        }

        foreach (var c in name)
        {
            // RFC 6266 §4.3: a recipient must not follow a path; we send it none.
            if (c is '/' or '\\' || char.IsControl(c))
            {
                throw new ArgumentException($"The name of a download is no path and has no controls: it cannot contain U+{(int)c:X4} (RFC 6266 §4.3).", nameof(name));
            }
        }
    }

    // What every client reads alike between quotation marks: no quotation mark, and no percent sign, which some take for an escape.
    private static bool IsPlain(char c) => c is >= ' ' and <= '~' and not ('"' or '%');

    // RFC 8187 §3.2.1: attr-char
    private static bool IsAttributeChar(char c) => char.IsAsciiLetterOrDigit(c) || "!#$&+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
