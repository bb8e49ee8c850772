namespace Picard.Gen;

/// <summary>A request event of a middleware that is pending.</summary>
internal readonly struct MiddlewareAnswer(MiddlewareEvents events, ValueTask<Next> pending) : IAnswer
{
    /// <inheritdoc/>
    public bool IsCompleted => pending.IsCompleted;

    /// <inheritdoc/>
    public void WhenCompleted(Action continuation) => pending.GetAwaiter().UnsafeOnCompleted(continuation);

    /// <summary>Takes the result; rethrows what the user's method threw.</summary>
    public MiddlewareStep Take(Exchange exchange) => events.Check(exchange, pending.GetAwaiter().GetResult());
}
