namespace Picard;

/// <summary>Whether <see cref="ExceptionPage"/> shows what was thrown.</summary>
public enum ExceptionDetails
{
    /// <summary>Nobody is shown anything: an exception is answered with 500 as without the middleware.</summary>
    Hidden,

    /// <summary>Whoever asks is shown the exception, its stack and the request. For development alone: it tells strangers how a program is made.</summary>
    ShownInDevelopment,
}
