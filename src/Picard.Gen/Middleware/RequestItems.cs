using System.Diagnostics.CodeAnalysis;

namespace Picard;

/// <summary>What middleware leaves for the handlers of an exchange, one value of each type. Handlers take it by <see cref="ItemAttribute"/> parameters.</summary>
/// <remarks>A handle: valid until the exchange ends.</remarks>
[SuppressMessage("Performance", "CA1815", Justification = "A handle that is used where it is got.")]
public readonly struct RequestItems
{
    private readonly Gen.Exchange _exchange;

    internal RequestItems(Gen.Exchange exchange) => _exchange = exchange;

    /// <summary>Leaves a value, in place of one of the same type.</summary>
    /// <typeparam name="T">The type by which it is asked for.</typeparam>
    /// <param name="item">The value.</param>
    public void Set<T>(T item)
        where T : notnull => _exchange.SetItem(typeof(T), item);

    /// <summary>Takes a value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="item">The value.</param>
    /// <returns>False: there is none.</returns>
    public bool TryGet<T>([NotNullWhen(true)] out T? item)
    {
        item = _exchange.FindItem(typeof(T)) is T found ? found : default;
        return item is not null;
    }
}
