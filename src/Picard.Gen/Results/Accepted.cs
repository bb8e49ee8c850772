using Picard.Gen;

namespace Picard;

/// <summary>A result: 202 Accepted (RFC 9110 §15.3.3) without content.</summary>
public readonly record struct Accepted : IStatusResult<Accepted>
{
    private Accepted(string location) => Location = location;

    /// <summary>Where the progress can be seen, as the field Location says it; null: the field is not sent.</summary>
    public string? Location { get; }

    StatusCode IStatusResult.Status => StatusCode.Accepted;

    static Accepted? IStatusResult<Accepted>.From(StatusCode status, string? location) => location is null ? default(Accepted) : new(location);

    /// <summary>A result without a value.</summary>
    /// <param name="location">A URI reference such as <c>/users/42</c>; what a URI cannot hold is percent-encoded.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Accepted At(string location) => new(LocationText.Checked(location, nameof(location)));

    /// <summary>A result without a value.</summary>
    /// <param name="location">A URI, absolute or not.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Accepted At(Uri location) => new(LocationText.Checked(location, nameof(location)));

    /// <summary>A result with a value.</summary>
    /// <param name="location">A URI reference such as <c>/users/42</c>; what a URI cannot hold is percent-encoded.</param>
    /// <param name="value">The value, sent as JSON.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Accepted<T> At<T>(string location, T value) => new(LocationText.Checked(location, nameof(location)), value);

    /// <summary>A result with a value.</summary>
    /// <param name="location">A URI, absolute or not.</param>
    /// <param name="value">The value, sent as JSON.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Accepted<T> At<T>(Uri location, T value) => new(LocationText.Checked(location, nameof(location)), value);

    /// <summary>The same with a value and without a location.</summary>
    /// <param name="value">The value, sent as JSON.</param>
    /// <returns>The result.</returns>
    public static Accepted<T> With<T>(T value) => new(null, value);
}
