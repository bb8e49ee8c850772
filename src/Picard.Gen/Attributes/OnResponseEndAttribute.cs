namespace Picard;

/// <summary>The response was written to its last octet. On a method of a middleware.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnResponseEndAttribute : Attribute;
