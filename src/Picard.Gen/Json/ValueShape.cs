using System.Text.Json;

namespace Picard.Gen;

internal delegate T ValueReading<out T>(ref Utf8JsonReader reader);

/// <summary>The shape of a type that is one token: two functions, two more if it can be a name, and one if it is sent as it is where it is a result.</summary>
internal sealed class ValueShape<T>(
    Action<Utf8JsonWriter, T> write,
    ValueReading<T> read,
    Action<Utf8JsonWriter, T>? writeName = null,
    ValueReading<T>? readName = null,
    Func<Exchange, T, ExchangeStep>? send = null) : Shape<T>
{
    public override void Write(Utf8JsonWriter writer, T value) => write(writer, value);

    public override T Read(ref Utf8JsonReader reader) => read(ref reader);

    public override void WriteName(Utf8JsonWriter writer, T value)
    {
        if (writeName is null)
        {
            base.WriteName(writer, value);
            return;
        }

        writeName(writer, value);
    }

    public override T ReadName(ref Utf8JsonReader reader) => readName is null ? base.ReadName(ref reader) : readName(ref reader);

    internal override ExchangeStep Send(Exchange exchange, T value) => send is null ? base.Send(exchange, value) : send(exchange, value);
}
