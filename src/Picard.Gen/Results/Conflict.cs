using Picard.Gen;

namespace Picard;

/// <summary>A result: 409 Conflict (RFC 9110 §15.5.10). Sent as a problem (RFC 9457) that says no more than the status.</summary>
public readonly record struct Conflict : IStatusResult<Conflict>
{
    StatusCode IStatusResult.Status => StatusCode.Conflict;

    /// <summary>The same with a value.</summary>
    /// <param name="value">The value, sent as JSON.</param>
    /// <returns>The result.</returns>
    public static Conflict<T> With<T>(T value) => new(value);
}
