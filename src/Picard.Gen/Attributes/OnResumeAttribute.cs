namespace Picard;

/// <summary>The method of an event handler that is told that the client has taken what was written: go on.</summary>
/// <remarks>It comes once after each <see cref="OnPauseAttribute"/>.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnResumeAttribute : Attribute;
