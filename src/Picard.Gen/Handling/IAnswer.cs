namespace Picard.Gen;

/// <summary>What a user's method returned, in the one form that a suspension waits for.</summary>
public interface IAnswer
{
    /// <summary>Whether the result is there.</summary>
    bool IsCompleted { get; }

    /// <summary>Has <paramref name="continuation"/> called once the result is there.</summary>
    /// <param name="continuation">Called once, on whatever thread completes the method.</param>
    void WhenCompleted(Action continuation);
}
