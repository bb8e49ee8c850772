namespace Picard;

/// <summary>The response ends with a trailer section. On a method of a middleware, which may take its <see cref="ResponseFields"/>, or of a proxy, which may take a <see cref="FieldSection"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnResponseTrailersAttribute : Attribute;
