namespace Picard.Gen;

/// <summary>One handler with its methods as endpoints. Emitted inside the handler's class, so that private methods can be reached.</summary>
public abstract class HandlerEndpoints
{
    private ConstantResponse?[] _constants = [];

    /// <summary>Binds the parameters of a method, calls it, and answers with its result.</summary>
    /// <param name="endpoint">The method's number within the handler.</param>
    /// <param name="exchange">The exchange.</param>
    /// <returns>What the exchange waits for.</returns>
    public abstract ExchangeStep Invoke(int endpoint, Exchange exchange);

    /// <summary>The response of a method that returns a string literal: a 200, computed with its first answer.</summary>
    /// <param name="endpoint">The method's number within the handler.</param>
    /// <param name="text">The literal.</param>
    /// <param name="contentType">The media type, as a literal.</param>
    /// <returns>The response.</returns>
    /// <exception cref="ArgumentException">The media type has a character that no field value may have.</exception>
    protected ConstantResponse Constant(int endpoint, string text, string contentType = Exchange.TextContentType)
    {
        var constants = _constants;
        return (uint)endpoint < (uint)constants.Length && constants[endpoint] is { } known && known.IsOf(text, contentType)
            ? known
            : Compute(endpoint, text, contentType);
    }

    private ConstantResponse Compute(int endpoint, string text, string contentType)
    {
        // Race: two threads may compute at once; what one of them keeps may get lost, and is computed again.
        var constants = _constants;
        if (endpoint >= constants.Length)
        {
            Array.Resize(ref constants, endpoint + 1);
        }

        var computed = new ConstantResponse(text, contentType);
        constants[endpoint] = computed;
        _constants = constants;
        return computed;
    }
}
