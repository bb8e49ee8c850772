namespace Picard;

/// <summary>An exchange cannot go on: its peer is gone, is too slow, or broke a rule.</summary>
/// <remarks>A handler need not catch it: the framework answers what can be answered, and logs nothing for a client that left.</remarks>
public sealed class ExchangeException : IOException
{
    internal ExchangeException(AbortReason fault, string message)
        : base(message) => Fault = fault;

    internal ExchangeException(Problem answer)
        : base(answer.Detail)
    {
        Fault = answer.Status == StatusCode.ContentTooLarge ? AbortReason.ContentTooLarge : AbortReason.Violation;
        Answer = answer;
    }

    /// <summary>What the client is told, if no response has begun; null: what the fault says.</summary>
    internal Problem? Answer { get; }

    /// <summary>What happened.</summary>
    public AbortReason Fault { get; }
}
