using System.Globalization;
using System.Threading.RateLimiting;

namespace Picard;

/// <summary>What an exchange has of a limit, one after the other: its place in the table, and its permit.</summary>
/// <param name="table">The limits of all clients.</param>
/// <param name="refusal">What a request without a permit is answered with.</param>
/// <param name="retryAfter">The value of Retry-After where the limiter does not say one; null: none.</param>
internal sealed class LimitUse(LimitTable table, Problem refusal, string? retryAfter)
{
    private LimitPartition? _partition;
    private RateLimitLease? _lease;

    /// <summary>Asks for a permit, and answers a request that gets none.</summary>
    public ValueTask<Next> Begin(Request request, Responder downstream, CancellationToken aborted)
    {
        _partition = table.Enter(request);
        var pending = _partition.Limiter.AcquireAsync(1, aborted);
        return pending.IsCompletedSuccessfully ? new(After(pending.GetAwaiter().GetResult(), downstream)) : WaitAsync(pending, downstream, aborted);
    }

    /// <summary>Gives everything back, once.</summary>
    public void End()
    {
        var (partition, lease) = (_partition, _lease);
        (_partition, _lease) = (null, null);
        lease?.Dispose();
        if (partition is not null)
        {
            table.Leave(partition);
        }
    }

    /// <summary>A time as the value of Retry-After: whole seconds, at least one (RFC 9110 §10.2.3).</summary>
    public static string Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private async ValueTask<Next> WaitAsync(ValueTask<RateLimitLease> pending, Responder downstream, CancellationToken aborted)
    {
        try
        {
            return After(await pending.ConfigureAwait(false), downstream);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // The client has left, or the server stops: then this still reaches it.
            downstream.Respond(StatusCode.ServiceUnavailable);
            return Next.Handled;
        }
    }

    private Next After(RateLimitLease lease, Responder downstream)
    {
        // A refused one is kept too: whatever it holds is disposed at the end.
        _lease = lease;
        if (lease.IsAcquired)
        {
            return Next.Continue;
        }

        if ((lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Seconds(wait) : retryAfter) is { } seconds)
        {
            downstream.Fields.Set(KnownField.RetryAfter, seconds);
        }

        downstream.Respond(refusal);
        return Next.Handled;
    }
}
