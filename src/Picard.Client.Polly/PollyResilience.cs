using Polly;

namespace Picard;

/// <summary>Pipelines of Polly as the resilience of a client: retries with their delays, circuit breakers, timeouts and rate limiters are Polly's, the attempts are the client's.</summary>
public static class PollyResilience
{
    private static readonly ResiliencePropertyKey<ClientAttempt> s_attempt = new("Picard.ClientAttempt");

    /// <summary>Makes the resilience of a client, for <see cref="ClientOptions.Resilience"/>, of a pipeline.</summary>
    /// <param name="pipeline">What it does with an attempt follows from its <see cref="ClientAttempt.Status"/>, or its exception. Hedging is not for this: attempts of one request are made one after the other.</param>
    /// <returns>The exceptions of the pipeline, such as that of an open circuit, are those of the request.</returns>
    public static Func<ClientAttempt, CancellationToken, ValueTask> ToResilience(this ResiliencePipeline<ClientAttempt> pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return (attempt, cancellationToken) => ExecuteAsync(pipeline, attempt, cancellationToken);
    }

    /// <summary>Whether a further attempt is safe and may help, for <c>ShouldHandle</c> of a retry: there is no response, or it is 408, 429, 500, 502, 503 or 504; and the request can be sent again,
    /// and is idempotent (RFC 9110 §9.2.2) unless nothing of it was sent or the server has said that it did nothing (408, 429, 503).</summary>
    /// <param name="execution">The context of the pipeline, as the predicate gets it.</param>
    /// <param name="outcome">How the attempt has ended.</param>
    public static ValueTask<bool> IsTransient(ResilienceContext execution, Outcome<ClientAttempt> outcome)
    {
        ArgumentNullException.ThrowIfNull(execution);
        return new(execution.Properties.TryGetValue(s_attempt, out var attempt) && attempt.IsRepeatable && IsTransient(attempt, outcome.Exception));
    }

    private static bool IsTransient(ClientAttempt attempt, Exception? exception) => exception switch
    {
        null => attempt.Status.Code is 408 or 429 or 503 || (attempt.Status.Code is 500 or 502 or 504 && attempt.Method.IsIdempotent),
        RequestException { IsRetryable: true } => true,
        RequestException { Fault: RequestFault.FirstByteTimeout or RequestFault.ConnectionLost or RequestFault.ContentTimeout } => attempt.Method.IsIdempotent,
        Polly.Timeout.TimeoutRejectedException => attempt.Method.IsIdempotent,
        _ => false,
    };

    private static async ValueTask ExecuteAsync(ResiliencePipeline<ClientAttempt> pipeline, ClientAttempt attempt, CancellationToken cancellationToken)
    {
        var execution = ResilienceContextPool.Shared.Get(cancellationToken);
        execution.Properties.Set(s_attempt, attempt);
        try
        {
            _ = await pipeline.ExecuteAsync(
                static async (execution, attempt) =>
                {
                    await attempt.SendAsync(execution.CancellationToken).ConfigureAwait(execution.ContinueOnCapturedContext);
                    return attempt;
                },
                execution,
                attempt).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(execution);
        }
    }
}
