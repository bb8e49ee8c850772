namespace Picard.Benchmarks;

/// <summary>One peer under one load, once.</summary>
/// <param name="CpuMicroseconds">User and system time of the peer, for each request.</param>
/// <param name="OthersPercent">How much of the server's cores everything but the peer took, in percent of one core.</param>
/// <param name="Load">What the load generator saw.</param>
internal sealed record Measurement(double CpuMicroseconds, double OthersPercent, LoadResult Load);
