using System.Net;
using Picard.Transport;

namespace Picard.Client;

/// <summary>Connects to one of several addresses (RFC 8305, happy eyeballs): each has a head start of <see cref="ClientOptions.ConnectionAttemptDelay"/> before the next is tried beside it, and
/// one that fails gives way at once. The first that connects wins; the others are cancelled, and closed should they connect all the same.</summary>
internal sealed class ConnectionRace(TransportConnector connector, TimeProvider time, TimeSpan attemptDelay)
{
    // Limit: addresses that are tried for one connection. In the default 5 s as many are begun 250 ms apart, with some room; a name with a thousand addresses that refuse must come to its end.
    private const int MaxAttempts = 24;

    /// <summary>Connects.</summary>
    /// <param name="addresses">In the order in which they are tried; at least one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TransportException">Every address failed; it is the exception of the one that says most.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<(TransportConnection Connection, IPEndPoint Address)> RunAsync(IPEndPoint[] addresses, CancellationToken cancellationToken)
    {
        if (addresses.Length == 1)
        {
            return (await connector.ConnectAsync(addresses[0], cancellationToken).ConfigureAwait(false), addresses[0]);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var count = Math.Min(addresses.Length, MaxAttempts);
        var running = new List<(Task<TransportConnection> Attempt, IPEndPoint Address)>(count);
        var failures = new List<TransportException>(count);
        try
        {
            for (var next = 0; next < count || running.Count > 0;)
            {
                if (next < count)
                {
                    running.Add((connector.ConnectAsync(addresses[next], stop.Token).AsTask(), addresses[next]));
                    next++;
                }

                var ended = await FirstEndedAsync(running, next < count, stop.Token).ConfigureAwait(false);
                if (ended < 0)
                {
                    continue;
                }

                var (attempt, address) = running[ended];
                running.RemoveAt(ended);
                try
                {
                    return (await attempt.ConfigureAwait(false), address);
                }
                catch (TransportException failure)
                {
                    failures.Add(failure);
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var (attempt, _) in running)
            {
                _ = CloseAsync(attempt);
            }
        }

        throw MostTelling(failures);
    }

    /// <returns>The attempt that has ended; -1 when it is time for the next.</returns>
    private async Task<int> FirstEndedAsync(List<(Task<TransportConnection> Attempt, IPEndPoint Address)> running, bool isMoreToTry, CancellationToken cancellationToken)
    {
        var attempts = running.Select(static attempt => (Task)attempt.Attempt);
        var delay = isMoreToTry ? Task.Delay(attemptDelay, time, cancellationToken) : null;
        var ended = await Task.WhenAny(delay is null ? attempts : attempts.Append(delay)).ConfigureAwait(false);

        // Cancelled, the delay ends with an exception, and the attempts do too.
        cancellationToken.ThrowIfCancellationRequested();
        return ended == delay ? -1 : running.FindIndex(attempt => attempt.Attempt == ended);
    }

    // Race: an attempt connects while another has won, or while it is being cancelled. Nobody knows of its connection but this.
    private static async Task CloseAsync(Task<TransportConnection> attempt)
    {
        try
        {
            await (await attempt.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TransportException or OperationCanceledException or ObjectDisposedException)
        {
            // It did not connect: there is nothing to close.
        }
    }

    // That a family has no route says something of this machine; that an address refused, of the host.
    private static TransportException MostTelling(List<TransportException> failures) =>
        failures.FindLast(static failure => failure.Fault is not (TransportFault.Unreachable or TransportFault.AddressNotAvailable)) ?? failures[^1];
}
