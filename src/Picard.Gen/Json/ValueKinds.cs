using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Picard.Gen.KnownShapes;

// Not the assembly's namespace: emitted code imports this one for its extension methods, and must import nothing else with them.

/// <summary>The shapes of the framework's own types, found by overload resolution on <c>default(Of&lt;Guid&gt;).Shape()</c>.</summary>
[SuppressMessage("Style", "IDE0060", Justification = "The arguments are there for overload resolution.")]
public static class ValueKinds
{
    /// <summary>A truth value.</summary>
    public static Shape<bool> Shape(this Of<bool> type) => ValueShapes.Boolean;

    /// <summary>A number.</summary>
    public static Shape<sbyte> Shape(this Of<sbyte> type) => ValueShapes.SByte;

    /// <summary>A number.</summary>
    public static Shape<byte> Shape(this Of<byte> type) => ValueShapes.Byte;

    /// <summary>A number.</summary>
    public static Shape<short> Shape(this Of<short> type) => ValueShapes.Int16;

    /// <summary>A number.</summary>
    public static Shape<ushort> Shape(this Of<ushort> type) => ValueShapes.UInt16;

    /// <summary>A number.</summary>
    public static Shape<int> Shape(this Of<int> type) => ValueShapes.Int32;

    /// <summary>A number.</summary>
    public static Shape<uint> Shape(this Of<uint> type) => ValueShapes.UInt32;

    /// <summary>A number.</summary>
    public static Shape<long> Shape(this Of<long> type) => ValueShapes.Int64;

    /// <summary>A number.</summary>
    public static Shape<ulong> Shape(this Of<ulong> type) => ValueShapes.UInt64;

    /// <summary>A number.</summary>
    public static Shape<Int128> Shape(this Of<Int128> type) => ValueShapes.Int128;

    /// <summary>A number.</summary>
    public static Shape<UInt128> Shape(this Of<UInt128> type) => ValueShapes.UInt128;

    /// <summary>A number.</summary>
    public static Shape<Half> Shape(this Of<Half> type) => ValueShapes.Half;

    /// <summary>A number.</summary>
    public static Shape<float> Shape(this Of<float> type) => ValueShapes.Single;

    /// <summary>A number.</summary>
    public static Shape<double> Shape(this Of<double> type) => ValueShapes.Double;

    /// <summary>A number.</summary>
    public static Shape<decimal> Shape(this Of<decimal> type) => ValueShapes.Decimal;

    /// <summary>A string.</summary>
    public static Shape<string> Shape(this Of<string> type) => ValueShapes.String!;

    /// <summary>A string of one character.</summary>
    public static Shape<char> Shape(this Of<char> type) => ValueShapes.Char;

    /// <summary>A string of 36 characters.</summary>
    public static Shape<Guid> Shape(this Of<Guid> type) => ValueShapes.Guid;

    /// <summary>A string by ISO 8601.</summary>
    public static Shape<DateTime> Shape(this Of<DateTime> type) => ValueShapes.DateTime;

    /// <summary>A string by ISO 8601.</summary>
    public static Shape<DateTimeOffset> Shape(this Of<DateTimeOffset> type) => ValueShapes.DateTimeOffset;

    /// <summary>A string by ISO 8601.</summary>
    public static Shape<DateOnly> Shape(this Of<DateOnly> type) => ValueShapes.DateOnly;

    /// <summary>A string such as <c>12:30:00</c>.</summary>
    public static Shape<TimeOnly> Shape(this Of<TimeOnly> type) => ValueShapes.TimeOnly;

    /// <summary>A string such as <c>1.02:03:04</c>.</summary>
    public static Shape<TimeSpan> Shape(this Of<TimeSpan> type) => ValueShapes.TimeSpan;

    /// <summary>A string.</summary>
    public static Shape<Uri> Shape(this Of<Uri> type) => ValueShapes.Uri!;

    /// <summary>A string such as <c>1.2.3</c>.</summary>
    public static Shape<Version> Shape(this Of<Version> type) => ValueShapes.Version!;

    /// <summary>Octets as Base64.</summary>
    public static Shape<Memory<byte>> Shape(this Of<Memory<byte>> type, Shape<byte> item) => ValueShapes.Memory;

    /// <summary>Octets as Base64.</summary>
    public static Shape<ReadOnlyMemory<byte>> Shape(this Of<ReadOnlyMemory<byte>> type, Shape<byte> item) => ValueShapes.ReadOnlyMemory;

    /// <summary>Any JSON.</summary>
    public static Shape<JsonElement> Shape(this Of<JsonElement> type) => ValueShapes.Element;

    /// <summary>Any JSON.</summary>
    public static Shape<JsonDocument> Shape(this Of<JsonDocument> type) => ValueShapes.Document!;

    /// <summary>Any JSON.</summary>
    public static Shape<JsonNode> Shape(this Of<JsonNode> type) => ValueShapes.Node!;

    /// <summary>An object.</summary>
    public static Shape<JsonObject> Shape(this Of<JsonObject> type) => ValueShapes.Object!;

    /// <summary>An array.</summary>
    public static Shape<JsonArray> Shape(this Of<JsonArray> type) => ValueShapes.Array!;

    /// <summary>A value that is neither object nor array.</summary>
    public static Shape<System.Text.Json.Nodes.JsonValue> Shape(this Of<System.Text.Json.Nodes.JsonValue> type) => ValueShapes.Value!;

    /// <summary>What the object is when it is written; any JSON when it is read.</summary>
    public static Shape<object> Shape(this Of<object> type) => ObjectShape.Instance!;
}
