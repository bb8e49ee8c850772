using Picard.Gen;

namespace Picard;

/// <summary>A result: 201 Created (RFC 9110 §15.3.2) with a value, sent as JSON. Made by <see cref="Created"/>.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly record struct Created<T> : IValueResult<Created<T>, T>
{
    internal Created(string? location, T value) => (Location, Value) = (location, value);

    /// <summary>Where what was created is, as the field Location says it; null: the field is not sent.</summary>
    public string? Location { get; }

    /// <summary>The value; null is sent as <c>null</c>.</summary>
    public T Value { get; }

    StatusCode IStatusResult.Status => StatusCode.Created;

    static Created<T> IValueResult<Created<T>, T>.From(string? location, T value) => new(location, value);
}
