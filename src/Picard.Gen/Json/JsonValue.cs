using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Picard.Gen;

/// <summary>Reads values of C#'s own types, as the web defaults of System.Text.Json do: numbers also from strings.</summary>
public static class JsonValue
{
    private const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    // Limit: the longest text of a number that is looked at, digits of Int128 and exact doubles included.
    private const int MaxNumberLength = 512;

    /// <summary>Reads a string or null.</summary>
    /// <exception cref="JsonException">It is something else, or not Unicode.</exception>
    public static string? ReadString(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null or JsonTokenType.PropertyName))
        {
            JsonFault.ThrowExpected("a string");
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // The reader checks the syntax of strings, and their text only when it is taken.
            throw JsonFault.Expected("Unicode text");
        }
    }

    /// <summary>Reads a truth value.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static bool ReadBoolean(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw JsonFault.Expected("true or false"),
    };

    /// <summary>Reads a number.</summary>
    /// <exception cref="JsonException">It is something else, or out of range.</exception>
    public static sbyte ReadSByte(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetSByte(out var value) ? value : Whole<sbyte>(ref reader);

    /// <inheritdoc cref="ReadSByte"/>
    public static byte ReadByte(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out var value) ? value : Whole<byte>(ref reader);

    /// <inheritdoc cref="ReadSByte"/>
    public static short ReadInt16(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt16(out var value) ? value : Whole<short>(ref reader);

    /// <inheritdoc cref="ReadSByte"/>
    public static ushort ReadUInt16(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt16(out var value) ? value : Whole<ushort>(ref reader);

    /// <inheritdoc cref="ReadSByte"/>
    public static int ReadInt32(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : Whole<int>(ref reader);

    /// <inheritdoc cref="ReadSByte"/>
    public static uint ReadUInt32(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out var value) ? value : Whole<uint>(ref reader);

    /// <inheritdoc cref="ReadSByte"/>
    public static long ReadInt64(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) ? value : Whole<long>(ref reader);

    /// <inheritdoc cref="ReadSByte"/>
    public static ulong ReadUInt64(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out var value) ? value : Whole<ulong>(ref reader);

    /// <inheritdoc cref="ReadSByte"/>
    public static float ReadSingle(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out var value) ? value : Number<float>(ref reader, Real);

    /// <inheritdoc cref="ReadSByte"/>
    public static double ReadDouble(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) ? value : Number<double>(ref reader, Real);

    /// <inheritdoc cref="ReadSByte"/>
    public static decimal ReadDecimal(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var value) ? value : Number<decimal>(ref reader, Real);

    // The types that came later may have white space around them in a string.
    internal static Half ReadHalf(ref Utf8JsonReader reader) => Number<Half>(ref reader, NumberStyles.Float | NumberStyles.AllowThousands);

    internal static Int128 ReadInt128(ref Utf8JsonReader reader) => Number<Int128>(ref reader, NumberStyles.Integer);

    internal static UInt128 ReadUInt128(ref Utf8JsonReader reader) => Number<UInt128>(ref reader, NumberStyles.Integer);

    /// <summary>Reads a value from the text of a string or a name; the text needs no buffer if it is in one piece without escapes.</summary>
    internal static T ReadText<T>(ref Utf8JsonReader reader, Utf8Reading<T> parse, string expected)
    {
        Span<byte> scratch = stackalloc byte[MaxNumberLength];
        return reader.TokenType != JsonTokenType.Number && TryText(in reader, scratch, out var text) && parse(text, out var value) ? value : throw JsonFault.Expected(expected);
    }

    internal static T Whole<T>(ref Utf8JsonReader reader)
        where T : INumberBase<T> => Number<T>(ref reader, NumberStyles.AllowLeadingSign);

    private static T Number<T>(ref Utf8JsonReader reader, NumberStyles style)
        where T : INumberBase<T>
    {
        Span<byte> scratch = stackalloc byte[MaxNumberLength];

        // A text that begins with a letter is NaN or Infinity, which the web defaults do not read.
        return reader.TokenType is JsonTokenType.Number or JsonTokenType.String or JsonTokenType.PropertyName
            && TryText(in reader, scratch, out var text) && !text.ContainsAnyInRange((byte)'F', (byte)'Z') && !text.ContainsAnyInRange((byte)'f', (byte)'z')
            && T.TryParse(text, style, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw JsonFault.Expected((style & NumberStyles.AllowDecimalPoint) != 0 ? "a number in range" : "an integer in range");
    }

    private static bool TryText(scoped in Utf8JsonReader reader, Span<byte> scratch, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String or JsonTokenType.PropertyName))
        {
            return false;
        }

        if (!reader.HasValueSequence && !reader.ValueIsEscaped)
        {
            text = reader.ValueSpan;
            return true;
        }

        if (LengthOf(in reader) > scratch.Length)
        {
            return false;
        }

        if (reader.TokenType == JsonTokenType.Number)
        {
            var written = scratch;
            foreach (var part in reader.ValueSequence)
            {
                part.Span.CopyTo(written);
                written = written[part.Length..];
            }

            text = scratch[..(int)LengthOf(in reader)];
            return true;
        }

        try
        {
            text = scratch[..reader.CopyString(scratch)];
            return true;
        }
        catch (InvalidOperationException)
        {
            // Escapes that are half of a character, or octets that are none.
            return false;
        }
    }

    private static long LengthOf(scoped in Utf8JsonReader reader) => reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
}

/// <summary>Reads a value from the whole of a text.</summary>
internal delegate bool Utf8Reading<T>(ReadOnlySpan<byte> text, out T value);
