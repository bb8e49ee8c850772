using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Picard;
using Names = System.Collections.Generic.Dictionary<string, int>;

namespace Picard.Gen.Generators.Tests.CompiledHandlers;

[Application]
internal sealed partial class CorpusApplication;

public sealed record Numbers(sbyte A, byte B, short C, ushort D, int E, uint F, long G, ulong H, float I, double J, decimal K, Half L, Int128 M, UInt128 N);

public sealed record Optionals(int? A, double? B, bool? C, Guid? D, DateTime? E, Season? F, Pair? G, char? H, decimal? I, string? J, TimeSpan? K);

public sealed record Values(string A, bool B, char C, Guid D, DateTime E, DateTimeOffset F, DateOnly G, TimeOnly H, TimeSpan I, Uri J, Version K, byte[] L, Memory<byte> M, ReadOnlyMemory<byte> N);

public sealed record Collections(
    int[] A, List<string> B, IList<int> C, ICollection<int> D, IEnumerable<int> E, IReadOnlyList<int> F, IReadOnlyCollection<string> G, HashSet<int> H, ISet<int> I,
    SortedSet<int> J, Queue<int> K, LinkedList<int> L, Collection<int> M, ObservableCollection<int> N, int[][] O, List<List<Pair>> P, Pair?[] Q, Memory<int> R);

public sealed record Immutables(
    ImmutableArray<int> A, ImmutableList<string> B, IImmutableList<int> C, ImmutableHashSet<int> D, ImmutableSortedSet<int> E, ImmutableDictionary<string, int> F, ImmutableSortedDictionary<string, int> G);

public sealed record Dictionaries(
    Dictionary<string, int> A, IDictionary<int, string> B, IReadOnlyDictionary<Guid, Pair> C, SortedDictionary<string, List<int>> D, ConcurrentDictionary<string, int> E,
    Dictionary<Season, int> F, Dictionary<long, bool> G, Names H, KeyValuePair<string, int> I, Dictionary<DateOnly, int> J, Dictionary<Named, int> K, Dictionary<bool, int> L);

public sealed record Documents(JsonElement A, JsonNode? B, JsonObject? C, JsonArray? D, object? E);

public enum Season
{
    Spring,
    Summer = 5,
    Autumn,
    Winter = -3,
}

[JsonConverter(typeof(JsonStringEnumConverter))]
public enum Named : byte
{
    None,
    FirstOne,
    [JsonStringEnumMemberName("the second")]
    Second,
}

[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<Access>))]
public enum Access
{
    None = 0,
    Read = 1,
    Write = 2,
    Both = 3,
    Execute = 8,
}

public enum Wide : ulong
{
    Small = 1,
    Large = ulong.MaxValue,
}

public sealed record Enums(Season A, Named B, Access C, Wide D, [property: JsonConverter(typeof(JsonStringEnumConverter))] Season E, DayOfWeek F)
{
    [JsonConverter(typeof(JsonStringEnumConverter))]
    public Season? G { get; init; }
}

public readonly record struct Pair(int X, string? Y);

public record struct Loose(int X, int Y = 5)
{
    public string? Note { get; set; }
}

public struct Plainest
{
    public int X { get; set; }

    public string? Y { get; set; }

    public readonly int Sum => X + 1;
}

public class Mutable
{
    public int Id { get; set; } = 7;

    public string Name { get; set; } = "none";

    public string? Init { get; init; } = "kept";

    public int ReadOnly { get; } = 3;

    public int Computed => Id * 2;

    public int PrivateSet { get; private set; } = 4;

    public static int Static { get; set; } = 9;

    internal int Internal { get; set; } = 1;

    public List<int> Items { get; set; } = [1, 2];

    public int this[int index] => index;
}

public class Animal
{
    public string Name { get; set; } = "";

    public virtual int Legs { get; set; } = 4;

    public List<Pair>? Marks { get; init; } = [new(1, "a")];
}

public class Dog : Animal
{
    public bool Barks { get; set; }

    public override int Legs { get; set; } = 5;
}

public sealed class Puppy : Dog
{
    public int Weeks { get; init; }
}

public record Shape1(int X, List<int> Sizes);

public sealed record Shape2(int X, List<int> Sizes, int Y) : Shape1(X, Sizes);

