using Picard.Gen;

namespace Picard;

/// <summary>A result: 409 Conflict (RFC 9110 §15.5.10) with a value, sent as JSON.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">The value; null is sent as <c>null</c>.</param>
public readonly record struct Conflict<T>(T Value) : IValueResult<Conflict<T>, T>
{
    StatusCode IStatusResult.Status => StatusCode.Conflict;

    static Conflict<T> IValueResult<Conflict<T>, T>.From(string? location, T value) => new(value);
}
