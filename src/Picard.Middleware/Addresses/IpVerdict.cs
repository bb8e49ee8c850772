namespace Picard;

/// <summary>Whether a client may come in.</summary>
public enum IpVerdict
{
    /// <summary>It is refused.</summary>
    Deny,

    /// <summary>It is let through.</summary>
    Allow,
}
