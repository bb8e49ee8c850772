namespace Picard;

/// <summary>What one request has of its own. A method of a typed client that has a parameter of this type takes it.</summary>
public readonly struct CallOptions
{
    /// <summary>How long the request may take in all, in place of <see cref="ClientOptions.TotalTimeout"/>; null for that.</summary>
    /// <remarks>As there, <see cref="ClientOptions.None"/> is no limit.</remarks>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Fields that are sent beside those of the method; null: none.</summary>
    public RequestFields? Fields { get; init; }
}
