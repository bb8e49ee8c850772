namespace Picard;

/// <summary>An upstream at one moment.</summary>
public sealed record UpstreamStatus
{
    /// <summary>The name (<see cref="UpstreamOptions.Name"/>).</summary>
    public required string Name { get; init; }

    /// <summary>The destinations in the order of the options, then those that are draining.</summary>
    public required IReadOnlyList<DestinationStatus> Destinations { get; init; }

    /// <summary>Whether all destinations are used because too few are healthy (<see cref="UpstreamOptions.PanicThreshold"/>).</summary>
    public bool IsPanicking { get; init; }

    /// <summary>Requests that were allowed to be sent again.</summary>
    public long Retries { get; init; }

    /// <summary>Requests that were not, since there were too many retries (<see cref="UpstreamOptions.RetryShare"/>).</summary>
    public long RetriesRefused { get; init; }
}
