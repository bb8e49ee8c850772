namespace Picard.Benchmarks;

/// <summary>One client under one load, once.</summary>
/// <param name="CpuMicroseconds">User and system time of this process for each request.</param>
/// <param name="Bytes">Managed memory allocated for each request.</param>
/// <param name="RequestsPerSecond">Requests that were answered.</param>
/// <param name="P50Microseconds">Median latency.</param>
/// <param name="P99Microseconds">The latency that one request in a hundred exceeds.</param>
internal sealed record ClientMeasurement(double CpuMicroseconds, double Bytes, double RequestsPerSecond, double P50Microseconds, double P99Microseconds);
