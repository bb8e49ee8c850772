namespace Picard;

/// <summary>A destination at one moment.</summary>
public sealed record DestinationStatus
{
    /// <summary>Its origin, such as <c>http://10.0.0.5:8080</c>.</summary>
    public required string Url { get; init; }

    /// <summary>Whether it is used.</summary>
    public DestinationHealth Health { get; init; }

    /// <summary>Exchanges under way.</summary>
    public int Pending { get; init; }

    /// <summary>Requests since it joined, those under way included.</summary>
    public long Requests { get; init; }

    /// <summary>Those of <see cref="Requests"/> that were failures of the destination.</summary>
    public long Failures { get; init; }

    /// <summary>When a request or a check failed last; null: never.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>What it was: the name of a <see cref="RequestFault"/>, a status such as <c>503</c>, or <c>HealthCheck</c>; null: never.</summary>
    public string? LastFailureReason { get; init; }
}
