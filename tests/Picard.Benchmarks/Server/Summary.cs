namespace Picard.Benchmarks;

/// <summary>One peer in one scenario, summed up. What does not apply is null.</summary>
internal sealed record Summary
{
    public required string Scenario { get; init; }

    public required string Peer { get; init; }

    /// <summary>The unit of <see cref="Value"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>The median of the figure: CPU microseconds per request, KiB per connection or milliseconds.</summary>
    public required double Value { get; init; }

    /// <summary>This peer's figure divided by ours.</summary>
    public Ratio? Ratio { get; init; }

    /// <summary>This client's figure divided by that of ours where its calls are made on the thread pool.</summary>
    public Ratio? RatioToPool { get; init; }

    /// <summary>Octets of managed memory allocated per request in steady state.</summary>
    public double? BytesPerRequest { get; init; }

    public double? CallsPerRequest { get; init; }

    public double? P50Microseconds { get; init; }

    public double? P90Microseconds { get; init; }

    public double? P99Microseconds { get; init; }

    public double? RequestsPerSecond { get; init; }

    /// <summary>Resident memory at the first answer; of a proxy, after its load.</summary>
    public double? ResidentMiB { get; init; }

    /// <summary>Answers other than 2xx, and connections that failed.</summary>
    public long? Errors { get; init; }

    /// <summary>How much of the server's cores everything but the peer took, in percent of one core.</summary>
    public double? OthersPercent { get; init; }

    /// <summary>What must be known to read the figures.</summary>
    public string? Note { get; init; }
}
