using System.Buffers;
using System.Globalization;
using System.Text;

namespace Picard.Client;

/// <summary>Values as text of a request target, percent-encoded (RFC 3986 §2).</summary>
internal static class TargetText
{
    private static readonly SearchValues<byte> s_unreserved = SearchValues.Create("-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // RFC 3986 §3.3: pchar, and the slash between segments.
    private static readonly SearchValues<byte> s_path = SearchValues.Create("/-._~!$&'()*+,;=:@0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Writes a value: text as it is, numbers and dates as in the invariant culture, enums and bools as words.</summary>
    public static void Write<T>(IBufferWriter<byte> output, T value)
    {
        switch (value)
        {
            case null:
                return;
            case string text:
                Encode(output, text, s_unreserved);
                return;
            case bool flag:
                output.Write(flag ? "true"u8 : "false"u8);
                return;
            case DateTime or DateTimeOffset:
                WriteFormatted(output, (IUtf8SpanFormattable)value, "O");
                return;
            case Enum:
                Encode(output, value.ToString() ?? "", s_unreserved);
                return;
            case IUtf8SpanFormattable formattable:
                WriteFormatted(output, formattable, "");
                return;
            case IFormattable formattable:
                Encode(output, formattable.ToString(null, CultureInfo.InvariantCulture), s_unreserved);
                return;
            default:
                Encode(output, value.ToString() ?? "", s_unreserved);
                return;
        }
    }

    /// <summary>Writes text whose slashes divide segments.</summary>
    public static void WritePath(IBufferWriter<byte> output, string? text) => Encode(output, text ?? "", s_path);

    private static void WriteFormatted<T>(IBufferWriter<byte> output, T value, string format)
        where T : IUtf8SpanFormattable
    {
        Span<byte> octets = stackalloc byte[128];
        if (value.TryFormat(octets, out var written, format, CultureInfo.InvariantCulture))
        {
            Encode(output, octets[..written], s_unreserved);
            return;
        }

        Encode(output, value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value.ToString() ?? "", s_unreserved);
    }

    private static void Encode(IBufferWriter<byte> output, string text, SearchValues<byte> plain)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, rented);
        Encode(output, rented.AsSpan(0, length), plain);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void Encode(IBufferWriter<byte> output, scoped ReadOnlySpan<byte> octets, SearchValues<byte> plain)
    {
        while (!octets.IsEmpty)
        {
            var run = octets.IndexOfAnyExcept(plain);
            if (run != 0)
            {
                output.Write(run < 0 ? octets : octets[..run]);
                octets = run < 0 ? default : octets[run..];
                continue;
            }

            var span = output.GetSpan(3);
            span[0] = (byte)'%';
            _ = octets[0].TryFormat(span[1..], out _, "X2", CultureInfo.InvariantCulture);
            output.Advance(3);
            octets = octets[1..];
        }
    }
}
