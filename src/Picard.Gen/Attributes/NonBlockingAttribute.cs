namespace Picard;

/// <summary>
/// The method must not block: it runs on a thread that others wait for, as an event loop's. The compiler follows its calls and reports whatever in them waits, sleeps, or does synchronous
/// input and output, with the chain of calls that leads there.
/// </summary>
/// <remarks>
/// Handlers, middleware and WebSocket methods are held to this without it. It is for any other method, in any project that has the analyzers, and has no effect at run time. The rules go by its
/// full name, so an assembly may declare it for itself instead of referencing Picard.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor, Inherited = false)]
public sealed class NonBlockingAttribute : Attribute;
