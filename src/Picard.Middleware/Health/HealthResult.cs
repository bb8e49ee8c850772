namespace Picard;

/// <summary>What a health check has found.</summary>
public readonly record struct HealthResult
{
    private HealthResult(bool isHealthy, string? reason) => (IsHealthy, Reason) = (isHealthy, reason);

    /// <summary>All is well.</summary>
    public static HealthResult Healthy { get; } = new(isHealthy: true, reason: null);

    /// <summary>Whether all is well. The default value says that it is not.</summary>
    public bool IsHealthy { get; }

    /// <summary>What is wrong, if that was said.</summary>
    public string? Reason { get; }

    /// <summary>Requests are better sent elsewhere.</summary>
    /// <param name="reason">What is wrong. Clients see it where <see cref="HealthOptions.Detail"/> says so.</param>
    /// <returns>The result.</returns>
    public static HealthResult Unhealthy(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new(isHealthy: false, reason);
    }
}
