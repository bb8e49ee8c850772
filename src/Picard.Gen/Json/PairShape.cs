using System.Text.Json;

namespace Picard.Gen;

/// <summary>The shape of a <see cref="KeyValuePair{TKey,TValue}"/> outside a dictionary: an object of <c>key</c> and <c>value</c>.</summary>
internal sealed class PairShape<TKey, TValue>(Shape<TKey> key, Shape<TValue> value) : Shape<KeyValuePair<TKey, TValue>>
{
    private static readonly MemberNames s_names = new("key", "value");

    public override void Write(Utf8JsonWriter writer, KeyValuePair<TKey, TValue> pair)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("key"u8);
        key.Write(writer, pair.Key);
        writer.WritePropertyName("value"u8);
        value.Write(writer, pair.Value);
        writer.WriteEndObject();
    }

    public override KeyValuePair<TKey, TValue> Read(ref Utf8JsonReader reader)
    {
        JsonFault.ExpectObject(ref reader);
        var first = key.None;
        var second = value.None;
        var next = 0;
        while (s_names.TryRead(ref reader, ref next, out var member))
        {
            if (member == 0)
            {
                first = key.Read(ref reader);
            }
            else
            {
                second = value.Read(ref reader);
            }
        }

        return new KeyValuePair<TKey, TValue>(first, second);
    }
}
