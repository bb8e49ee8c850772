namespace Picard;

/// <summary>A field line that a method of a client, or every method of it, sends with its request.</summary>
/// <param name="name">The field name: a token (RFC 9110 §5.1); it must be a string literal.</param>
/// <param name="value">The field value; it must be a string literal.</param>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class FieldLineAttribute(string name, string value) : Attribute
{
    /// <summary>The field name.</summary>
    public string Name => name;

    /// <summary>The field value.</summary>
    public string Value => value;
}
