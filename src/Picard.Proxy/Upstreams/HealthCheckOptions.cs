using Picard.Proxy;

namespace Picard;

/// <summary>Requests of the proxy's own that ask destinations whether they are well (<see cref="UpstreamOptions.HealthCheck"/>).</summary>
/// <remarks>A destination that was not asked yet counts as healthy: a proxy that starts serves at once.</remarks>
public sealed record HealthCheckOptions
{
    /// <summary>The path that is asked for with GET, a query included. Default <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The time from one check to the next, ± 10 % so that several proxies do not ask at the same moment. Default 10 s, as of probes of Kubernetes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a check may take; it must not be longer than <see cref="Interval"/>. Default 5 s: what takes longer to say that it is well is not.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Checks in a row that pass before a destination is used again. Default 2, as HAProxy's <c>rise</c>.</summary>
    public int HealthyThreshold { get; init; } = 2;

    /// <summary>Checks in a row that fail before a destination is used no longer. Default 3, as HAProxy's <c>fall</c>.</summary>
    public int UnhealthyThreshold { get; init; } = 3;

    /// <summary>The lowest status that passes. Default 200.</summary>
    public int MinStatus { get; init; } = 200;

    /// <summary>The highest status that passes. Default 299: a redirect says nothing of health.</summary>
    public int MaxStatus { get; init; } = 299;

    /// <summary>Whether a response with this status passes.</summary>
    internal bool IsExpected(StatusCode status) => status.Code >= MinStatus && status.Code <= MaxStatus;

    /// <exception cref="OptionException">An option cannot be kept; the text names it.</exception>
    internal void Validate()
    {
        OptionRule.Positive(Interval, nameof(HealthCheckOptions), nameof(Interval));
        OptionRule.Positive(Timeout, nameof(HealthCheckOptions), nameof(Timeout));
        OptionRule.AtLeast(HealthyThreshold, 1, nameof(HealthCheckOptions), nameof(HealthyThreshold));
        OptionRule.AtLeast(UnhealthyThreshold, 1, nameof(HealthCheckOptions), nameof(UnhealthyThreshold));
        if (Path is not ['/', ..] || Path.AsSpan().ContainsAnyExceptInRange('!', '~') || Path.Contains('#', StringComparison.Ordinal))
        {
            throw new OptionException($"{nameof(HealthCheckOptions)}.{nameof(Path)} is '{Path}'; it must be a target in origin-form, such as /health (RFC 9112 §3.2.1).");
        }

        if (Timeout > Interval)
        {
            throw new OptionException($"{nameof(HealthCheckOptions)}.{nameof(Timeout)} is {Timeout}; it must not be longer than {nameof(Interval)}, {Interval}.");
        }

        if (MinStatus is < 200 or > 999 || MaxStatus is < 200 or > 999 || MinStatus > MaxStatus)
        {
            throw new OptionException($"{nameof(HealthCheckOptions)}.{nameof(MinStatus)} and {nameof(MaxStatus)} are {MinStatus} and {MaxStatus}; they must be final statuses, 200 to 999, in this order.");
        }
    }
}
