using System.Globalization;
using System.Threading.RateLimiting;

namespace Picard;

/// <summary>What one exchange has of a limit: its place in the table, and its permit. State of a middleware, so it is empty when the next exchange begins.</summary>
internal struct LimitUse
{
    private LimitTable? _table;
    private LimitPartition? _partition;
    private RateLimitLease? _lease;

    /// <summary>Asks for a permit.</summary>
    public ValueTask<RateLimitLease> Begin(LimitTable table, Request request, CancellationToken aborted)
    {
        _partition = table.Enter(request);
        _table = table;
        return _partition.Limiter.AcquireAsync(1, aborted);
    }

    /// <summary>Keeps the permit until the exchange ends.</summary>
    /// <param name="lease">What came of asking.</param>
    /// <param name="retryAfter">The value of Retry-After if it was refused: whole seconds, at least one (RFC 9110 §10.2.3); null if nobody knows.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryKeep(RateLimitLease lease, out string? retryAfter)
    {
        // A refused one is kept too: whatever it holds is disposed at the end.
        _lease = lease;
        retryAfter = lease.IsAcquired || !lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? null : Seconds(wait);
        return lease.IsAcquired;
    }

    /// <summary>Gives everything back, once.</summary>
    public void End()
    {
        var (table, partition, lease) = (_table, _partition, _lease);
        this = default;
        lease?.Dispose();
        if (partition is not null)
        {
            table!.Leave(partition);
        }
    }

    /// <summary>A time as the value of Retry-After.</summary>
    public static string Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
