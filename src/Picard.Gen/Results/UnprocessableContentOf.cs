using Picard.Gen;

namespace Picard;

/// <summary>A result: 422 Unprocessable Content (RFC 9110 §15.5.21) with a value, sent as JSON.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">The value; null is sent as <c>null</c>.</param>
public readonly record struct UnprocessableContent<T>(T Value) : IValueResult<UnprocessableContent<T>, T>
{
    StatusCode IStatusResult.Status => StatusCode.UnprocessableContent;

    static UnprocessableContent<T> IValueResult<UnprocessableContent<T>, T>.From(string? location, T value) => new(value);
}
