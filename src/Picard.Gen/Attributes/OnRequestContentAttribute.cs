namespace Picard;

/// <summary>A run of octets of the request content was received. On a method of a middleware or a proxy, which sees it and cannot change it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnRequestContentAttribute : Attribute;
