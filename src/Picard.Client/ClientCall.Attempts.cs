using System.Runtime.CompilerServices;
using Picard.Gen;

namespace Picard.Client;

// The attempts of a request whose client has a policy for them. Each is an exchange of its own, with what is left of the call's time.
public sealed partial class ClientCall
{
    /// <summary>Sends the request once.</summary>
    /// <param name="former">How often it was sent before.</param>
    /// <param name="attemptToken">Ends the attempt, until there is a response.</param>
    /// <param name="callerToken">The caller's own, which counts from then on.</param>
    internal async ValueTask SendAttemptAsync(int former, CancellationToken attemptToken, CancellationToken callerToken)
    {
        if (former > 0)
        {
            await ReleaseAsync(isRead: false).ConfigureAwait(false);
            EndObservation();
            _head.Truncate(_ownFieldsEnd);
            _resendCount++;
        }

        attemptToken.ThrowIfCancellationRequested();
        Aborted = attemptToken;
        try
        {
            await SendHeadAsync().ConfigureAwait(false);
            Connection.ContinueFor(callerToken);
        }
        finally
        {
            Aborted = callerToken;
        }
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask PersistAsync(Func<ClientAttempt, CancellationToken, ValueTask> resilience)
    {
        var attempt = new ClientAttempt(this);
        try
        {
            await resilience(attempt, Aborted).ConfigureAwait(false);
        }
        finally
        {
            attempt.End();
        }

        if (_lease.Connection is null)
        {
            throw new InvalidOperationException($"{nameof(ClientOptions)}.{nameof(ClientOptions.Resilience)} has ended without a response: it lets the last exception pass, or sends the request.");
        }
    }
}
