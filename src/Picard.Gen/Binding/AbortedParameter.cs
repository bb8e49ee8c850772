namespace Picard.Gen;

/// <summary>A parameter that is cancelled when the client is gone.</summary>
public readonly struct AbortedParameter
{
    /// <summary>Always binds.</summary>
    public bool TryBind(Exchange exchange, Source source, out CancellationToken value)
    {
        value = exchange.Aborted;
        return true;
    }

    /// <summary>Always binds.</summary>
    public bool TryBind(Exchange exchange, Source source, CancellationToken whenMissing, out CancellationToken value) => TryBind(exchange, source, out value);
}
