using Picard.Gen;

namespace Picard;

/// <summary>A result: 404 Not Found (RFC 9110 §15.5.5) with a value, sent as JSON.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">The value; null is sent as <c>null</c>.</param>
public readonly record struct NotFound<T>(T Value) : IValueResult<NotFound<T>, T>
{
    StatusCode IStatusResult.Status => StatusCode.NotFound;

    static NotFound<T> IValueResult<NotFound<T>, T>.From(string? location, T value) => new(value);
}
