namespace Picard;

/// <summary>A run of octets of the response content was written by what follows the middleware, before any transform. On a method of a middleware or a proxy, which sees it and cannot change it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnResponseContentAttribute : Attribute;
