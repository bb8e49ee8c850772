using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Picard.Gen;

/// <summary>The path to a place in JSON. It is found by reading again up to there, so that reading good JSON keeps no track of it.</summary>
internal static class JsonPath
{
    // Limit: the path goes back to the client that wrote the names in it.
    private const int MaxLength = 256;

    private static readonly SearchValues<char> s_special = SearchValues.Create(". '/\"[]()\t\n\r\f\b\\\u0085\u2028\u2029");

    /// <summary>The path of the last token before an offset; of an object or array for its beginning and its end.</summary>
    /// <param name="reader">A reader at the beginning of the JSON.</param>
    /// <param name="consumed">The offset.</param>
    public static string Of(Utf8JsonReader reader, long consumed)
    {
        // One for each open object or array: the last name or index in it.
        var steps = new List<string>();
        var indexes = new List<int>();
        try
        {
            while (reader.BytesConsumed < consumed && reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        steps.RemoveAt(steps.Count - 1);
                        indexes.RemoveAt(indexes.Count - 1);
                        break;
                    case JsonTokenType.PropertyName:
                        steps[^1] = Named(ref reader);
                        break;
                    default:
                        if (indexes.Count > 0 && indexes[^1] >= 0)
                        {
                            steps[^1] = $"[{indexes[^1]++.ToString(CultureInfo.InvariantCulture)}]";
                        }

                        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        {
                            steps.Add("");
                            indexes.Add(reader.TokenType == JsonTokenType.StartArray ? 0 : -1);
                        }

                        break;
                }
            }
        }
        catch (JsonException)
        {
            // The malformed token itself: the path leads to what came before it.
        }

        var path = "$" + string.Concat(steps);
        return path.Length <= MaxLength ? path : path[..MaxLength] + "…";
    }

    private static string Named(ref Utf8JsonReader reader)
    {
        string name;
        try
        {
            name = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            name = "\ufffd";
        }

        name = name.Length <= MaxLength ? name : name[..MaxLength];
        return name.AsSpan().ContainsAny(s_special) ? $"['{name}']" : "." + name;
    }
}
