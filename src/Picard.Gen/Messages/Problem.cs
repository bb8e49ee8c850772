using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Picard;

/// <summary>What went wrong with a request, told in the form of RFC 9457: <c>application/problem+json</c>.</summary>
public sealed class Problem
{
    // Text for people, in a media type that nothing takes for HTML: apostrophes stay what they are. What JSON needs escaped is.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A problem with its status.</summary>
    /// <param name="status">The status of the response, usually 4xx or 5xx.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is informational (1xx), which no final response has.</exception>
    public Problem(StatusCode status)
    {
        if (status.IsInformational)
        {
            throw new ArgumentOutOfRangeException(nameof(status), status.Code, "A 1xx status announces a response and is never the final one (RFC 9110 §15.2).");
        }

        Status = status;
    }

    /// <summary>The status of the response.</summary>
    public StatusCode Status { get; }

    /// <summary>A URI that identifies the kind of problem; null means that the status says it all.</summary>
    public string? Type { get; init; }

    /// <summary>The kind of problem in a few words; null: the reason phrase of the status.</summary>
    public string? Title { get; init; }

    /// <summary>What is the matter this time.</summary>
    public string? Detail { get; init; }

    /// <summary>A URI that identifies this occurrence.</summary>
    public string? Instance { get; init; }

    /// <summary>The parameter to blame, sent as the member <c>parameter</c>.</summary>
    public string? Parameter { get; init; }

    /// <summary>The place in JSON content, such as <c>$.items[3].name</c>, sent as the member <c>path</c>.</summary>
    public string? Path { get; init; }

    /// <summary>What is wrong with a value, by the path of the member, sent as the member <c>errors</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    internal ReadOnlyMemory<byte> ToJson()
    {
        var json = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(json, s_json);
        writer.WriteStartObject();
        writer.WriteString("type"u8, Type ?? "about:blank");
        writer.WriteString("title"u8, Title ?? Status.ReasonPhrase);
        writer.WriteNumber("status"u8, Status.Code);
        WriteOptional(writer, "detail", Detail);
        WriteOptional(writer, "instance", Instance);
        WriteOptional(writer, "parameter", Parameter);
        WriteOptional(writer, "path", Path);
        WriteErrors(writer);
        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenMemory;
    }

    private void WriteErrors(Utf8JsonWriter writer)
    {
        if (Errors is null)
        {
            return;
        }

        writer.WriteStartObject("errors"u8);
        foreach (var (path, messages) in Errors)
        {
            writer.WriteStartArray(path);
            foreach (var message in messages)
            {
                writer.WriteStringValue(message);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
