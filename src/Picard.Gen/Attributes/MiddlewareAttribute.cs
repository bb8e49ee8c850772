namespace Picard;

/// <summary>Marks a partial class as middleware: it sees the exchanges of the applications and handlers that name it with <see cref="UseAttribute{T}"/>.</summary>
/// <remarks>
/// Its methods are events, as those of an event handler are: <see cref="OnRequestAttribute"/>, <see cref="OnResponseAttribute"/>, <see cref="OnFaultAttribute"/>,
/// <see cref="OnDoneAttribute"/>, <see cref="OnAbortAttribute"/> and those for content. Fields that may be assigned are the state of one exchange and reset before each;
/// constructor parameters are services.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MiddlewareAttribute : Attribute;
