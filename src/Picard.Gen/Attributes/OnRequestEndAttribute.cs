namespace Picard;

/// <summary>The request was received to its last octet. On a method of a middleware or a proxy.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnRequestEndAttribute : Attribute;
