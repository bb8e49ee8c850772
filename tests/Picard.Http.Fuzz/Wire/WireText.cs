using System.Buffers;
using System.Globalization;
using System.Text;

namespace Picard.Http.Fuzz;

/// <summary>Octets as a person reads them in a transcript: printable ASCII as itself, everything else escaped.</summary>
/// <remarks>Escapes: <c>\r</c> <c>\n</c> <c>\t</c> <c>\0</c> <c>\\</c> <c>\xHH</c>, and in input <c>\(a*60)</c> for a run of one octet.</remarks>
public static class WireText
{
    private static readonly SearchValues<byte> s_plain =
        SearchValues.Create(Enumerable.Range(0x20, 0x5F).Select(octet => (byte)octet).Where(octet => octet != '\\').ToArray());

    /// <summary>The octets that a text of the transcripts stands for.</summary>
    /// <exception cref="FormatException">An escape is none of those above, or a character is not ASCII.</exception>
    public static byte[] Unescape(ReadOnlySpan<char> text)
    {
        var octets = new ArrayBufferWriter<byte>(text.Length + 1);
        while (!text.IsEmpty)
        {
            if (text[0] != '\\')
            {
                Append(octets, char.IsAscii(text[0]) ? (byte)text[0] : throw new FormatException($"'{text[0]}' is not ASCII: write its octets."), 1);
                text = text[1..];
                continue;
            }

            text = text[UnescapeOne(text, octets)..];
        }

        return octets.WrittenSpan.ToArray();
    }

    /// <summary>Writes octets with everything escaped that a reader could not see.</summary>
    public static void Escape(ReadOnlySpan<byte> octets, IBufferWriter<byte> output)
    {
        while (!octets.IsEmpty)
        {
            var plain = octets.IndexOfAnyExcept(s_plain);
            if (plain != 0)
            {
                plain = plain < 0 ? octets.Length : plain;
                output.Write(octets[..plain]);
                octets = octets[plain..];
                continue;
            }

            EscapeOne(octets[0], output);
            octets = octets[1..];
        }
    }

    /// <summary>The same as a string, for messages.</summary>
    public static string Escape(ReadOnlySpan<byte> octets)
    {
        var output = new ArrayBufferWriter<byte>(octets.Length + 1);
        Escape(octets, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static void EscapeOne(byte octet, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> hex = "0123456789ABCDEF"u8;
        switch (octet)
        {
            case (byte)'\r': output.Write("\\r"u8); break;
            case (byte)'\n': output.Write("\\n"u8); break;
            case (byte)'\t': output.Write("\\t"u8); break;
            case 0: output.Write("\\0"u8); break;
            case (byte)'\\': output.Write("\\\\"u8); break;
            default: output.Write([(byte)'\\', (byte)'x', hex[octet >> 4], hex[octet & 0xF]]); break;
        }
    }

    // Returns how many characters the escape took.
    private static int UnescapeOne(ReadOnlySpan<char> text, ArrayBufferWriter<byte> octets)
    {
        switch (text.Length > 1 ? text[1] : ' ')
        {
            case 'r': Append(octets, (byte)'\r', 1); return 2;
            case 'n': Append(octets, (byte)'\n', 1); return 2;
            case 't': Append(octets, (byte)'\t', 1); return 2;
            case '0': Append(octets, 0, 1); return 2;
            case '\\': Append(octets, (byte)'\\', 1); return 2;
            case 'x' when text.Length >= 4:
                Append(octets, byte.Parse(text.Slice(2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), 1);
                return 4;
            case '(' when text.Length >= 6 && text[3] == '*':
                var close = text.IndexOf(')');
                Append(octets, (byte)text[2], int.Parse(text[4..close], NumberStyles.None, CultureInfo.InvariantCulture));
                return close + 1;
            default:
                throw new FormatException($"Not an escape: {text[..Math.Min(8, text.Length)]}");
        }
    }

    private static void Append(ArrayBufferWriter<byte> octets, byte octet, int count)
    {
        octets.GetSpan(count)[..count].Fill(octet);
        octets.Advance(count);
    }
}
