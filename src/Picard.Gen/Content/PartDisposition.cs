using System.Text;

namespace Picard.Gen;

/// <summary>What the head of a part of a form says of it (RFC 7578 §4.2).</summary>
internal static class PartDisposition
{
    /// <summary>Reads <c>Content-Disposition: form-data; name="…"; filename="…"</c>.</summary>
    /// <param name="fields">The head of the part.</param>
    /// <param name="name">The name of the field.</param>
    /// <param name="fileName">The name of the file; null: it is no file.</param>
    /// <returns>False if there is no such field line, or it has no name, or one of these twice, or they are not UTF-8.</returns>
    public static bool TryRead(FieldSection fields, out string name, out string? fileName)
    {
        name = "";
        fileName = null;
        if (!fields.TryGet(KnownField.ContentDisposition, out var value) || fields.CountOf(KnownField.ContentDisposition) > 1)
        {
            return false;
        }

        var end = value.IndexOf((byte)';');
        if (end < 0 || !Ascii.EqualsIgnoreCase(value[..end].TrimEnd(" \t"u8), "form-data"u8))
        {
            return false;
        }

        string? found = null;
        var parameters = new FieldParameters(value[end..]);
        while (parameters.TryNext())
        {
            // RFC 7578 §4.2: "filename*" MUST NOT be used; like any other parameter it says nothing.
            var isName = Ascii.EqualsIgnoreCase(parameters.Name, "name"u8);
            if (!isName && !Ascii.EqualsIgnoreCase(parameters.Name, "filename"u8))
            {
                continue;
            }

            if ((isName ? found : fileName) is not null || !TryDecode(parameters.Value, out var text))
            {
                return false;
            }

            (found, fileName) = isName ? (text, fileName) : (found, text);
        }

        name = found ?? "";
        return found is not null && !parameters.IsMalformed;
    }

    /// <summary>
    /// Browsers write a quote, CR and LF as <c>%22</c>, <c>%0D</c> and <c>%0A</c> (HTML Living Standard, §4.10.21.8), and nothing else so; other clients
    /// write a backslash before a quote or another backslash. A backslash before anything else is one: paths of Windows are sent as they are.
    /// </summary>
    private static bool TryDecode(ReadOnlySpan<byte> value, out string text)
    {
        text = "";
        if (!System.Text.Unicode.Utf8.IsValid(value))
        {
            return false;
        }

        text = Encoding.UTF8.GetString(value);
        if (value.IndexOfAny((byte)'\\', (byte)'%') < 0)
        {
            return true;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\')
            {
                plain.Append(text[++i]);
            }
            else if (text[i] == '%' && Escaped(text.AsSpan(i)) is { } character)
            {
                plain.Append(character);
                i += 2;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        text = plain.ToString();
        return true;
    }

    private static char? Escaped(ReadOnlySpan<char> text) =>
        text.StartsWith("%22") ? '"'
        : text.StartsWith("%0D", StringComparison.OrdinalIgnoreCase) ? '\r'
        : text.StartsWith("%0A", StringComparison.OrdinalIgnoreCase) ? '\n'
        : null;
}
