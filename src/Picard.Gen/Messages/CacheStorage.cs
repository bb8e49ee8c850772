namespace Picard;

/// <summary>Who may keep a response.</summary>
public enum CacheStorage
{
    /// <summary>Nothing is said.</summary>
    Unsaid,

    /// <summary>Shared caches too, whatever the request was: <c>public</c>.</summary>
    Everybody,

    /// <summary>The user's own cache alone: <c>private</c>.</summary>
    UserAgent,

    /// <summary>No cache: <c>no-store</c>.</summary>
    Nobody,
}
