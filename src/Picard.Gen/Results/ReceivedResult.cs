using System.Buffers;
using System.Text;

namespace Picard.Gen;

/// <summary>A whole response on its way to a result of a client's method.</summary>
internal ref struct ReceivedResult
{
    public required StatusCode Status { get; init; }

    /// <summary>The field Location, as received.</summary>
    public string? Location { get; init; }

    /// <summary>The field Content-Type, as received.</summary>
    public ReadOnlySpan<byte> ContentType { get; init; }

    public ReadOnlySequence<byte> Content { get; init; }

    /// <summary>Why the response is not the result that its status says, as the rest of a sentence; null: it is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Says why there is no result.</summary>
    public T Refuse<T>(string fault)
    {
        Fault = fault;
        return default!;
    }

    /// <summary>Reads a value: text and octets as they are, anything else as JSON.</summary>
    public T Read<T>(Shape<T> shape)
    {
        if (typeof(T) == typeof(string))
        {
            return (T)(object)TextOf(ContentType, Content);
        }

        if (typeof(T) == typeof(byte[]))
        {
            return (T)(object)Content.ToArray();
        }

        return typeof(T) == typeof(ReadOnlyMemory<byte>) ? (T)(object)(ReadOnlyMemory<byte>)Content.ToArray() : ReadJson(shape);
    }

    /// <summary>Reads JSON.</summary>
    public T ReadJson<T>(Shape<T> shape) =>
        JsonInput.TryRead(Content, shape, out var value, out var path, out var matter) ? value
        : Content.IsEmpty ? Refuse<T>("is empty, where JSON is expected")
        : Refuse<T>($"is not the JSON that is expected: {path} {matter}");

    /// <summary>Content as text: UTF-8, unless its type says Latin-1.</summary>
    public static string TextOf(ReadOnlySpan<byte> mediaType, in ReadOnlySequence<byte> content) => (IsLatin1(mediaType) ? Encoding.Latin1 : Encoding.UTF8).GetString(content);

    // In the octets themselves: most text says that it is UTF-8, and a string to find that out would be garbage.
    private static bool IsLatin1(ReadOnlySpan<byte> mediaType)
    {
        for (var equals = mediaType.IndexOf((byte)'='); equals >= 0; equals = mediaType.IndexOf((byte)'='))
        {
            var value = mediaType[(equals + 1)..];
            if (EndsWith(mediaType[..equals], "charset"u8))
            {
                value = value.TrimStart("\" "u8);
                return StartsWith(value, "iso-8859-1"u8) || StartsWith(value, "latin1"u8);
            }

            mediaType = value;
        }

        return false;
    }

    private static bool StartsWith(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> token) => octets.Length >= token.Length && Ascii.EqualsIgnoreCase(octets[..token.Length], token);

    private static bool EndsWith(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> token) => octets.Length >= token.Length && Ascii.EqualsIgnoreCase(octets[^token.Length..], token);
}
