namespace Picard.Gen;

/// <summary>A parameter that is the request itself.</summary>
public readonly struct RequestParameter
{
    /// <summary>Always binds.</summary>
    public bool TryBind(Exchange exchange, Source source, out Request value)
    {
        value = new Request(exchange);
        return true;
    }

    /// <summary>Always binds.</summary>
    public bool TryBind(Exchange exchange, Source source, Request whenMissing, out Request value) => TryBind(exchange, source, out value);
}
