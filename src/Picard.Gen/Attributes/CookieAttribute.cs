namespace Picard;

/// <summary>Takes a parameter's value from the request's cookies (RFC 6265 §4.2).</summary>
/// <remarks>
/// Quotes around a value are dropped and it is percent-decoded once, as values are in the query, but '+' stands for itself. A value with an octet that no
/// cookie value may have is refused, and so is a cookie that comes twice where one value is expected; other cookies are not looked at. An array takes every value.
/// </remarks>
/// <param name="name">The cookie name, compared octet by octet; null: the parameter's own name.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property, Inherited = false)]
public sealed class CookieAttribute(string? name = null) : Attribute
{
    /// <summary>The cookie name, or null for the parameter's own.</summary>
    public string? Name => name;
}
