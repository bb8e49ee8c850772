using System.Runtime.InteropServices;
using System.Text.Json;

namespace Picard.Gen;

/// <summary>Makes a collection of its items.</summary>
internal delegate TCollection SequenceFactory<out TCollection, T>(ReadOnlySpan<T> items);

/// <summary>The shape of a collection: an array in JSON.</summary>
internal sealed class SequenceShape<TCollection, T> : Shape<TCollection>
    where TCollection : IEnumerable<T>
{
    private static SequenceShape<TCollection, T>? s_known;

    private readonly Shape<T> _item;
    private readonly SequenceFactory<TCollection, T> _create;

    private SequenceShape(Shape<T> item, SequenceFactory<TCollection, T> create)
    {
        _item = item;
        _create = create;
    }

    /// <summary>One shape for each type and item shape that is asked for again and again; racing threads may make another.</summary>
    public static Shape<TCollection> Of(Shape<T> item, SequenceFactory<TCollection, T> create) =>
        s_known is { } known && ReferenceEquals(known._item, item) ? known : s_known = new SequenceShape<TCollection, T>(item, create);

    public override void Write(Utf8JsonWriter writer, TCollection value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                return;
            case T[] array:
                WriteAll(writer, array);
                return;
            case List<T> list:
                WriteAll(writer, CollectionsMarshal.AsSpan(list));
                return;
        }

        writer.WriteStartArray();
        foreach (var item in value)
        {
            _item.Write(writer, item);
        }

        writer.WriteEndArray();
    }

    public override TCollection Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null && default(TCollection) is null)
        {
            return default!;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw JsonFault.Expected("an array");
        }

        using var items = new PooledItems<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(_item.Read(ref reader));
        }

        return _create(items.All);
    }

    private void WriteAll(Utf8JsonWriter writer, ReadOnlySpan<T> items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            _item.Write(writer, item);
        }

        writer.WriteEndArray();
    }
}
