using Microsoft.CodeAnalysis.CSharp;

namespace Picard.Gen.Generators;

/// <summary>The schemas of C#'s and the framework's own types, as the runtime's shapes write them. Formats are those of the OpenAPI format registry.</summary>
internal static class KnownSchemas
{
    private static readonly HashSet<string> s_sequences = new(StringComparer.Ordinal)
    {
        "List`1", "IList`1", "ICollection`1", "IEnumerable`1", "IReadOnlyList`1", "IReadOnlyCollection`1", "Collection`1", "ObservableCollection`1", "LinkedList`1", "Queue`1",
        "Stack`1", "HashSet`1", "ISet`1", "IReadOnlySet`1", "SortedSet`1", "ImmutableArray`1", "ImmutableList`1", "IImmutableList`1", "ImmutableHashSet`1", "ImmutableSortedSet`1",
        "Memory`1", "ReadOnlyMemory`1",
    };

    private static readonly HashSet<string> s_dictionaries = new(StringComparer.Ordinal)
    {
        "Dictionary`2", "IDictionary`2", "IReadOnlyDictionary`2", "SortedDictionary`2", "SortedList`2", "ConcurrentDictionary`2", "ReadOnlyDictionary`2", "ImmutableDictionary`2",
        "IImmutableDictionary`2", "ImmutableSortedDictionary`2",
    };

    // Read from text by themselves. What is left out here counts as JSON where a method may have it, as the compiler would not.
    private static readonly HashSet<string> s_parsable = new(StringComparer.Ordinal)
    {
        "Guid", "DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Half", "Int128", "UInt128", "BigInteger", "IPAddress", "IPNetwork", "Version", "Rune", "Complex",
        "String", "Boolean", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Single", "Double", "Decimal", "Char",
    };

    public static bool IsSequence(string key) => s_sequences.Contains(key);

    public static bool IsDictionary(string key) => s_dictionaries.Contains(key);

    public static bool IsParsable(string key) => s_parsable.Contains(key);

    /// <summary>The schema of a type that C# has a word for; null: it has no value that is sent.</summary>
    public static JsonMap? OfKeyword(SyntaxKind keyword) => keyword switch
    {
        SyntaxKind.StringKeyword => OfName("String"),
        SyntaxKind.BoolKeyword => OfName("Boolean"),
        SyntaxKind.SByteKeyword => OfName("SByte"),
        SyntaxKind.ByteKeyword => OfName("Byte"),
        SyntaxKind.ShortKeyword => OfName("Int16"),
        SyntaxKind.UShortKeyword => OfName("UInt16"),
        SyntaxKind.IntKeyword => OfName("Int32"),
        SyntaxKind.UIntKeyword => OfName("UInt32"),
        SyntaxKind.LongKeyword => OfName("Int64"),
        SyntaxKind.ULongKeyword => OfName("UInt64"),
        SyntaxKind.FloatKeyword => OfName("Single"),
        SyntaxKind.DoubleKeyword => OfName("Double"),
        SyntaxKind.DecimalKeyword => OfName("Decimal"),
        SyntaxKind.CharKeyword => OfName("Char"),
        SyntaxKind.ObjectKeyword => [],
        _ => null,
    };

    /// <summary>The schema of a type of the framework that has no type arguments; null: it is none that is known.</summary>
    public static JsonMap? OfName(string name) => name switch
    {
        "String" or "Version" => Of("string"),
        "Boolean" => Of("boolean"),
        "SByte" => Of("integer", "int8"),
        "Byte" => Of("integer", "uint8"),
        "Int16" => Of("integer", "int16"),
        "UInt16" => Of("integer", "uint16"),
        "Int32" => Of("integer", "int32"),
        "UInt32" => Of("integer", "uint32"),
        "Int64" => Of("integer", "int64"),
        "UInt64" => Of("integer", "uint64"),
        "Int128" or "UInt128" or "BigInteger" => Of("integer"),
        "Half" => Of("number"),
        "Single" => Of("number", "float"),
        "Double" => Of("number", "double"),
        "Decimal" => Of("number", "decimal"),
        "Char" => new JsonMap { { "type", "string" }, { "minLength", 1 }, { "maxLength", 1 } },
        "Guid" => Of("string", "uuid"),
        "DateTime" or "DateTimeOffset" => Of("string", "date-time"),
        "DateOnly" => Of("string", "date"),
        "TimeOnly" => Of("string", "time-local"),
        "TimeSpan" => new JsonMap { { "type", "string" }, { "pattern", @"^-?(\d+\.)?\d{2}:\d{2}:\d{2}(\.\d{1,7})?$" } },
        "Uri" => Of("string", "uri-reference"),
        "IPAddress" or "IPNetwork" or "Rune" or "Complex" => Of("string"),
        "JsonElement" or "JsonDocument" or "JsonNode" or "JsonValue" or "Object" or "dynamic" => [],
        "JsonObject" => Of("object"),
        "JsonArray" => Of("array"),
        _ => null,
    };

    public static JsonMap Octets() => new() { { "type", "string" }, { "contentEncoding", "base64" } };

    /// <summary>Any value, and why no more is said.</summary>
    public static JsonMap Any(string reason) => new() { { "description", reason } };

    private static JsonMap Of(string type, string? format = null) => new JsonMap { { "type", type } }.With("format", format);
}
