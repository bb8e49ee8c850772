namespace Picard.Client;

/// <summary>How a request has ended, in the words of the semantic conventions.</summary>
/// <param name="Status">The status of its final response; none if there was none.</param>
/// <param name="Version">The version of that response.</param>
/// <param name="ErrorType">Why it has failed: a fault, or the status; null if it has not.</param>
internal readonly record struct RequestOutcome(StatusCode Status, string Version, string? ErrorType);
