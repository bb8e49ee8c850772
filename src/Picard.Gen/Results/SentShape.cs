namespace Picard.Gen;

/// <summary>A result that the exchange itself knows how to send: a status, a response, a problem.</summary>
internal sealed class SentShape<T>(Func<Exchange, T, ExchangeStep> send) : ResultShape<T>
{
    internal override ExchangeStep Send(Exchange exchange, T value) => send(exchange, value);
}

/// <summary>A result that is a status.</summary>
internal sealed class StatusShape<T> : ResultShape<T>
    where T : struct, IStatusResult
{
    public static readonly StatusShape<T> Instance = new();

    private StatusShape()
    {
    }

    internal override ExchangeStep Send(Exchange exchange, T value) => exchange.Respond(value.Status, value.Location);
}

/// <summary>A result that is a status with a value.</summary>
internal sealed class ValueResultShape<TResult, T> : ResultShape<TResult>
    where TResult : struct, IValueResult<T>
{
    private static ValueResultShape<TResult, T>? s_known;

    private readonly Shape<T> _value;

    private ValueResultShape(Shape<T> value) => _value = value;

    public static ValueResultShape<TResult, T> Of(Shape<T> value) =>
        s_known is { } known && ReferenceEquals(known._value, value) ? known : s_known = new ValueResultShape<TResult, T>(value);

    internal override ExchangeStep Send(Exchange exchange, TResult value) => exchange.Respond(value.Status, value.Location, value.Value, _value);
}
