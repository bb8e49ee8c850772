namespace Picard.Gen;

/// <summary>The result of a user's method, there or pending. It can be taken once.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public readonly struct Answer<T> : IAnswer
{
    private readonly ValueTask<T> _pending;

    internal Answer(ValueTask<T> pending) => _pending = pending;

    /// <inheritdoc/>
    public bool IsCompleted => _pending.IsCompleted;

    /// <summary>Takes the result; rethrows what the user's method threw.</summary>
    public T Take() => _pending.GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void WhenCompleted(Action continuation) => _pending.GetAwaiter().UnsafeOnCompleted(continuation);
}
