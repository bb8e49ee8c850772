namespace Picard;

/// <summary>What becomes of requests for files whose names, or whose folders' names, begin with a dot.</summary>
public enum DotFiles
{
    /// <summary>They are not there, but for those below <c>.well-known</c> (RFC 8615): such files hold settings, histories and keys more often than content.</summary>
    Hidden,

    /// <summary>They are files as others.</summary>
    Served,
}
