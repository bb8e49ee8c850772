namespace Picard;

/// <summary>What one check has found.</summary>
/// <param name="Name">The check.</param>
/// <param name="Result">What it has found.</param>
/// <param name="Took">How long it took.</param>
internal readonly record struct HealthFinding(string Name, HealthResult Result, TimeSpan Took);
