namespace Picard.Gen;

// The forms differ in their number of kinds alone, so they share a file; each is made once for a set of types.

/// <summary>How a <see cref="Results{T1, T2}"/> is sent: as the one that it is.</summary>
internal sealed class ResultsShape<T1, T2>(Shape<T1> first, Shape<T2> second) : ResultShape<Results<T1, T2>>
{
    private static ResultsShape<T1, T2>? s_known;

    private readonly Shape<T1> _first = first;
    private readonly Shape<T2> _second = second;

    public static ResultsShape<T1, T2> Of(Shape<T1> first, Shape<T2> second) =>
        s_known is { } known && ReferenceEquals(known._first, first) && ReferenceEquals(known._second, second)
            ? known
            : s_known = new ResultsShape<T1, T2>(first, second);

    internal override ExchangeStep Send(Exchange exchange, Results<T1, T2> value) => value.Send(exchange, _first, _second);

    internal override ResultFit FitOf(StatusCode status) => Best(_first.FitOf(status), _second.FitOf(status)).Fit;

    internal override Results<T1, T2> Receive(ref ReceivedResult response) => Best(_first.FitOf(response.Status), _second.FitOf(response.Status)).Index switch
    {
        0 => _first.Receive(ref response),
        _ => _second.Receive(ref response),
    };
}

/// <summary>How a <see cref="Results{T1, T2, T3}"/> is sent: as the one that it is.</summary>
internal sealed class ResultsShape<T1, T2, T3>(Shape<T1> first, Shape<T2> second, Shape<T3> third) : ResultShape<Results<T1, T2, T3>>
{
    private static ResultsShape<T1, T2, T3>? s_known;

    private readonly Shape<T1> _first = first;
    private readonly Shape<T2> _second = second;
    private readonly Shape<T3> _third = third;

    public static ResultsShape<T1, T2, T3> Of(Shape<T1> first, Shape<T2> second, Shape<T3> third) =>
        s_known is { } known && ReferenceEquals(known._first, first) && ReferenceEquals(known._second, second) && ReferenceEquals(known._third, third)
            ? known
            : s_known = new ResultsShape<T1, T2, T3>(first, second, third);

    internal override ExchangeStep Send(Exchange exchange, Results<T1, T2, T3> value) => value.Send(exchange, _first, _second, _third);

    internal override ResultFit FitOf(StatusCode status) => Best(_first.FitOf(status), _second.FitOf(status), _third.FitOf(status)).Fit;

    internal override Results<T1, T2, T3> Receive(ref ReceivedResult response) => Best(_first.FitOf(response.Status), _second.FitOf(response.Status), _third.FitOf(response.Status)).Index switch
    {
        0 => _first.Receive(ref response),
        1 => _second.Receive(ref response),
        _ => _third.Receive(ref response),
    };
}

/// <summary>How a <see cref="Results{T1, T2, T3, T4}"/> is sent: as the one that it is.</summary>
internal sealed class ResultsShape<T1, T2, T3, T4>(Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth) : ResultShape<Results<T1, T2, T3, T4>>
{
    private static ResultsShape<T1, T2, T3, T4>? s_known;

    private readonly Shape<T1> _first = first;
    private readonly Shape<T2> _second = second;
    private readonly Shape<T3> _third = third;
    private readonly Shape<T4> _fourth = fourth;

    public static ResultsShape<T1, T2, T3, T4> Of(Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth) =>
        s_known is { } known && ReferenceEquals(known._first, first) && ReferenceEquals(known._second, second) && ReferenceEquals(known._third, third) && ReferenceEquals(known._fourth, fourth)
            ? known
            : s_known = new ResultsShape<T1, T2, T3, T4>(first, second, third, fourth);

    internal override ExchangeStep Send(Exchange exchange, Results<T1, T2, T3, T4> value) => value.Send(exchange, _first, _second, _third, _fourth);

    internal override ResultFit FitOf(StatusCode status) => Best(_first.FitOf(status), _second.FitOf(status), _third.FitOf(status), _fourth.FitOf(status)).Fit;

    internal override Results<T1, T2, T3, T4> Receive(ref ReceivedResult response) => Best(_first.FitOf(response.Status), _second.FitOf(response.Status), _third.FitOf(response.Status), _fourth.FitOf(response.Status)).Index switch
    {
        0 => _first.Receive(ref response),
        1 => _second.Receive(ref response),
        2 => _third.Receive(ref response),
        _ => _fourth.Receive(ref response),
    };
}

