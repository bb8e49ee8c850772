using System.Text;

namespace Picard.Gen;

/// <summary>The field Location: a URI reference (RFC 9110 §10.2.2) made from text that may hold anything.</summary>
internal static class LocationText
{
    /// <summary>
    /// Percent-encodes what a URI cannot hold (RFC 3986 §2.1), as UTF-8. What is encoded already stays; a '%' that encodes nothing becomes "%25".
    /// </summary>
    /// <exception cref="ArgumentException">The text has a control character: CR and LF would end the line, and no URI means one unencoded.</exception>
    public static string Checked(string location, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(location, parameterName);
        foreach (var c in location)
        {
            if (char.IsControl(c))
            {
                throw new ArgumentException($"A location cannot contain the control character U+{(int)c:X4}: percent-encode what it is made of with Uri.EscapeDataString (RFC 3986 §2.1).", parameterName);
            }
        }

        return NeedsEncoding(location) ? Encode(location) : location;
    }

    public static string Checked(Uri location, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(location, parameterName);
        return Checked(location.IsAbsoluteUri ? location.AbsoluteUri : location.OriginalString, parameterName);
    }

    private static bool NeedsEncoding(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsAllowed(text, i))
            {
                return true;
            }
        }

        return false;
    }

    private static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        Span<byte> octets = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (IsAllowed(text, i))
            {
                encoded.Append(text[i]);
                continue;
            }

            // A lone surrogate becomes U+FFFD, as everywhere text is encoded.
            var rune = Rune.TryGetRuneAt(text, i, out var found) ? found : Rune.ReplacementChar;
            i += rune.Utf16SequenceLength - 1;
            foreach (var octet in octets[..rune.EncodeToUtf8(octets)])
            {
                encoded.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    /// <summary>RFC 3986 §2: unreserved and reserved characters, and '%' before two hexadecimal digits.</summary>
    private static bool IsAllowed(string text, int index) => text[index] switch
    {
        '%' => index + 2 < text.Length && char.IsAsciiHexDigit(text[index + 1]) && char.IsAsciiHexDigit(text[index + 2]),
        '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}' => false,
        var c => c is > ' ' and < '\x7f',
    };
}
