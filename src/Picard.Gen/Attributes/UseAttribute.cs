namespace Picard;

/// <summary>Has the exchanges of an application, or of one handler, pass through a middleware. Those of one class are used in the order in which they are written; those of
/// an application come before routing, those of a handler after it.</summary>
/// <typeparam name="TMiddleware">A class marked with <see cref="MiddlewareAttribute"/>, of any assembly.</typeparam>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class UseAttribute<TMiddleware> : Attribute
    where TMiddleware : class;
