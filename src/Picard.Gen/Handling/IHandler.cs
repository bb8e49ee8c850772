namespace Picard.Gen;

/// <summary>An application as the driver sees it: routing, binding and the user's methods behind one call. Implemented by emitted code.</summary>
public interface IHandler
{
    /// <summary>Advances <paramref name="exchange"/> as far as it goes without waiting.</summary>
    /// <param name="exchange">The exchange whose request head has been received.</param>
    /// <returns>What the exchange waits for.</returns>
    ExchangeStep Handle(Exchange exchange);
}
