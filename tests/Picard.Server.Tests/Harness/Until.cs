namespace Picard.Server.Tests;

/// <summary>What a handler under test waits for, where it waits for nothing else.</summary>
internal static class Until
{
    /// <summary>Completes when a token is cancelled.</summary>
    public static async Task CancelledAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
    }
}
