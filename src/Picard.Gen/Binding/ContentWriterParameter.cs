namespace Picard.Gen;

/// <summary>A parameter that writes the response content.</summary>
public readonly struct ContentWriterParameter
{
    /// <summary>Always binds.</summary>
    public bool TryBind(Exchange exchange, Source source, out ContentWriter value)
    {
        exchange.StreamResponse();
        value = new ContentWriter(exchange);
        return true;
    }

    /// <summary>Always binds.</summary>
    public bool TryBind(Exchange exchange, Source source, ContentWriter whenMissing, out ContentWriter value) => TryBind(exchange, source, out value);
}
