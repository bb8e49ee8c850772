namespace Picard;

/// <summary>The response was written to its last octet. On a method of a middleware or a proxy.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnResponseEndAttribute : Attribute;
