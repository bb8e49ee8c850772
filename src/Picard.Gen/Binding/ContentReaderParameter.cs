namespace Picard.Gen;

/// <summary>A parameter that reads the request content as it arrives.</summary>
public readonly struct ContentReaderParameter
{
    /// <summary>Always binds.</summary>
    public bool TryBind(Exchange exchange, Source source, out ContentReader value)
    {
        exchange.StreamContent();
        value = new ContentReader(exchange);
        return true;
    }

    /// <summary>Always binds.</summary>
    public bool TryBind(Exchange exchange, Source source, ContentReader whenMissing, out ContentReader value) => TryBind(exchange, source, out value);
}
