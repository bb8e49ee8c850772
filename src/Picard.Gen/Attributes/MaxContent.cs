namespace Picard;

/// <summary>Values of <see cref="MaxContentAttribute"/> that have a name.</summary>
public static class MaxContent
{
    /// <summary>No limit but what one array can hold, where content is collected; and none at all where it streams. What a client may make the server hold is then for something else
    /// to bound, so this is said by name and never by a number.</summary>
    public const long Unlimited = long.MaxValue;
}
