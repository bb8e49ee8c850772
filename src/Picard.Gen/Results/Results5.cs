using Picard.Gen;

namespace Picard;

/// <summary>One of five results: what a method returns that has more than one kind of answer. Each converts to it by itself.</summary>
/// <typeparam name="T1">The first kind: anything that a method may return by itself.</typeparam>
/// <typeparam name="T2">The second kind: anything that a method may return by itself.</typeparam>
/// <typeparam name="T3">The third kind: anything that a method may return by itself.</typeparam>
/// <typeparam name="T4">The fourth kind: anything that a method may return by itself.</typeparam>
/// <typeparam name="T5">The fifth kind: anything that a method may return by itself.</typeparam>
public readonly record struct Results<T1, T2, T3, T4, T5>
{
    // From 1, so that the default is none of them.
    private readonly int _kind;
    private readonly T1? _first;
    private readonly T2? _second;
    private readonly T3? _third;
    private readonly T4? _fourth;
    private readonly T5? _fifth;

    private Results(int kind, T1? first = default, T2? second = default, T3? third = default, T4? fourth = default, T5? fifth = default)
    {
        _kind = kind;
        _first = first;
        _second = second;
        _third = third;
        _fourth = fourth;
        _fifth = fifth;
    }

    /// <summary>The result, whatever its kind, for tests of handlers; null for <c>default</c>.</summary>
    public object? Value => _kind switch
    {
        1 => _first,
        2 => _second,
        3 => _third,
        4 => _fourth,
        5 => _fifth,
        _ => null,
    };

    /// <summary>The first kind.</summary>
    public static implicit operator Results<T1, T2, T3, T4, T5>(T1 result) => new(1, first: result);

    /// <summary>The second kind.</summary>
    public static implicit operator Results<T1, T2, T3, T4, T5>(T2 result) => new(2, second: result);

    /// <summary>The third kind.</summary>
    public static implicit operator Results<T1, T2, T3, T4, T5>(T3 result) => new(3, third: result);

    /// <summary>The fourth kind.</summary>
    public static implicit operator Results<T1, T2, T3, T4, T5>(T4 result) => new(4, fourth: result);

    /// <summary>The fifth kind.</summary>
    public static implicit operator Results<T1, T2, T3, T4, T5>(T5 result) => new(5, fifth: result);

    internal ExchangeStep Send(Exchange exchange, Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth, Shape<T5> fifth) => _kind switch
    {
        1 => first.Send(exchange, _first!),
        2 => second.Send(exchange, _second!),
        3 => third.Send(exchange, _third!),
        4 => fourth.Send(exchange, _fourth!),
        5 => fifth.Send(exchange, _fifth!),
        _ => throw new InvalidOperationException("The method returned the default of Results<…>, which is none of its kinds."),
    };
}
