namespace Picard;

/// <summary>The request has a trailer section. On a method of a middleware or a proxy; it comes before <see cref="OnRequestEndAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnRequestTrailersAttribute : Attribute;
