namespace Picard.Benchmarks;

/// <summary>One peer under one load, once.</summary>
internal sealed record Measurement(string Peer, int Round, double CpuMicrosecondsPerRequest, double? BytesPerRequest, LoadResult Load);

/// <summary>One peer in one scenario, summed up.</summary>
internal sealed record Summary
{
    public required string Scenario { get; init; }

    public required string Peer { get; init; }

    /// <summary>The unit of <see cref="Value"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>The median of the figure: CPU microseconds per request, KiB per connection or milliseconds.</summary>
    public required double Value { get; init; }

    /// <summary>The median over rounds of this peer's figure divided by ours in the same round; above 1: we need less.</summary>
    public double? Ratio { get; init; }

    public double? LowestRatio { get; init; }

    public double? HighestRatio { get; init; }

    public double? BytesPerRequest { get; init; }

    public double? CallsPerRequest { get; init; }

    public double? RequestsPerSecond { get; init; }

    public double? P50Microseconds { get; init; }

    public double? P99Microseconds { get; init; }

    public long Errors { get; init; }
}
