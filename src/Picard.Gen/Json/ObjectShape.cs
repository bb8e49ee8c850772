using System.Text.Json;
using System.Text.Json.Nodes;

namespace Picard.Gen;

/// <summary>The shape of <see cref="object"/>: what it holds decides how it is written; it is read as a <see cref="JsonElement"/>.</summary>
internal sealed class ObjectShape : Shape<object?>
{
    public static ObjectShape Instance { get; } = new();

    public override void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string v: writer.WriteStringValue(v); break;
            case bool v: writer.WriteBooleanValue(v); break;
            case char v: ValueShapes.Char.Write(writer, v); break;
            case sbyte v: writer.WriteNumberValue(v); break;
            case byte v: writer.WriteNumberValue(v); break;
            case short v: writer.WriteNumberValue(v); break;
            case ushort v: writer.WriteNumberValue(v); break;
            case int v: writer.WriteNumberValue(v); break;
            case uint v: writer.WriteNumberValue(v); break;
            case long v: writer.WriteNumberValue(v); break;
            case ulong v: writer.WriteNumberValue(v); break;
            case float v: writer.WriteNumberValue(v); break;
            case double v: writer.WriteNumberValue(v); break;
            case decimal v: writer.WriteNumberValue(v); break;
            case Guid v: writer.WriteStringValue(v); break;
            case DateTime v: writer.WriteStringValue(v); break;
            case DateTimeOffset v: writer.WriteStringValue(v); break;
            case DateOnly v: ValueShapes.DateOnly.Write(writer, v); break;
            case TimeOnly v: ValueShapes.TimeOnly.Write(writer, v); break;
            case TimeSpan v: ValueShapes.TimeSpan.Write(writer, v); break;
            case Uri v: ValueShapes.Uri.Write(writer, v); break;
            case Version v: ValueShapes.Version.Write(writer, v); break;
            case byte[] v: writer.WriteBase64StringValue(v); break;
            case JsonElement v: v.WriteTo(writer); break;
            case JsonDocument v: v.WriteTo(writer); break;
            case JsonNode v: v.WriteTo(writer); break;
            case IEnumerable<object?> items: WriteItems(writer, items); break;
            case IEnumerable<KeyValuePair<string, object?>> members: WriteMembers(writer, members); break;
            case { } v when v.GetType() == typeof(object):
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
            default:
                // Any other type would have to be found by reflection, which a trimmed application does not have.
                throw new NotSupportedException(
                    $"An object that is a {value.GetType()} has no JSON shape: declare the member with its type, or mark the handler [Json<…>] with a JsonSerializerContext.");
        }
    }

    public override object? Read(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : JsonElement.ParseValue(ref reader);

    private void WriteItems(Utf8JsonWriter writer, IEnumerable<object?> items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }

    private void WriteMembers(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }
}