public class Base<T>
{
    public T? Value { get; set; }

    public List<T> Values { get; set; } = [];
}

public sealed class OfInts : Base<int>
{
    public string? Note { get; set; }
}

public sealed class OfLists<T> : Base<List<T>>
{
    public T? Other { get; init; }
}

public sealed record Page<T>(IReadOnlyList<T> Items, int Total, T? First = default);

public sealed record Node(int Value, List<Node>? Children, Node? Next, Dictionary<string, Node>? ByName);

public sealed class Tree<T>
{
    public T? Value { get; set; }

    public Tree<T>? Left { get; set; }

    public Tree<T>? Right { get; set; }
}

internal sealed class Named1
{
    [JsonPropertyName("the <name>")]
    public string A { get; set; } = "";

    [JsonPropertyOrder(-1)]
    public int First { get; set; }

    [JsonPropertyOrder(5)]
    public int Last { get; set; }

    [JsonIgnore]
    public int Ignored { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NotNull { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int NotDefault { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Always { get; set; }

    [JsonInclude]
    public int Field = 3;

    public int NoField = 4;

    public string URLValue { get; set; } = "";

    public string ID { get; set; } = "";

    public string @class { get; set; } = "";

    public int Größe { get; set; }

    public int _private { get; set; }
}

public sealed class Required
{
    public required string Name { get; init; }

    public required int Age { get; set; }

    [JsonRequired]
    public string? Other { get; set; }

    public string? Free { get; set; }
}

public sealed class Chosen
{
    public Chosen()
    {
        A = -1;
    }

    [JsonConstructor]
    public Chosen(int a, string b = "default")
    {
        A = a;
        B = b;
    }

    public int A { get; }

    public string? B { get; }

    public int C { get; set; } = 8;
}

public sealed class Primary(int x, List<int>? items)
{
    public int X { get; } = x;

    public List<int>? Items { get; } = items;

    public string? Later { get; set; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Strict(int A);

public sealed partial class InParts
{
    public int A { get; set; }
}

public sealed partial class InParts
{
    public List<Pair> B { get; set; } = [];
}

public static class Container
{
    public sealed record Inner(int A, Sibling? B);

    public sealed record Sibling(string C);
}

public sealed record Empty;

/// <summary>Every type of the corpus in a signature, which is what shapes are emitted for.</summary>
[Handler(Application = typeof(CorpusApplication))]
internal sealed partial class CorpusHandlers
{
    [Post("/1")] private Numbers A(Numbers v) => v;
    [Post("/2")] private Optionals A(Optionals v) => v;
    [Post("/3")] private Values A(Values v) => v;
    [Post("/4")] private Collections A(Collections v) => v;
    [Post("/5")] private Immutables A(Immutables v) => v;
    [Post("/6")] private Dictionaries A(Dictionaries v) => v;
    [Post("/7")] private Documents A(Documents v) => v;
    [Post("/8")] private Enums A(Enums v) => v;
    [Post("/9")] private Loose A(Loose v) => v;
    [Post("/10")] private Plainest A(Plainest v) => v;
    [Post("/11")] private Mutable A(Mutable v) => v;
    [Post("/12")] private Puppy A(Puppy v) => v;
    [Post("/13")] private Shape2 A(Shape2 v) => v;
    [Post("/14")] private OfInts A(OfInts v) => v;
    [Post("/15")] private OfLists<string> A(OfLists<string> v) => v;
    [Post("/16")] private Page<Pair> A(Page<Pair> v) => v;
    [Post("/17")] private Node A(Node v) => v;
    [Post("/18")] private Tree<int> A(Tree<int> v) => v;
    [Post("/19")] private Named1 A(Named1 v) => v;
    [Post("/20")] private Required A(Required v) => v;
    [Post("/21")] private Chosen A(Chosen v) => v;
    [Post("/22")] private Primary A(Primary v) => v;
    [Post("/23")] private Strict A(Strict v) => v;
    [Post("/24")] private InParts A(InParts v) => v;
    [Post("/25")] private Container.Inner A(Container.Inner v) => v;
    [Post("/26")] private Empty A(Empty v) => v;
    [Post("/27")] private Stack<int> A(Stack<int> v) => v;
}
