using System.Buffers;
using System.Text.Json;

/// <summary>The content of POST /json.</summary>
readonly record struct Addends(int X, int Y)
{
    public static bool TryRead(ReadOnlySequence<byte> content, out Addends addends)
    {
        addends = default;
        try
        {
            var json = new Utf8JsonReader(content);
            return json.Read() && json.TokenType == JsonTokenType.StartObject && TryReadMembers(ref json, out addends) && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryReadMembers(ref Utf8JsonReader json, out Addends addends)
    {
        int? x = null;
        int? y = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isX = json.ValueTextEquals("x"u8);
            var isY = json.ValueTextEquals("y"u8);
            json.Read();
            if (!isX && !isY)
            {
                json.Skip();
                continue;
            }

            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var value))
            {
                break;
            }

            if (isX)
            {
                x = value;
            }
            else
            {
                y = value;
            }
        }

        addends = new Addends(x ?? 0, y ?? 0);
        return x is not null && y is not null && json.TokenType == JsonTokenType.EndObject;
    }
}
