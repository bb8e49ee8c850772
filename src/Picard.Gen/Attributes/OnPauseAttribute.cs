namespace Picard;

/// <summary>The method of an event handler that is told that the client does not take what is written: nothing is to be written until <see cref="OnResumeAttribute"/>.</summary>
/// <remarks>It comes after the event in which a write returned <see cref="Flow.Paused"/>. Pauses and resumes alternate, and neither comes after the response is complete.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnPauseAttribute : Attribute;
