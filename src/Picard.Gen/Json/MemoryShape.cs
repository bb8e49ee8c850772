using System.Text.Json;

namespace Picard.Gen;

/// <summary>The shape of <see cref="Memory{T}"/> of anything but octets: an array in JSON.</summary>
internal sealed class MemoryShape<T>(Shape<T[]> array, Shape<T> item) : Shape<Memory<T>>
{
    public override void Write(Utf8JsonWriter writer, Memory<T> value) => ReadOnlyMemoryShape<T>.WriteAll(writer, value.Span, item);

    public override Memory<T> Read(ref Utf8JsonReader reader) => array.Read(ref reader);
}

/// <summary>The shape of <see cref="ReadOnlyMemory{T}"/> of anything but octets: an array in JSON.</summary>
internal sealed class ReadOnlyMemoryShape<T>(Shape<T[]> array, Shape<T> item) : Shape<ReadOnlyMemory<T>>
{
    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<T> value) => WriteAll(writer, value.Span, item);

    public override ReadOnlyMemory<T> Read(ref Utf8JsonReader reader) => array.Read(ref reader);

    internal static void WriteAll(Utf8JsonWriter writer, ReadOnlySpan<T> items, Shape<T> shape)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            shape.Write(writer, item);
        }

        writer.WriteEndArray();
    }
}
