namespace Picard;

/// <summary>Whether a destination is used, and why not.</summary>
public enum DestinationHealth
{
    /// <summary>It is used.</summary>
    Healthy,

    /// <summary>Requests to it have failed: it is out until its reactivation time is over (<see cref="PassiveHealthOptions"/>).</summary>
    Ejected,

    /// <summary>One request was let through, and its end decides.</summary>
    Probing,

    /// <summary>The proxy's own checks fail (<see cref="HealthCheckOptions"/>).</summary>
    FailingChecks,

    /// <summary>It belongs to the upstream no longer: what is under way ends, and nothing new comes.</summary>
    Draining,
}