/// <summary>How a <see cref="Results{T1, T2, T3, T4, T5}"/> is sent: as the one that it is.</summary>
internal sealed class ResultsShape<T1, T2, T3, T4, T5>(Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth, Shape<T5> fifth) : ResultShape<Results<T1, T2, T3, T4, T5>>
{
    private static ResultsShape<T1, T2, T3, T4, T5>? s_known;

    private readonly Shape<T1> _first = first;
    private readonly Shape<T2> _second = second;
    private readonly Shape<T3> _third = third;
    private readonly Shape<T4> _fourth = fourth;
    private readonly Shape<T5> _fifth = fifth;

    public static ResultsShape<T1, T2, T3, T4, T5> Of(Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth, Shape<T5> fifth) =>
        s_known is { } known && ReferenceEquals(known._first, first) && ReferenceEquals(known._second, second) && ReferenceEquals(known._third, third) && ReferenceEquals(known._fourth, fourth) && ReferenceEquals(known._fifth, fifth)
            ? known
            : s_known = new ResultsShape<T1, T2, T3, T4, T5>(first, second, third, fourth, fifth);

    internal override ExchangeStep Send(Exchange exchange, Results<T1, T2, T3, T4, T5> value) => value.Send(exchange, _first, _second, _third, _fourth, _fifth);

    internal override ResultFit FitOf(StatusCode status) => Best(_first.FitOf(status), _second.FitOf(status), _third.FitOf(status), _fourth.FitOf(status), _fifth.FitOf(status)).Fit;

    internal override Results<T1, T2, T3, T4, T5> Receive(ref ReceivedResult response) => Best(_first.FitOf(response.Status), _second.FitOf(response.Status), _third.FitOf(response.Status), _fourth.FitOf(response.Status), _fifth.FitOf(response.Status)).Index switch
    {
        0 => _first.Receive(ref response),
        1 => _second.Receive(ref response),
        2 => _third.Receive(ref response),
        3 => _fourth.Receive(ref response),
        _ => _fifth.Receive(ref response),
    };
}

/// <summary>How a <see cref="Results{T1, T2, T3, T4, T5, T6}"/> is sent: as the one that it is.</summary>
internal sealed class ResultsShape<T1, T2, T3, T4, T5, T6>(Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth, Shape<T5> fifth, Shape<T6> sixth) : ResultShape<Results<T1, T2, T3, T4, T5, T6>>
{
    private static ResultsShape<T1, T2, T3, T4, T5, T6>? s_known;

    private readonly Shape<T1> _first = first;
    private readonly Shape<T2> _second = second;
    private readonly Shape<T3> _third = third;
    private readonly Shape<T4> _fourth = fourth;
    private readonly Shape<T5> _fifth = fifth;
    private readonly Shape<T6> _sixth = sixth;

    public static ResultsShape<T1, T2, T3, T4, T5, T6> Of(Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth, Shape<T5> fifth, Shape<T6> sixth) =>
        s_known is { } known && ReferenceEquals(known._first, first) && ReferenceEquals(known._second, second) && ReferenceEquals(known._third, third) && ReferenceEquals(known._fourth, fourth) && ReferenceEquals(known._fifth, fifth) && ReferenceEquals(known._sixth, sixth)
            ? known
            : s_known = new ResultsShape<T1, T2, T3, T4, T5, T6>(first, second, third, fourth, fifth, sixth);

    internal override ExchangeStep Send(Exchange exchange, Results<T1, T2, T3, T4, T5, T6> value) => value.Send(exchange, _first, _second, _third, _fourth, _fifth, _sixth);

    internal override ResultFit FitOf(StatusCode status) => Best(_first.FitOf(status), _second.FitOf(status), _third.FitOf(status), _fourth.FitOf(status), _fifth.FitOf(status), _sixth.FitOf(status)).Fit;

    internal override Results<T1, T2, T3, T4, T5, T6> Receive(ref ReceivedResult response) => Best(_first.FitOf(response.Status), _second.FitOf(response.Status), _third.FitOf(response.Status), _fourth.FitOf(response.Status), _fifth.FitOf(response.Status), _sixth.FitOf(response.Status)).Index switch
    {
        0 => _first.Receive(ref response),
        1 => _second.Receive(ref response),
        2 => _third.Receive(ref response),
        3 => _fourth.Receive(ref response),
        4 => _fifth.Receive(ref response),
        _ => _sixth.Receive(ref response),
    };
}
