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
        var reader = Reader(content);
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
        catch (JsonException fault)
        {
            value = default!;
            path = JsonPath.Of(Reader(content), reader.BytesConsumed);
            matter = fault is ShapeException ? fault.Message : fault.Path is null ? "is not well-formed JSON" : "is not what is expected there";
            return false;
        }
    }

    private static Utf8JsonReader Reader(ReadOnlySequence<byte> content) =>
        content.IsSingleSegment ? new Utf8JsonReader(content.FirstSpan, s_options) : new Utf8JsonReader(content, s_options);

    /// <summary>RFC 8259 §8.1: a byte order mark is not sent, and may be ignored where it is.</summary>
    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> content)
    {
        var reader = new SequenceReader<byte>(content);
        return reader.IsNext("\ufeff"u8, advancePast: true) ? content.Slice(reader.Position) : content;
    }
}
