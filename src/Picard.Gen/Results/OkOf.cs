using Picard.Gen;

namespace Picard;

/// <summary>A result: 200 OK (RFC 9110 §15.3.1) with a value, sent as JSON.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">The value; null is sent as <c>null</c>.</param>
public readonly record struct Ok<T>(T Value) : IValueResult<Ok<T>, T>
{
    StatusCode IStatusResult.Status => StatusCode.Ok;

    static Ok<T> IValueResult<Ok<T>, T>.From(string? location, T value) => new(value);
}
