namespace Picard.Gen;

/// <summary>A parameter of several values: a name repeated in the query, the members of a field's list.</summary>
/// <typeparam name="T">The type of each value.</typeparam>
/// <typeparam name="TText">How it is read from text.</typeparam>
public readonly struct ManyParameter<T, TText>
    where TText : struct, IText<T>
{
    /// <summary>Binds all values; none make an empty array.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="source">Where the values come from.</param>
    /// <param name="values">The values in the order received.</param>
    /// <returns>False if one is bad; <see cref="Exchange.Stopped"/> then answers.</returns>
    public bool TryBind(Exchange exchange, Source source, out T[] values) => TryBind(exchange, source, [], out values);

    /// <summary>Binds all values, which may be missing.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="source">Where the values come from.</param>
    /// <param name="whenMissing">What stands for no value at all.</param>
    /// <param name="values">The values in the order received.</param>
    /// <returns>False if one is bad; <see cref="Exchange.Stopped"/> then answers.</returns>
    public bool TryBind(Exchange exchange, Source source, T[] whenMissing, out T[] values)
    {
        values = whenMissing;
        using var text = new ParameterText(exchange, source);
        var count = text.Count();
        if (count == 0)
        {
            return true;
        }

        var found = new T[count];
        for (var i = 0; i < count; i++)
        {
            var outcome = text.ReadNext();
            if (outcome == BindOutcome.Bound && !TText.TryParse(text.Utf8, out found[i]))
            {
                outcome = BindOutcome.Invalid;
            }

            if (outcome != BindOutcome.Bound)
            {
                return exchange.Refuse(source, outcome, typeof(T));
            }
        }

        values = found;
        return true;
    }
}
