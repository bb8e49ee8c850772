namespace Picard;

/// <summary>What the answer of a health endpoint has beside its status.</summary>
public enum HealthDetail
{
    /// <summary>Nothing: whoever asks has no business with what the application is made of.</summary>
    StatusOnly,

    /// <summary>JSON with each check, its result and its time.</summary>
    Checks,
}
