namespace Picard;

/// <summary>The method of an event handler that is called when the time of <see cref="Downstream.WakeAfter"/> has passed.</summary>
/// <remarks>Once for each call of it, not before the time, and not while another event is under way.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnTimerAttribute : Attribute;
