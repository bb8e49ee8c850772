namespace Picard.Gen;

/// <summary>An application as the driver sees it: routing, binding and the user's methods behind one call. Implemented by emitted code.</summary>
public interface IHandler
{
    /// <summary>Advances <paramref name="exchange"/> as far as it goes without waiting.</summary>
    /// <param name="exchange">The exchange whose request head has been received.</param>
    /// <returns>What the exchange waits for.</returns>
    ExchangeStep Handle(Exchange exchange);

    /// <summary>The pattern of the route that an exchange was given to, such as <c>/users/{id:int}</c>, for telemetry: asked only while somebody listens.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <returns>One of the application's own few patterns, never a part of the request; null if no route took it.</returns>
    string? RouteOf(Exchange exchange) => null;
}
