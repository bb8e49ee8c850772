namespace Picard;

/// <summary>The head of the response is about to be written: the last moment for its fields. On a method of a middleware, which may take an <see cref="OutgoingResponse"/> and the <see cref="Request"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnResponseAttribute : Attribute;
