using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Picard.Gen;

/// <summary>The shapes of the framework's own types: one table, read from top to bottom.</summary>
internal static class ValueShapes
{
    // Limit: longer than the text of any value that is formatted here.
    private const int MaxLength = 128;

    public static readonly Shape<bool> Boolean = new ValueShape<bool>(
        static (w, v) => w.WriteBooleanValue(v), JsonValue.ReadBoolean, static (w, v) => w.WritePropertyName(v ? "True" : "False"), ReadBooleanName);

    public static readonly Shape<sbyte> SByte = new ValueShape<sbyte>(static (w, v) => w.WriteNumberValue(v), JsonValue.ReadSByte, WriteName, JsonValue.Whole<sbyte>);
    public static readonly Shape<byte> Byte = new ValueShape<byte>(static (w, v) => w.WriteNumberValue(v), JsonValue.ReadByte, WriteName, JsonValue.Whole<byte>);
    public static readonly Shape<short> Int16 = new ValueShape<short>(static (w, v) => w.WriteNumberValue(v), JsonValue.ReadInt16, WriteName, JsonValue.Whole<short>);
    public static readonly Shape<ushort> UInt16 = new ValueShape<ushort>(static (w, v) => w.WriteNumberValue(v), JsonValue.ReadUInt16, WriteName, JsonValue.Whole<ushort>);
    public static readonly Shape<int> Int32 = new ValueShape<int>(static (w, v) => w.WriteNumberValue(v), JsonValue.ReadInt32, WriteName, JsonValue.Whole<int>);
    public static readonly Shape<uint> UInt32 = new ValueShape<uint>(static (w, v) => w.WriteNumberValue(v), JsonValue.ReadUInt32, WriteName, JsonValue.Whole<uint>);
    public static readonly Shape<long> Int64 = new ValueShape<long>(static (w, v) => w.WriteNumberValue(v), JsonValue.ReadInt64, WriteName, JsonValue.Whole<long>);
    public static readonly Shape<ulong> UInt64 = new ValueShape<ulong>(static (w, v) => w.WriteNumberValue(v), JsonValue.ReadUInt64, WriteName, JsonValue.Whole<ulong>);
    public static readonly Shape<float> Single = new ValueShape<float>(static (w, v) => w.WriteNumberValue(v), JsonValue.ReadSingle, WriteName, JsonValue.ReadSingle);
    public static readonly Shape<double> Double = new ValueShape<double>(static (w, v) => w.WriteNumberValue(v), JsonValue.ReadDouble, WriteName, JsonValue.ReadDouble);
    public static readonly Shape<decimal> Decimal = new ValueShape<decimal>(static (w, v) => w.WriteNumberValue(v), JsonValue.ReadDecimal, WriteName, JsonValue.ReadDecimal);
    public static readonly Shape<Half> Half = new ValueShape<Half>(WriteRaw, JsonValue.ReadHalf, WriteName, JsonValue.ReadHalf);
    public static readonly Shape<Int128> Int128 = new ValueShape<Int128>(WriteRaw, JsonValue.ReadInt128, WriteName, JsonValue.ReadInt128);
    public static readonly Shape<UInt128> UInt128 = new ValueShape<UInt128>(WriteRaw, JsonValue.ReadUInt128, WriteName, JsonValue.ReadUInt128);

    public static readonly Shape<string?> String = new ValueShape<string?>(
        static (w, v) => w.WriteStringValue(v), JsonValue.ReadString, static (w, v) => w.WritePropertyName(v!), JsonValue.ReadString, static (x, v) => x.Respond(v));

    public static readonly Shape<char> Char = new ValueShape<char>(
        static (w, v) => w.WriteStringValue(new ReadOnlySpan<char>(in v)), ReadChar, static (w, v) => w.WritePropertyName(new ReadOnlySpan<char>(in v)), ReadChar);

    public static readonly Shape<Guid> Guid = new ValueShape<Guid>(static (w, v) => w.WriteStringValue(v), ReadGuid, WriteName, ReadGuid);

