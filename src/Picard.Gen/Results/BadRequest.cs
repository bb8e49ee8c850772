using Picard.Gen;

namespace Picard;

/// <summary>A result: 400 Bad Request (RFC 9110 §15.5.1). Sent as a problem (RFC 9457) that says no more than the status.</summary>
public readonly record struct BadRequest : IStatusResult<BadRequest>
{
    StatusCode IStatusResult.Status => StatusCode.BadRequest;

    /// <summary>The same with a value.</summary>
    /// <param name="value">The value, sent as JSON.</param>
    /// <returns>The result.</returns>
    public static BadRequest<T> With<T>(T value) => new(value);
}
