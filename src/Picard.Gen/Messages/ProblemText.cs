using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Picard.Gen;

/// <summary>Reads problem details (RFC 9457) from a response; what is no such object is no problem.</summary>
internal static class ProblemText
{
    /// <summary>The problem that a response is: what it says in problem details, or its status alone.</summary>
    public static Problem Of(ReadOnlySpan<byte> contentType, in ReadOnlySequence<byte> content, StatusCode status) =>
        (IsProblem(contentType) ? Read(content, status) : null) ?? new Problem(status);

    public static bool IsProblem(ReadOnlySpan<byte> contentType)
    {
        var name = "application/problem+json"u8;
        return contentType.Length >= name.Length && Ascii.EqualsIgnoreCase(contentType[..name.Length], name);
    }

    public static Problem? Read(in ReadOnlySequence<byte> content, StatusCode status)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new Problem(status) { Type = Text(root, "type"), Title = Text(root, "title"), Detail = Text(root, "detail"), Instance = Text(root, "instance"), Errors = Errors(root) }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, IReadOnlyList<string>>? Errors(JsonElement root)
    {
        if (!root.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var read = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var member in errors.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                read[member.Name] = [.. member.Value.EnumerateArray().Where(static text => text.ValueKind == JsonValueKind.String).Select(static text => text.GetString()!)];
            }
        }

        return read;
    }
}
