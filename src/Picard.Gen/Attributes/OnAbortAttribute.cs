namespace Picard;

/// <summary>The method of an event handler that ends an exchange which cannot be completed.</summary>
/// <remarks>It may take an <see cref="AbortReason"/>; of a class marked <see cref="ResponseHandlerAttribute"/> an <see cref="Exception"/>. Exactly one of it and <see cref="OnDoneAttribute"/> is called, as the last event. What is sent from here on goes nowhere.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnAbortAttribute : Attribute;
