namespace Picard.Gen;

/// <summary>The completion of a user's method without a result. It can be taken once.</summary>
public readonly struct Completion : IAnswer
{
    private readonly ValueTask _pending;

    internal Completion(ValueTask pending) => _pending = pending;

    /// <inheritdoc/>
    public bool IsCompleted => _pending.IsCompleted;

    /// <summary>Takes the completion; rethrows what the user's method threw.</summary>
    public void Take() => _pending.GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void WhenCompleted(Action continuation) => _pending.GetAwaiter().UnsafeOnCompleted(continuation);
}
