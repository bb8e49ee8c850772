using System.Threading.Tasks.Sources;

namespace Picard.Gen;

/// <summary>A pending handler as the driver awaits it. Reused by its exchange, one per type of result.</summary>
internal abstract class Suspension : IValueTaskSource
{
    /// <summary>The next that the exchange keeps.</summary>
    public Suspension? Next { get; set; }

    /// <summary>Tells one use from the next: a task that is awaited twice, or after its exchange, is refused.</summary>
    protected short Version { get; set; }

    public ValueTask Completion() => new(this, Version);

    public abstract ValueTaskSourceStatus GetStatus(short token);

    public abstract void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags);

    public abstract void GetResult(short token);

    protected void Check(short token)
    {
        if (token != Version)
        {
            throw new InvalidOperationException("The completion of a handler is awaited once, before its exchange ends.");
        }
    }
}
