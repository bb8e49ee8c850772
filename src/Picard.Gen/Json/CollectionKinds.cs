using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Picard.Gen.KnownShapes;

/// <summary>The shapes of the framework's collections: arrays in JSON.</summary>
[SuppressMessage("Style", "IDE0060", Justification = "The arguments are there for overload resolution.")]
public static class CollectionKinds
{
    /// <summary>A list.</summary>
    public static Shape<List<T>> Shape<T>(this Of<List<T>> type, Shape<T> item) => SequenceShape<List<T>, T>.Of(item, static items => ListOf(items));

    /// <summary>A list.</summary>
    public static Shape<IList<T>> Shape<T>(this Of<IList<T>> type, Shape<T> item) => SequenceShape<IList<T>, T>.Of(item, static items => ListOf(items));

    /// <summary>A list.</summary>
    public static Shape<ICollection<T>> Shape<T>(this Of<ICollection<T>> type, Shape<T> item) => SequenceShape<ICollection<T>, T>.Of(item, static items => ListOf(items));

    /// <summary>A list.</summary>
    public static Shape<IEnumerable<T>> Shape<T>(this Of<IEnumerable<T>> type, Shape<T> item) => SequenceShape<IEnumerable<T>, T>.Of(item, static items => ListOf(items));

    /// <summary>A list.</summary>
    public static Shape<IReadOnlyList<T>> Shape<T>(this Of<IReadOnlyList<T>> type, Shape<T> item) => SequenceShape<IReadOnlyList<T>, T>.Of(item, static items => ListOf(items));

    /// <summary>A list.</summary>
    public static Shape<IReadOnlyCollection<T>> Shape<T>(this Of<IReadOnlyCollection<T>> type, Shape<T> item) =>
        SequenceShape<IReadOnlyCollection<T>, T>.Of(item, static items => ListOf(items));

    /// <summary>A list.</summary>
    public static Shape<Collection<T>> Shape<T>(this Of<Collection<T>> type, Shape<T> item) => SequenceShape<Collection<T>, T>.Of(item, static items => new Collection<T>(ListOf(items)));

    /// <summary>A list.</summary>
    public static Shape<ObservableCollection<T>> Shape<T>(this Of<ObservableCollection<T>> type, Shape<T> item) =>
        SequenceShape<ObservableCollection<T>, T>.Of(item, static items => new ObservableCollection<T>(ListOf(items)));

    /// <summary>A list.</summary>
    public static Shape<LinkedList<T>> Shape<T>(this Of<LinkedList<T>> type, Shape<T> item) => SequenceShape<LinkedList<T>, T>.Of(item, static items => new LinkedList<T>(ListOf(items)));

    /// <summary>A queue, its head first.</summary>
    public static Shape<Queue<T>> Shape<T>(this Of<Queue<T>> type, Shape<T> item) => SequenceShape<Queue<T>, T>.Of(item, static items => new Queue<T>(ListOf(items)));

    /// <summary>A stack: written from its top, read by pushing, so that it comes back reversed, as with System.Text.Json.</summary>
    public static Shape<Stack<T>> Shape<T>(this Of<Stack<T>> type, Shape<T> item) => SequenceShape<Stack<T>, T>.Of(item, static items => new Stack<T>(ListOf(items)));

    /// <summary>A set.</summary>
    public static Shape<HashSet<T>> Shape<T>(this Of<HashSet<T>> type, Shape<T> item) => SequenceShape<HashSet<T>, T>.Of(item, static items => SetOf(items));

    /// <summary>A set.</summary>
    public static Shape<ISet<T>> Shape<T>(this Of<ISet<T>> type, Shape<T> item) => SequenceShape<ISet<T>, T>.Of(item, static items => SetOf(items));

    /// <summary>A set.</summary>
    public static Shape<IReadOnlySet<T>> Shape<T>(this Of<IReadOnlySet<T>> type, Shape<T> item) => SequenceShape<IReadOnlySet<T>, T>.Of(item, static items => SetOf(items));

    /// <summary>A set in its order.</summary>
    public static Shape<SortedSet<T>> Shape<T>(this Of<SortedSet<T>> type, Shape<T> item) => SequenceShape<SortedSet<T>, T>.Of(item, static items => new SortedSet<T>(ListOf(items)));

    /// <summary>An array that does not change.</summary>
    public static Shape<ImmutableArray<T>> Shape<T>(this Of<ImmutableArray<T>> type, Shape<T> item) =>
        SequenceShape<ImmutableArray<T>, T>.Of(item, static items => ImmutableArray.Create(items));

    /// <summary>A list that does not change.</summary>
    public static Shape<ImmutableList<T>> Shape<T>(this Of<ImmutableList<T>> type, Shape<T> item) => SequenceShape<ImmutableList<T>, T>.Of(item, static items => ImmutableList.Create(items));

    /// <summary>A list that does not change.</summary>
    public static Shape<IImmutableList<T>> Shape<T>(this Of<IImmutableList<T>> type, Shape<T> item) =>
        SequenceShape<IImmutableList<T>, T>.Of(item, static items => ImmutableList.Create(items));

    /// <summary>A set that does not change.</summary>
    public static Shape<ImmutableHashSet<T>> Shape<T>(this Of<ImmutableHashSet<T>> type, Shape<T> item) =>
        SequenceShape<ImmutableHashSet<T>, T>.Of(item, static items => ImmutableHashSet.Create(items));

    /// <summary>A set in its order that does not change.</summary>
    public static Shape<ImmutableSortedSet<T>> Shape<T>(this Of<ImmutableSortedSet<T>> type, Shape<T> item) =>
        SequenceShape<ImmutableSortedSet<T>, T>.Of(item, static items => ImmutableSortedSet.Create(items));

    /// <summary>Memory.</summary>
    public static Shape<Memory<T>> Shape<T>(this Of<Memory<T>> type, Shape<T> item) => new MemoryShape<T>(Shapes.Array(item), item);

    /// <summary>Memory.</summary>
    public static Shape<ReadOnlyMemory<T>> Shape<T>(this Of<ReadOnlyMemory<T>> type, Shape<T> item) => new ReadOnlyMemoryShape<T>(Shapes.Array(item), item);

    private static List<T> ListOf<T>(ReadOnlySpan<T> items)
    {
        var list = new List<T>(items.Length);
        list.AddRange(items);
        return list;
    }

    private static HashSet<T> SetOf<T>(ReadOnlySpan<T> items)
    {
        var set = new HashSet<T>(items.Length);
        foreach (var item in items)
        {
            _ = set.Add(item);
        }

        return set;
    }
}
