using Picard.Gen;

namespace Picard;

/// <summary>A result: a redirection to another URI (RFC 9110 §15.4), without content.</summary>
/// <remarks>A location that comes from the request leads wherever its author likes: redirect only to what you know.</remarks>
public readonly record struct Redirect : IStatusResult<Redirect>
{
    private readonly StatusCode _status;

    private Redirect(StatusCode status, string location) => (_status, Location) = (status, LocationText.Checked(location, nameof(location)));

    /// <summary>The URI reference, as the field Location says it.</summary>
    public string? Location { get; }

    StatusCode IStatusResult.Status => Location is null ? throw new InvalidOperationException("A Redirect is made by one of its methods: the default leads nowhere.") : _status;

    static bool IStatusResult<Redirect>.Is(StatusCode status) => status.Code is 301 or 302 or 303 or 307 or 308;

    static Redirect? IStatusResult<Redirect>.From(StatusCode status, string? location) => location is null ? null : new(status, location);

    /// <summary>301 (RFC 9110 §15.4.2): for good; a client may change POST to GET.</summary>
    /// <param name="location">A URI reference such as <c>/users/42</c>; what a URI cannot hold is percent-encoded.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Redirect MovedPermanently(string location) => new(StatusCode.MovedPermanently, location);

    /// <summary>302 (RFC 9110 §15.4.3): for now; a client may change POST to GET.</summary>
    /// <param name="location">A URI reference such as <c>/users/42</c>; what a URI cannot hold is percent-encoded.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Redirect Found(string location) => new(StatusCode.Found, location);

    /// <summary>303 (RFC 9110 §15.4.4): the answer to this request is elsewhere, to be fetched by GET.</summary>
    /// <param name="location">A URI reference such as <c>/users/42</c>; what a URI cannot hold is percent-encoded.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Redirect SeeOther(string location) => new(StatusCode.SeeOther, location);

    /// <summary>307 (RFC 9110 §15.4.8): for now, by the same method.</summary>
    /// <param name="location">A URI reference such as <c>/users/42</c>; what a URI cannot hold is percent-encoded.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Redirect Temporary(string location) => new(StatusCode.TemporaryRedirect, location);

    /// <summary>308 (RFC 9110 §15.4.9): for good, by the same method.</summary>
    /// <param name="location">A URI reference such as <c>/users/42</c>; what a URI cannot hold is percent-encoded.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The location has a control character, such as CR or LF.</exception>
    public static Redirect Permanent(string location) => new(StatusCode.PermanentRedirect, location);
}
