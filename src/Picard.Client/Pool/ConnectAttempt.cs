namespace Picard.Client;

/// <summary>A connection that is being made. It has its slot from the start, and gives it back if it fails.</summary>
internal sealed class ConnectAttempt(OriginPool home)
{
    private TaskCompletionSource<Exception?>? _outcome;

    public OriginPool Home => home;

    /// <summary>Who is told if it fails, and is counted on for its slot; null if whoever wanted it has got another one or has left. Guarded by the pool's lock.</summary>
    public PoolWaiter? Owner { get; set; }

    public ConnectAttempt? NextToStart { get; set; }

    /// <summary>Asks for the outcome, before the attempt is started: null if there is a connection, otherwise why not.</summary>
    public Task<Exception?> Observe() => (_outcome = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void TellOutcome(Exception? fault) => _outcome?.SetResult(fault);
}
