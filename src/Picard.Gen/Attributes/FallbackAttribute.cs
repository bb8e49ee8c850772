namespace Picard;

/// <summary>Marks the method of a handler that answers every request whose path no route matches, whatever its request method, and <c>OPTIONS *</c>.</summary>
/// <remarks>A path that a route matches with other request methods is still answered with 405. CONNECT is never given to it: a 2xx would promise a tunnel.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class FallbackAttribute : Attribute;
