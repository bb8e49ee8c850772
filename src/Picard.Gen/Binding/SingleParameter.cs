namespace Picard.Gen;

/// <summary>A parameter of one value.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <typeparam name="TText">How it is read from text.</typeparam>
public readonly struct SingleParameter<T, TText>
    where TText : struct, IText<T>
{
    /// <summary>Binds a value that must be there.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="source">Where the value comes from.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if it is missing or bad; <see cref="Exchange.Stopped"/> then answers.</returns>
    public bool TryBind(Exchange exchange, Source source, out T value)
    {
        var outcome = Read(exchange, source, out value);
        return outcome == BindOutcome.Bound || exchange.Refuse(source, outcome, typeof(T));
    }

    /// <summary>Binds a value that may be missing.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="source">Where the value comes from.</param>
    /// <param name="whenMissing">What stands for a missing value.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if it is bad; <see cref="Exchange.Stopped"/> then answers.</returns>
    public bool TryBind(Exchange exchange, Source source, T whenMissing, out T value)
    {
        var outcome = Read(exchange, source, out value);
        if (outcome == BindOutcome.Missing)
        {
            value = whenMissing;
            return true;
        }

        return outcome == BindOutcome.Bound || exchange.Refuse(source, outcome, typeof(T));
    }

    internal static BindOutcome Read(Exchange exchange, Source source, out T value)
    {
        using var text = new ParameterText(exchange, source);
        var outcome = text.ReadOne();
        if (outcome != BindOutcome.Bound)
        {
            value = default!;
            return outcome;
        }

        if (TText.EmptyIsMissing && text.Utf8.IsEmpty)
        {
            value = default!;
            return BindOutcome.Missing;
        }

        return TText.TryParse(text.Utf8, out value) ? BindOutcome.Bound : BindOutcome.Invalid;
    }
}
