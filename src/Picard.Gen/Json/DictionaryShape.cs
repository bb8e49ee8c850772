using System.Text.Json;

namespace Picard.Gen;

/// <summary>Makes a dictionary of the one that was read.</summary>
internal delegate TDictionary DictionaryFactory<out TDictionary, TKey, TValue>(Dictionary<TKey, TValue> members)
    where TKey : notnull;

/// <summary>The shape of a dictionary: an object in JSON, with the keys as names. Of equal names the last counts.</summary>
internal sealed class DictionaryShape<TDictionary, TKey, TValue> : Shape<TDictionary>
    where TDictionary : class, IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private static DictionaryShape<TDictionary, TKey, TValue>? s_known;

    private readonly Shape<TKey> _key;
    private readonly Shape<TValue> _value;
    private readonly DictionaryFactory<TDictionary, TKey, TValue> _create;

    private DictionaryShape(Shape<TKey> key, Shape<TValue> value, DictionaryFactory<TDictionary, TKey, TValue> create)
    {
        _key = key;
        _value = value;
        _create = create;
    }

    public static Shape<TDictionary> Of(Shape<TKey> key, Shape<TValue> value, DictionaryFactory<TDictionary, TKey, TValue> create) =>
        s_known is { } known && ReferenceEquals(known._key, key) && ReferenceEquals(known._value, value)
            ? known
            : s_known = new DictionaryShape<TDictionary, TKey, TValue>(key, value, create);

    public override void Write(Utf8JsonWriter writer, TDictionary value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        if (value is Dictionary<TKey, TValue> members)
        {
            // Its enumerator is a struct, that of the interface is not.
            foreach (var (name, member) in members)
            {
                WriteMember(writer, name, member);
            }
        }
        else
        {
            foreach (var (name, member) in value)
            {
                WriteMember(writer, name, member);
            }
        }

        writer.WriteEndObject();
    }

    public override TDictionary Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null!;
        }

        JsonFault.ExpectObject(ref reader);
        var members = new Dictionary<TKey, TValue>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _key.ReadName(ref reader);
            _ = reader.Read();
            members[name] = _value.Read(ref reader);
        }

        return _create(members);
    }

    private void WriteMember(Utf8JsonWriter writer, TKey name, TValue member)
    {
        _key.WriteName(writer, name);
        _value.Write(writer, member);
    }
}
