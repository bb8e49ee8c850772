using System.Runtime.CompilerServices;
using Picard.Gen;

namespace Picard.Client;

/// <summary>What a user's event method has returned, for emitted code.</summary>
public static class ResponseEvent
{
    /// <summary>The event is delivered.</summary>
    public static ValueTask<Flow> Delivered() => new(Flow.Ready);

    /// <summary>The event is delivered, and says whether more may come at once.</summary>
    public static ValueTask<Flow> Delivered(Flow flow) => new(flow);

    /// <summary>The event is delivered when its task completes.</summary>
    public static ValueTask<Flow> Delivered(ValueTask pending)
    {
        if (pending.IsCompletedSuccessfully)
        {
            pending.GetAwaiter().GetResult();
            return new(Flow.Ready);
        }

        return AwaitedAsync(pending);
    }

    /// <summary>The event is delivered when its task completes, and then says whether more may come at once.</summary>
    public static ValueTask<Flow> Delivered(ValueTask<Flow> pending) => pending;

    /// <inheritdoc cref="Delivered(ValueTask)"/>
    public static ValueTask<Flow> Delivered(Task pending) => Delivered(new ValueTask(pending));

    /// <inheritdoc cref="Delivered(ValueTask{Flow})"/>
    public static ValueTask<Flow> Delivered(Task<Flow> pending) => new(pending);

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private static async ValueTask<Flow> AwaitedAsync(ValueTask pending)
    {
        await pending.ConfigureAwait(false);
        return Flow.Ready;
    }
}
