namespace Picard.Gen.Generators;

/// <summary>Names that the runtime has shapes for. Looking for them in the references would find nothing; a type of the project that has such a name is found first.</summary>
internal static class FrameworkNames
{
    private static readonly HashSet<string> s_all = new(StringComparer.Ordinal)
    {
        "Guid", "DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Uri", "Version", "Half", "Int128", "UInt128", "JsonElement", "JsonDocument", "JsonNode",
        "JsonObject", "JsonArray", "JsonValue", "List`1", "IList`1", "ICollection`1", "IEnumerable`1", "IReadOnlyList`1", "IReadOnlyCollection`1", "Collection`1",
        "ObservableCollection`1", "LinkedList`1", "Queue`1", "Stack`1", "HashSet`1", "ISet`1", "IReadOnlySet`1", "SortedSet`1", "ImmutableArray`1", "ImmutableList`1",
        "IImmutableList`1", "ImmutableHashSet`1", "ImmutableSortedSet`1", "Memory`1", "ReadOnlyMemory`1", "Dictionary`2", "IDictionary`2", "IReadOnlyDictionary`2",
        "SortedDictionary`2", "SortedList`2", "ConcurrentDictionary`2", "ReadOnlyDictionary`2", "ImmutableDictionary`2", "IImmutableDictionary`2",
        "ImmutableSortedDictionary`2", "KeyValuePair`2", "Nullable`1", "Task`1", "ValueTask`1", "IEquatable`1", "IComparable`1", "IComparable", "IDisposable", "IParsable`1",
        "ISpanParsable`1", "IUtf8SpanParsable`1", "CancellationToken", "Request",
    };

    // Names of results, and of items, with what is inside them. They are sent as what they are even where a context describes the JSON.
    private static readonly HashSet<string> s_results = new(StringComparer.Ordinal)
    {
        "Results`2", "Results`3", "Results`4", "Results`5", "Results`6", "Ok`1", "Created`1", "Accepted`1", "BadRequest`1", "NotFound`1", "Conflict`1", "UnprocessableContent`1",
        "IAsyncEnumerable`1", "SseItem`1",
    };

    public static bool Contains(string key) => s_all.Contains(key) || IsResult(key);

    public static bool IsResult(string key) => s_results.Contains(key);
}
