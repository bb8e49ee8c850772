namespace Picard;

/// <summary>The method of an event handler that ends an exchange whose response is complete.</summary>
/// <remarks>Exactly one of it and <see cref="OnAbortAttribute"/> is called, as the last event, when all of the response has been handed to the connection. Nothing can be sent any more.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnDoneAttribute : Attribute;
