namespace Picard;

/// <summary>An exchange cannot go on: its peer is gone, is too slow, or broke a rule.</summary>
/// <remarks>A handler need not catch it: the framework answers what can be answered, and logs nothing for a client that left.</remarks>
public sealed class ExchangeException : IOException
{
    internal ExchangeException(AbortReason fault, string message)
        : base(message) => Fault = fault;

    /// <summary>What happened.</summary>
    public AbortReason Fault { get; }
}
