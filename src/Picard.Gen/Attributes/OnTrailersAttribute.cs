namespace Picard;

/// <summary>The method of an event handler that gets the trailer section of the request, after its content and only if it has one.</summary>
/// <remarks>It may take a <see cref="FieldSection"/>, valid until the event ends.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnTrailersAttribute : Attribute;
