using Picard.Gen;

namespace Picard;

/// <summary>A result: 201 Created (RFC 9110 §15.3.2) without content.</summary>
public readonly record struct Created : IStatusResult<Created>
{
    private Created(string location) => Location = location;

    /// <summary>Where what was created is, as the field Location says it; null: the field is not sent.</summary>
    public string? Location { get; }

    StatusCode IStatusResult.Status => StatusCode.Created;

    static Created? IStatusResult<Created>.From(StatusCode status, string? location) => location is null ? default(Created) : new(location);

    /// <summary>A result without a value.</summary>
    /// <param name="location">A URI reference such as <c>/users/42</c>; what a URI cannot hold is percent-encoded.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Created At(string location) => new(LocationText.Checked(location, nameof(location)));

    /// <summary>A result without a value.</summary>
    /// <param name="location">A URI, absolute or not.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Created At(Uri location) => new(LocationText.Checked(location, nameof(location)));

    /// <summary>A result with a value.</summary>
    /// <param name="location">A URI reference such as <c>/users/42</c>; what a URI cannot hold is percent-encoded.</param>
    /// <param name="value">The value, sent as JSON.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Created<T> At<T>(string location, T value) => new(LocationText.Checked(location, nameof(location)), value);

    /// <summary>A result with a value.</summary>
    /// <param name="location">A URI, absolute or not.</param>
    /// <param name="value">The value, sent as JSON.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Created<T> At<T>(Uri location, T value) => new(LocationText.Checked(location, nameof(location)), value);
}
