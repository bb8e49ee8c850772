using Picard.Gen;

namespace Picard;

/// <summary>A result: 202 Accepted (RFC 9110 §15.3.3) with a value, sent as JSON. Made by <see cref="Accepted"/>.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly record struct Accepted<T> : IValueResult<Accepted<T>, T>
{
    internal Accepted(string? location, T value) => (Location, Value) = (location, value);

    /// <summary>Where the progress can be seen, as the field Location says it; null: the field is not sent.</summary>
    public string? Location { get; }

    /// <summary>The value; null is sent as <c>null</c>.</summary>
    public T Value { get; }

    StatusCode IStatusResult.Status => StatusCode.Accepted;

    static Accepted<T> IValueResult<Accepted<T>, T>.From(string? location, T value) => new(location, value);
}
