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

    /// <summary>Writes a value: text as it is, numbers as in the invariant culture, dates and times as in ISO 8601, enums and bools as words.</summary>
    public static void Write<T>(IBufferWriter<byte> output, T value) => Write(output, value, s_unreserved);

    /// <summary>Writes text whose slashes divide segments.</summary>
    public static void WritePath<T>(IBufferWriter<byte> output, T value) => Write(output, value, s_path);

    /// <summary>A value as text; null: there is none.</summary>
    public static string? Of<T>(T value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable and not Enum => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static void Write<T>(IBufferWriter<byte> output, T value, SearchValues<byte> plain)
    {
        if (value is null)
        {
            return;
        }

        if (value is IUtf8SpanFormattable and not Enum)
        {
            Span<byte> octets = stackalloc byte[128];
            ReadOnlySpan<char> format = value is DateTime or DateTimeOffset or DateOnly or TimeOnly ? "O" : "";

            // A call on the cast itself, since a variable of the interface would hold a box.
            if (((IUtf8SpanFormattable)value).TryFormat(octets, out var written, format, CultureInfo.InvariantCulture))
            {
                Encode(output, octets[..written], plain);
                return;
            }
        }

        Encode(output, Of(value) ?? "", plain);
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
