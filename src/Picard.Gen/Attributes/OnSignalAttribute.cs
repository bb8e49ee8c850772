namespace Picard;

/// <summary>The method of an event handler that answers <see cref="Signal.Set"/>, which any thread may have called.</summary>
/// <remarks>Signals that are set before it is called are one event.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnSignalAttribute : Attribute;
