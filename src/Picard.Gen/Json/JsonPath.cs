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
    /// <param name="content">The JSON.</param>
    /// <param name="options">How it was read.</param>
    /// <param name="consumed">The offset.</param>
    public static string Of(ReadOnlySpan<byte> content, JsonReaderOptions options, long consumed)
    {
        // One for each open object or array. Names are made into strings at the end only: content of millions of items must not cost as many strings.
        var places = new List<Place>();
        var reader = new Utf8JsonReader(content, options);
        try
        {
            while (reader.BytesConsumed < consumed && reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        places.RemoveAt(places.Count - 1);
                        break;
                    case JsonTokenType.PropertyName:
                        places[^1] = new Place(Item: -1, NameStart: (int)reader.TokenStartIndex);
                        break;
                    default:
                        if (places.Count > 0 && places[^1].NameStart < 0)
                        {
                            places[^1] = places[^1] with { Item = places[^1].Item + 1 };
                        }

                        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        {
                            places.Add(new Place(Item: -1, NameStart: -1));
                        }

                        break;
                }
            }
        }
        catch (JsonException)
        {
            // The malformed token itself: the path leads to what came before it.
        }

        return Text(content, places);
    }

    private static string Text(ReadOnlySpan<byte> content, List<Place> places)
    {
        var path = new StringBuilder("$");
        foreach (var place in places)
        {
            if (place.NameStart >= 0)
            {
                var reader = new Utf8JsonReader(content[place.NameStart..]);
                reader.Read();
                path.Append(Named(ref reader));
            }
            else if (place.Item >= 0)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{place.Item}]");
            }
        }

        return path.Length <= MaxLength ? path.ToString() : path.ToString(0, MaxLength) + "…";
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

    /// <summary>How far an object or array was read.</summary>
    /// <param name="Item">The last item of an array; -1 before the first, and in an object.</param>
    /// <param name="NameStart">Where the last name of an object starts; -1 before the first, and in an array.</param>
    private readonly record struct Place(int Item, int NameStart);
}
