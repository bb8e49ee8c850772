namespace Picard;

/// <summary>
/// The code of a method, or of every method of a handler, runs on the thread pool and not on the event loop of its connection: for code that blocks or computes for long, which on a
/// loop would hold up every connection there.
/// </summary>
/// <remarks>
/// <para>A route method is called there once its parameters are bound, and its result is sent from there. Of an event handler each marked event runs there; until it has ended no other event
/// comes and the client is not read from, as with an event that is pending. What an event brings, spans included, stays valid until then.</para>
/// <para>Each connection has at most one such call at a time, so the limit of connections bounds them. A hop to the pool costs more than a short request: leave quick methods on the loop.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class OffloadAttribute : Attribute;
