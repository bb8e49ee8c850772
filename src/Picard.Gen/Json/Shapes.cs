using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Picard.Gen;

/// <summary>Shapes of what C# writes without a name: <c>T[]</c> and <c>T?</c>.</summary>
[SuppressMessage("Style", "IDE0060", Justification = "The arguments are there for overload resolution.")]
public static class Shapes
{
    /// <summary>The shape of an array.</summary>
    public static Shape<T[]> Array<T>(Shape<T> item) => typeof(T) == typeof(byte) ? (Shape<T[]>)(object)ValueShapes.Octets : SequenceShape<T[], T>.Of(item, static items => items.ToArray());

    /// <summary>The shape of <c>T?</c> where <typeparamref name="T"/> is a value type.</summary>
    public static Shape<T?> Optional<T>(Rank5 rank, Of<T?> type, Shape<T> value)
        where T : struct => NullableShape<T>.Of(value);

    /// <summary>The shape of <c>T?</c> where <typeparamref name="T"/> is a reference type: its own, which takes null.</summary>
    public static Shape<T> Optional<T>(Rank4 rank, Of<T> type, Shape<T> value) => value;

    /// <summary>Items of content, which may be missing or not: a request without content has none.</summary>
    public static ItemsShape<T> Optional<T>(Rank5 rank, Of<T> type, ItemsShape<T> value) => value;

    /// <summary>No shape, which <c>?</c> does not change.</summary>
    public static UnsupportedShape<T> Optional<T>(Rank5 rank, Of<T> type, UnsupportedShape<T> value) => value;

    /// <summary>The shape of a type that a context of the user's describes.</summary>
    public static SerializerShape<T> From<T>(JsonSerializerContext context, Of<T> type) => SerializerShape<T>.Of(context);

    /// <summary>The same for a type by itself that may be a result: those stay what they are, whatever a context says.</summary>
    public static SerializerShape<T> From<T>(JsonSerializerContext context, Of<T> type, Shape<T> shape) => SerializerShape<T>.Of(context);

    /// <summary>A result that is no JSON.</summary>
    public static ResultShape<T> From<T>(JsonSerializerContext context, Of<T> type, ResultShape<T> shape) => shape;

    /// <summary>Text, which is sent as it is.</summary>
    public static Shape<string> From(JsonSerializerContext context, Of<string> type, Shape<string> shape) => shape;

    /// <summary>Whether a value is the default of its type, which <c>[JsonIgnore(Condition = WhenWritingDefault)]</c> leaves out.</summary>
    public static bool IsDefault<T>(T value) => EqualityComparer<T>.Default.Equals(value, default);

    /// <summary>Whether a value is null, which <c>[JsonIgnore(Condition = WhenWritingNull)]</c> leaves out.</summary>
    public static bool IsNull<T>(T value) => value is null;
}
