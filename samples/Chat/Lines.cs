using System.Buffers;
using System.Text.Json;

/// <summary>What goes to the clients: JSON, written once for all of them.</summary>
public static class Lines
{
    /// <summary>What a member says.</summary>
    public static ReadOnlyMemory<byte> Of(string from, ReadOnlySpan<byte> text)
    {
        var line = new ArrayBufferWriter<byte>(text.Length + 64);
        using var json = new Utf8JsonWriter(line);
        json.WriteStartObject();
        json.WriteString("from"u8, from);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
        json.Flush();
        return line.WrittenMemory;
    }

    /// <summary>What the room says.</summary>
    public static ReadOnlyMemory<byte> Notice(string text)
    {
        var line = new ArrayBufferWriter<byte>(64);
        using var json = new Utf8JsonWriter(line);
        json.WriteStartObject();
        json.WriteString("notice"u8, text);
        json.WriteEndObject();
        json.Flush();
        return line.WrittenMemory;
    }
}
