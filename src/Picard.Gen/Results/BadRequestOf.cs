using Picard.Gen;

namespace Picard;

/// <summary>A result: 400 Bad Request (RFC 9110 §15.5.1) with a value, sent as JSON.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">The value; null is sent as <c>null</c>.</param>
public readonly record struct BadRequest<T>(T Value) : IValueResult<BadRequest<T>, T>
{
    StatusCode IStatusResult.Status => StatusCode.BadRequest;

    static BadRequest<T> IValueResult<BadRequest<T>, T>.From(string? location, T value) => new(value);
}
