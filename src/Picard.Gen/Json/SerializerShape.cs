using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Picard.Gen;

/// <summary>The shape of a type that a <see cref="JsonSerializerContext"/> of the user's describes: <c>[Json&lt;AppJsonContext&gt;]</c>.</summary>
/// <typeparam name="T">The type.</typeparam>
public sealed class SerializerShape<T> : Shape<T>
{
    private static SerializerShape<T>? s_known;

    private readonly JsonSerializerContext _context;
    private readonly JsonTypeInfo<T> _type;

    private SerializerShape(JsonSerializerContext context)
    {
        _context = context;
        _type = context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
            ?? throw new InvalidOperationException($"{context.GetType()} does not describe {typeof(T)}: add [JsonSerializable(typeof({typeof(T).Name}))] to it.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value) => JsonSerializer.Serialize(writer, value, _type);

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader) => JsonSerializer.Deserialize(ref reader, _type)!;

    internal static SerializerShape<T> Of(JsonSerializerContext context) =>
        s_known is { } known && ReferenceEquals(known._context, context) ? known : s_known = new SerializerShape<T>(context);
}
