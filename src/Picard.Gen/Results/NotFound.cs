using Picard.Gen;

namespace Picard;

/// <summary>A result: 404 Not Found (RFC 9110 §15.5.5). Sent as a problem (RFC 9457) that says no more than the status.</summary>
public readonly record struct NotFound : IStatusResult<NotFound>
{
    StatusCode IStatusResult.Status => StatusCode.NotFound;

    /// <summary>The same with a value.</summary>
    /// <param name="value">The value, sent as JSON.</param>
    /// <returns>The result.</returns>
    public static NotFound<T> With<T>(T value) => new(value);
}
