namespace Picard;

/// <summary>When a kept response may be used.</summary>
public enum CacheReuse
{
    /// <summary>Nothing is said.</summary>
    Unsaid,

    /// <summary>Never without asking the server first: <c>no-cache</c>.</summary>
    AfterValidation,

    /// <summary>While it is fresh, and then only after asking: <c>must-revalidate</c>.</summary>
    OnlyWhileFresh,

    /// <summary>While it is fresh, even when the user asks for a reload: <c>immutable</c> (RFC 8246).</summary>
    AlwaysWhileFresh,
}
