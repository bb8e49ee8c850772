namespace Picard.Client;

/// <summary>One phase of connecting under its time limit: it ends with its result, its own fault, the fault of being late, or the caller's cancellation, and tells which.</summary>
internal static class Phase
{
    /// <summary>Runs a phase.</summary>
    /// <param name="phase">What is to be done; its token tells it to stop.</param>
    /// <param name="options">The clock, and the limit.</param>
    /// <param name="late">Makes the exception of the time limit.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public static async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> phase, ClientOptions options, Func<RequestException> late, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await phase(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw late();
        }
    }
}
