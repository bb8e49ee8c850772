namespace Picard;

/// <summary>The head of the response is about to be written: the last moment for its fields. On a method of a middleware, which may take an <see cref="OutgoingResponse"/> and the <see cref="Request"/>.</summary>
/// <remarks>On a method of a class marked <see cref="ResponseHandlerAttribute"/>: the head of the final response has arrived. It may take a <see cref="ResponseHead"/>, a <see cref="StatusCode"/> and a <see cref="FieldSection"/>. On a method of a class marked <see cref="ProxyAttribute"/>: it is about to be passed on, and may be changed.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnResponseAttribute : Attribute;
