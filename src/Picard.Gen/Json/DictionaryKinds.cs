using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Picard.Gen.KnownShapes;

/// <summary>The shapes of the framework's dictionaries, objects in JSON, and of nullable values written as <c>Nullable&lt;T&gt;</c>.</summary>
[SuppressMessage("Style", "IDE0060", Justification = "The arguments are there for overload resolution.")]
public static class DictionaryKinds
{
    /// <summary>A dictionary.</summary>
    public static Shape<Dictionary<TKey, TValue>> Shape<TKey, TValue>(this Of<Dictionary<TKey, TValue>> type, Shape<TKey> key, Shape<TValue> value)
        where TKey : notnull => DictionaryShape<Dictionary<TKey, TValue>, TKey, TValue>.Of(key, value, static members => members);

    /// <summary>A dictionary.</summary>
    public static Shape<IDictionary<TKey, TValue>> Shape<TKey, TValue>(this Of<IDictionary<TKey, TValue>> type, Shape<TKey> key, Shape<TValue> value)
        where TKey : notnull => DictionaryShape<IDictionary<TKey, TValue>, TKey, TValue>.Of(key, value, static members => members);

    /// <summary>A dictionary.</summary>
    public static Shape<IReadOnlyDictionary<TKey, TValue>> Shape<TKey, TValue>(this Of<IReadOnlyDictionary<TKey, TValue>> type, Shape<TKey> key, Shape<TValue> value)
        where TKey : notnull => DictionaryShape<IReadOnlyDictionary<TKey, TValue>, TKey, TValue>.Of(key, value, static members => members);

    /// <summary>A dictionary in the order of its keys.</summary>
    public static Shape<SortedDictionary<TKey, TValue>> Shape<TKey, TValue>(this Of<SortedDictionary<TKey, TValue>> type, Shape<TKey> key, Shape<TValue> value)
        where TKey : notnull =>
        DictionaryShape<SortedDictionary<TKey, TValue>, TKey, TValue>.Of(key, value, static members => new SortedDictionary<TKey, TValue>(members));

    /// <summary>A dictionary in the order of its keys.</summary>
    public static Shape<SortedList<TKey, TValue>> Shape<TKey, TValue>(this Of<SortedList<TKey, TValue>> type, Shape<TKey> key, Shape<TValue> value)
        where TKey : notnull => DictionaryShape<SortedList<TKey, TValue>, TKey, TValue>.Of(key, value, static members => new SortedList<TKey, TValue>(members));

    /// <summary>A dictionary for several threads.</summary>
    public static Shape<ConcurrentDictionary<TKey, TValue>> Shape<TKey, TValue>(this Of<ConcurrentDictionary<TKey, TValue>> type, Shape<TKey> key, Shape<TValue> value)
        where TKey : notnull =>
        DictionaryShape<ConcurrentDictionary<TKey, TValue>, TKey, TValue>.Of(key, value, static members => new ConcurrentDictionary<TKey, TValue>(members));

    /// <summary>A dictionary that does not change.</summary>
    public static Shape<ReadOnlyDictionary<TKey, TValue>> Shape<TKey, TValue>(this Of<ReadOnlyDictionary<TKey, TValue>> type, Shape<TKey> key, Shape<TValue> value)
        where TKey : notnull =>
        DictionaryShape<ReadOnlyDictionary<TKey, TValue>, TKey, TValue>.Of(key, value, static members => new ReadOnlyDictionary<TKey, TValue>(members));

    /// <summary>A dictionary that does not change.</summary>
    public static Shape<ImmutableDictionary<TKey, TValue>> Shape<TKey, TValue>(this Of<ImmutableDictionary<TKey, TValue>> type, Shape<TKey> key, Shape<TValue> value)
        where TKey : notnull => DictionaryShape<ImmutableDictionary<TKey, TValue>, TKey, TValue>.Of(key, value, static members => members.ToImmutableDictionary());

    /// <summary>A dictionary that does not change.</summary>
    public static Shape<IImmutableDictionary<TKey, TValue>> Shape<TKey, TValue>(this Of<IImmutableDictionary<TKey, TValue>> type, Shape<TKey> key, Shape<TValue> value)
        where TKey : notnull => DictionaryShape<IImmutableDictionary<TKey, TValue>, TKey, TValue>.Of(key, value, static members => members.ToImmutableDictionary());

    /// <summary>A dictionary in the order of its keys that does not change.</summary>
    public static Shape<ImmutableSortedDictionary<TKey, TValue>> Shape<TKey, TValue>(this Of<ImmutableSortedDictionary<TKey, TValue>> type, Shape<TKey> key, Shape<TValue> value)
        where TKey : notnull =>
        DictionaryShape<ImmutableSortedDictionary<TKey, TValue>, TKey, TValue>.Of(key, value, static members => members.ToImmutableSortedDictionary());

    /// <summary>A key and its value outside a dictionary.</summary>
    public static Shape<KeyValuePair<TKey, TValue>> Shape<TKey, TValue>(this Of<KeyValuePair<TKey, TValue>> type, Shape<TKey> key, Shape<TValue> value) =>
        new PairShape<TKey, TValue>(key, value);

    /// <summary>A value or null.</summary>
    public static Shape<T?> Shape<T>(this Of<T?> type, Shape<T> value)
        where T : struct => NullableShape<T>.Of(value);
}