    public static readonly Shape<DateTime> DateTime = new ValueShape<DateTime>(
        static (w, v) => w.WriteStringValue(v), static (ref r) => r.TokenType == JsonTokenType.String && r.TryGetDateTime(out var v) ? v : throw JsonFault.Expected("a date and time"));

    public static readonly Shape<DateTimeOffset> DateTimeOffset = new ValueShape<DateTimeOffset>(
        static (w, v) => w.WriteStringValue(v), static (ref r) => r.TokenType == JsonTokenType.String && r.TryGetDateTimeOffset(out var v) ? v : throw JsonFault.Expected("a date and time"));

    public static readonly Shape<DateOnly> DateOnly = new ValueShape<DateOnly>(static (w, v) => WriteText(w, v, "O"), ReadDate, static (w, v) => WriteName(w, v, "O"), ReadDate);

    public static readonly Shape<TimeOnly> TimeOnly = new ValueShape<TimeOnly>(static (w, v) => WriteText(w, v.ToTimeSpan(), "c"), ReadTime);

    public static readonly Shape<TimeSpan> TimeSpan = new ValueShape<TimeSpan>(static (w, v) => WriteText(w, v, "c"), ReadDuration);

    public static readonly Shape<Uri?> Uri = new ValueShape<Uri?>(
        static (w, v) => w.WriteStringValue(v?.OriginalString),
        static (ref r) => JsonValue.ReadString(ref r) is not { } text ? null : System.Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var v) ? v : throw JsonFault.Expected("a URI"));

    public static readonly Shape<Version?> Version = new ValueShape<Version?>(WriteVersion, ReadVersion);

    public static readonly Shape<byte[]?> Octets = new ValueShape<byte[]?>(
        WriteOctets, ReadOctets, send: static (x, v) => v is null ? x.RespondProblem(StatusCode.NotFound) : x.Respond(v.AsMemory()));

    public static readonly Shape<Memory<byte>> Memory = new ValueShape<Memory<byte>>(static (w, v) => w.WriteBase64StringValue(v.Span), static (ref r) => ReadOctets(ref r));
    public static readonly Shape<ReadOnlyMemory<byte>> ReadOnlyMemory = new ValueShape<ReadOnlyMemory<byte>>(
        static (w, v) => w.WriteBase64StringValue(v.Span), static (ref r) => ReadOctets(ref r), send: static (x, v) => x.Respond(v));

    public static readonly Shape<JsonElement> Element = new ValueShape<JsonElement>(WriteElement, static (ref r) => JsonElement.ParseValue(ref r));
    public static readonly Shape<JsonDocument?> Document = new ValueShape<JsonDocument?>(WriteDocument, static (ref r) => JsonDocument.ParseValue(ref r));
    public static readonly Shape<JsonNode?> Node = new ValueShape<JsonNode?>(WriteNode, static (ref r) => JsonNode.Parse(ref r));
    public static readonly Shape<JsonObject?> Object = new ValueShape<JsonObject?>(WriteNode, ReadNode<JsonObject>);
    public static readonly Shape<JsonArray?> Array = new ValueShape<JsonArray?>(WriteNode, ReadNode<JsonArray>);
    public static readonly Shape<System.Text.Json.Nodes.JsonValue?> Value = new ValueShape<System.Text.Json.Nodes.JsonValue?>(WriteNode, ReadNode<System.Text.Json.Nodes.JsonValue>);

    private static void WriteName<T>(Utf8JsonWriter writer, T value)
        where T : IUtf8SpanFormattable => WriteName(writer, value, default);

    private static void WriteName<T>(Utf8JsonWriter writer, T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[MaxLength];
        _ = value.TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
        writer.WritePropertyName(text[..written]);
    }

    private static void WriteText<T>(Utf8JsonWriter writer, T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[MaxLength];
        _ = value.TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }

    private static void WriteRaw<T>(Utf8JsonWriter writer, T value)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[MaxLength];
        _ = value.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);

        // Validated: NaN and the infinities are no JSON.
        writer.WriteRawValue(text[..written]);
    }

    private static bool ReadBooleanName(ref Utf8JsonReader reader) => JsonValue.ReadText<bool>(
        ref reader,
        static (text, out value) => (value = Ascii.EqualsIgnoreCase(text, "true"u8)) || Ascii.EqualsIgnoreCase(text, "false"u8),
        "true or false");

    private static char ReadChar(ref Utf8JsonReader reader) => JsonValue.ReadText<char>(
        ref reader,
        static (text, out value) =>
        {
            // One UTF-16 code unit is at most three octets.
            Span<char> chars = stackalloc char[4];
            var isOne = text.Length <= 4 && Encoding.UTF8.TryGetChars(text, chars, out var written) && written == 1;
            value = chars[0];
            return isOne && value != '\ufffd';
        },
        "a single character");

    private static Guid ReadGuid(ref Utf8JsonReader reader) => JsonValue.ReadText<Guid>(
        ref reader, static (text, out value) => Utf8Parser.TryParse(text, out value, out var read, 'D') && read == text.Length, "a GUID");

    private static DateOnly ReadDate(ref Utf8JsonReader reader) => JsonValue.ReadText<DateOnly>(
        ref reader,
        static (text, out value) =>
        {
            Span<char> chars = stackalloc char[10];
            value = default;
            return text.Length == chars.Length
                && Ascii.ToUtf16(text, chars, out _) == System.Buffers.OperationStatus.Done
                && System.DateOnly.TryParseExact(chars, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
        },
        "a date such as 2026-11-24");

    private static TimeSpan ReadDuration(ref Utf8JsonReader reader) => JsonValue.ReadText<TimeSpan>(ref reader, TryDuration, "a duration such as 1.02:03:04");

    private static TimeOnly ReadTime(ref Utf8JsonReader reader) => JsonValue.ReadText<TimeOnly>(
        ref reader,
        static (text, out value) =>
        {
            TimeSpan time = default;
            var separator = text.IndexOfAny(".:"u8);
            var isTime = separator >= 0 && text[separator] == ':' && TryDuration(text, out time) && time >= System.TimeSpan.Zero && time <= System.TimeOnly.MaxValue.ToTimeSpan();
            value = isTime ? System.TimeOnly.FromTimeSpan(time) : default;
            return isTime;
        },
        "a time such as 12:30:00");

    private static bool TryDuration(ReadOnlySpan<byte> text, out TimeSpan value)
    {
        value = default;
        return text.Length > 0 && text[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'-'
            && Utf8Parser.TryParse(text, out value, out var read, 'c') && read == text.Length;
    }

    private static void WriteVersion(Utf8JsonWriter writer, Version? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        WriteText(writer, value, default);
    }

    private static Version? ReadVersion(ref Utf8JsonReader reader)
    {
        var text = JsonValue.ReadString(ref reader);
        return text is null ? null
            : text.Length > 0 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1]) && System.Version.TryParse(text, out var value) ? value
            : throw JsonFault.Expected("a version such as 1.2.3");
    }

    private static void WriteOctets(Utf8JsonWriter writer, byte[]? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteBase64StringValue(value);
    }

    private static byte[]? ReadOctets(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String when reader.TryGetBytesFromBase64(out var value) => value,
        _ => throw JsonFault.Expected("Base64"),
    };

    private static void WriteElement(Utf8JsonWriter writer, JsonElement value) => value.WriteTo(writer);

    private static void WriteDocument(Utf8JsonWriter writer, JsonDocument? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        value.WriteTo(writer);
    }

    private static void WriteNode(Utf8JsonWriter writer, JsonNode? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        value.WriteTo(writer);
    }

    private static T? ReadNode<T>(ref Utf8JsonReader reader)
        where T : JsonNode => JsonNode.Parse(ref reader) switch
        {
            null => null,
            T node => node,
            _ => throw JsonFault.Expected(typeof(T) == typeof(JsonObject) ? "an object" : typeof(T) == typeof(JsonArray) ? "an array" : "a value"),
        };
}
