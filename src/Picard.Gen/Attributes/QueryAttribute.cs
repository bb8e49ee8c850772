namespace Picard;

/// <summary>Takes a parameter's value from the query of the request target.</summary>
/// <param name="name">The name in the query, compared octet by octet; null: the parameter's own name.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property, Inherited = false)]
public sealed class QueryAttribute(string? name = null) : Attribute
{
    /// <summary>The name in the query, or null for the parameter's own.</summary>
    public string? Name => name;
}
