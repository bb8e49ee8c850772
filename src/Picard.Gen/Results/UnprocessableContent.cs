using Picard.Gen;

namespace Picard;

/// <summary>A result: 422 Unprocessable Content (RFC 9110 §15.5.21). Sent as a problem (RFC 9457) that says no more than the status.</summary>
public readonly record struct UnprocessableContent : IStatusResult<UnprocessableContent>
{
    StatusCode IStatusResult.Status => StatusCode.UnprocessableContent;

    /// <summary>The same with a value.</summary>
    /// <param name="value">The value, sent as JSON.</param>
    /// <returns>The result.</returns>
    public static UnprocessableContent<T> With<T>(T value) => new(value);
}
