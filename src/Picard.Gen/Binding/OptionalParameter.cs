namespace Picard.Gen;

/// <summary>A parameter of one value or none.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <typeparam name="TText">How it is read from text.</typeparam>
public readonly struct OptionalParameter<T, TText>
    where T : struct
    where TText : struct, IText<T>
{
    /// <summary>Binds a value, or null if it is missing.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="source">Where the value comes from.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if it is bad; <see cref="Exchange.Stopped"/> then answers.</returns>
    public bool TryBind(Exchange exchange, Source source, out T? value) => TryBind(exchange, source, null, out value);

    /// <summary>Binds a value that may be missing.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="source">Where the value comes from.</param>
    /// <param name="whenMissing">What stands for a missing value.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if it is bad; <see cref="Exchange.Stopped"/> then answers.</returns>
    public bool TryBind(Exchange exchange, Source source, T? whenMissing, out T? value)
    {
        var outcome = SingleParameter<T, TText>.Read(exchange, source, out var found);
        value = outcome == BindOutcome.Bound ? found : whenMissing;
        return outcome is BindOutcome.Bound or BindOutcome.Missing || exchange.Refuse(source, outcome, typeof(T));
    }
}
