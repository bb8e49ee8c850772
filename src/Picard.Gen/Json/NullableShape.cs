using System.Text.Json;

namespace Picard.Gen;

/// <summary>The shape of a nullable value type.</summary>
internal sealed class NullableShape<T> : Shape<T?>
    where T : struct
{
    private static NullableShape<T>? s_known;

    private readonly Shape<T> _value;

    private NullableShape(Shape<T> value) => _value = value;

    public static Shape<T?> Of(Shape<T> value) => s_known is { } known && ReferenceEquals(known._value, value) ? known : s_known = new NullableShape<T>(value);

    public override void Write(Utf8JsonWriter writer, T? value)
    {
        if (value is { } found)
        {
            _value.Write(writer, found);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    public override T? Read(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : _value.Read(ref reader);

    internal override ExchangeStep Send(Exchange exchange, T? value) => value is { } found ? _value.Send(exchange, found) : exchange.RespondProblem(StatusCode.NotFound);
}
