using System.Buffers;
using System.Text;

namespace Picard.Gen;

/// <summary>A whole response on its way to a result of a client's method.</summary>
internal ref struct ReceivedContent
{
    public required StatusCode Status { get; init; }

    /// <summary>The field Location, as received.</summary>
    public string? Location { get; init; }

    /// <summary>The field Content-Type, as received.</summary>
    public string? ContentType { get; init; }

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
        JsonInput.TryRead(Content, shape, out var value, out var path, out var matter) ? value : Refuse<T>($"is not the JSON that is expected: {path} {matter}");

    /// <summary>Content as text: UTF-8, unless its type says Latin-1.</summary>
    public static string TextOf(string? contentType, in ReadOnlySequence<byte> content)
    {
        var encoding = Encoding.UTF8;
        if (contentType?.IndexOf("charset=", StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            var charset = contentType.AsSpan(at + "charset=".Length).Trim("\" ");
            encoding = charset.StartsWith("iso-8859-1", StringComparison.OrdinalIgnoreCase) || charset.StartsWith("latin1", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : encoding;
        }

        return encoding.GetString(content);
    }
}
