namespace Picard;

/// <summary>The method of an event handler that is told that the request is complete.</summary>
/// <remarks>It comes for a request without content too. It does not end the exchange: <see cref="Downstream.Complete()"/> does.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnEndAttribute : Attribute;
