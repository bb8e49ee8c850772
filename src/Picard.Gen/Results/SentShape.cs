namespace Picard.Gen;

/// <summary>A result that the exchange itself knows how to send: a status, a response, a problem.</summary>
internal sealed class SentShape<T>(Func<Exchange, T, ExchangeStep> send) : ResultShape<T>
{
    internal override ExchangeStep Send(Exchange exchange, T value) => send(exchange, value);

    internal override ResultFit FitOf(StatusCode status) =>
        typeof(T) == typeof(StatusCode) ? ResultFit.Any
        : typeof(T) == typeof(Problem) && status.Code >= 400 ? ResultFit.Class
        : ResultFit.None;

    internal override T Receive(ref ReceivedResult response) =>
        typeof(T) == typeof(StatusCode) ? (T)(object)response.Status : (T)(object)ProblemText.Of(response.ContentType, response.Content, response.Status);
}

/// <summary>A result that is a status.</summary>
internal sealed class StatusShape<T> : ResultShape<T>
    where T : struct, IStatusResult<T>
{
    public static readonly StatusShape<T> Instance = new();

    private StatusShape()
    {
    }

    internal override ExchangeStep Send(Exchange exchange, T value) => exchange.Respond(value.Status, value.Location);

    internal override ResultFit FitOf(StatusCode status) => T.Is(status) ? ResultFit.Own : ResultFit.None;

    internal override T Receive(ref ReceivedResult response) => T.From(response.Status, response.Location) ?? response.Refuse<T>("has no field Location, which its status needs");
}

/// <summary>A result that is a status with a value.</summary>
internal sealed class ValueResultShape<TResult, T> : ResultShape<TResult>
    where TResult : struct, IValueResult<TResult, T>
{
    private static ValueResultShape<TResult, T>? s_known;

    private readonly Shape<T> _value;

    private ValueResultShape(Shape<T> value) => _value = value;

    public static ValueResultShape<TResult, T> Of(Shape<T> value) =>
        s_known is { } known && ReferenceEquals(known._value, value) ? known : s_known = new ValueResultShape<TResult, T>(value);

    internal override ExchangeStep Send(Exchange exchange, TResult value) => exchange.Respond(value.Status, value.Location, value.Value, _value);

    internal override ResultFit FitOf(StatusCode status) => default(TResult).Status == status ? ResultFit.Own : ResultFit.None;

    // As it is sent: JSON, strings too.
    internal override TResult Receive(ref ReceivedResult response) => TResult.From(response.Location, response.ReadJson(_value));
}
