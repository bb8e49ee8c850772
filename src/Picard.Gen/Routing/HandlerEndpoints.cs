namespace Picard.Gen;

/// <summary>One handler with its methods as endpoints. Emitted inside the handler's class, so that private methods can be reached.</summary>
public abstract class HandlerEndpoints
{
    /// <summary>Binds the parameters of a method, calls it, and answers with its result.</summary>
    /// <param name="endpoint">The method's number within the handler.</param>
    /// <param name="exchange">The exchange.</param>
    /// <returns>What the exchange waits for.</returns>
    public abstract ExchangeStep Invoke(int endpoint, Exchange exchange);
}
