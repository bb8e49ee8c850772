namespace Picard;

/// <summary>Takes a parameter's value from the request's field lines of one name.</summary>
/// <remarks>
/// Several lines of a name are one list (RFC 9110 §5.3): a single value gets them joined by a comma, an array gets the members of the list.
/// </remarks>
/// <param name="name">The field name, compared without case; null: the parameter's own name.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property, Inherited = false)]
public sealed class HeaderAttribute(string? name = null) : Attribute
{
    /// <summary>The field name, or null for the parameter's own.</summary>
    public string? Name => name;
}
