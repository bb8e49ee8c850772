using System.Buffers;
using System.Text.Json;

namespace Picard.Gen;

/// <summary>Reads request content as JSON, and says where and why it could not.</summary>
internal static class JsonInput
{
    // Limit: 64, the default of System.Text.Json: recursion on content from outside must end before the stack does.
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = MaxDepth };

    /// <summary>Reads one value and the end of the content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="shape">What to read.</param>
    /// <param name="value">The value.</param>
    /// <param name="path">Where it went wrong, such as <c>$.items[3].name</c>.</param>
    /// <param name="matter">What is wrong there, as the rest of a sentence.</param>
    /// <returns>Whether the content is a value of the shape.</returns>
    public static bool TryRead<T>(ReadOnlySequence<byte> content, Shape<T> shape, out T value, out string path, out string matter)
    {
        content = WithoutMark(content);
        if (content.IsSingleSegment)
        {
            return TryRead(content.FirstSpan, shape, out value, out path, out matter);
        }

        // In one piece: over several, Utf8JsonReader throws IndexOutOfRangeException where a literal is cut off (.NET 10), and reads slower.
        var length = (int)content.Length;
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            content.CopyTo(whole);
            return TryRead(whole.AsSpan(0, length), shape, out value, out path, out matter);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <summary>Reads one value from octets that have no byte order mark.</summary>
    /// <inheritdoc cref="TryRead{T}(ReadOnlySequence{byte}, Shape{T}, out T, out string, out string)"/>
    public static bool TryRead<T>(ReadOnlySpan<byte> content, Shape<T> shape, out T value, out string path, out string matter)
    {
        var reader = new Utf8JsonReader(content, s_options);
        try
        {
            _ = reader.Read();
            value = shape.Read(ref reader);

            // Anything but white space behind the value is an error that this read finds.
            _ = reader.Read();
            path = "";
            matter = "";
            return true;
        }
        catch (Exception fault) when (fault is JsonException || IsOfText(fault))
        {
            value = default!;
            path = fault is JsonException { Path: { } told } ? told : JsonPath.Of(content, s_options, reader.BytesConsumed);
            matter = fault is ShapeException ? fault.Message
                : fault is JsonException { Path: null } ? "is not well-formed JSON"
                : "is not what is expected there";
            return false;
        }
    }

    /// <summary>The reader and the serializer mark so what they throw for text that is not Unicode, which they see only when a value is taken.</summary>
    private static bool IsOfText(Exception fault) => fault is InvalidOperationException or FormatException && fault.Source == "System.Text.Json.Rethrowable";

    /// <summary>RFC 8259 §8.1: a byte order mark is not sent, and may be ignored where it is.</summary>
    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> content)
    {
        var reader = new SequenceReader<byte>(content);
        return reader.IsNext("\ufeff"u8, advancePast: true) ? content.Slice(reader.Position) : content;
    }
}
