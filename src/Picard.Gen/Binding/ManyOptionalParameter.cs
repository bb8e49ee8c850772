namespace Picard.Gen;

/// <summary>A parameter of several values, of which each may be empty.</summary>
/// <typeparam name="T">The type of each value.</typeparam>
/// <typeparam name="TText">How it is read from text.</typeparam>
public readonly struct ManyOptionalParameter<T, TText>
    where T : struct
    where TText : struct, IText<T>
{
    /// <summary>Binds all values; none make an empty array, an empty one is null.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="source">Where the values come from.</param>
    /// <param name="values">The values in the order received.</param>
    /// <returns>False if one is bad; <see cref="Exchange.Stopped"/> then answers.</returns>
    public bool TryBind(Exchange exchange, Source source, out T?[] values) => TryBind(exchange, source, [], out values);

    /// <summary>Binds all values, which may be missing.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="source">Where the values come from.</param>
    /// <param name="whenMissing">What stands for no value at all.</param>
    /// <param name="values">The values in the order received.</param>
    /// <returns>False if one is bad; <see cref="Exchange.Stopped"/> then answers.</returns>
    public bool TryBind(Exchange exchange, Source source, T?[] whenMissing, out T?[] values)
    {
        values = whenMissing;
        if (!default(ManyParameter<T?, Nullable>).TryBind(exchange, source, whenMissing, out var found))
        {
            return false;
        }

        values = found;
        return true;
    }

    private readonly struct Nullable : IText<T?>
    {
        public static bool EmptyIsMissing => false;

        public static bool TryParse(ReadOnlySpan<byte> utf8, out T? value)
        {
            value = null;
            if (utf8.IsEmpty)
            {
                return true;
            }

            var parsed = TText.TryParse(utf8, out var found);
            value = found;
            return parsed;
        }
    }
}
