using Picard.Gen;

namespace Picard;

/// <summary>A result: 200 OK (RFC 9110 §15.3.1). Without content.</summary>
public readonly record struct Ok : IStatusResult<Ok>
{
    StatusCode IStatusResult.Status => StatusCode.Ok;

    /// <summary>The same with a value.</summary>
    /// <param name="value">The value, sent as JSON.</param>
    /// <returns>The result.</returns>
    public static Ok<T> With<T>(T value) => new(value);
}
