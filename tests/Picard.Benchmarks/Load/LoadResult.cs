namespace Picard.Benchmarks;

/// <summary>What a load generator saw.</summary>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="Seconds">How long the load lasted.</param>
/// <param name="Errors">Answers other than 2xx, and connections that failed.</param>
/// <param name="P50Microseconds">Median latency; null where the generator does not tell.</param>
/// <param name="P90Microseconds">The latency that one request in ten exceeds.</param>
/// <param name="P99Microseconds">The latency that one request in a hundred exceeds.</param>
internal sealed record LoadResult(long Requests, double Seconds, long Errors, double? P50Microseconds, double? P90Microseconds, double? P99Microseconds)
{
    public double RequestsPerSecond => Requests / Seconds;
}
