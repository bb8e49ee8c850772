namespace Picard;

/// <summary>Whether a connection is used again after a request.</summary>
public enum Reuse
{
    /// <summary>If the server agrees.</summary>
    Allowed,

    /// <summary>No: the request says <c>Connection: close</c>.</summary>
    Never,
}
