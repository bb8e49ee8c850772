namespace Picard;

/// <summary>Marks the method of a handler that answers every request which no route can take, whatever its request method: a path without a
/// route, <c>OPTIONS *</c>, and a path that cannot be routed because its dot segments climb above its root or it has an encoded NUL.</summary>
/// <remarks>
/// Without a fallback these are answered with 404, 204 and 400. A path that a route matches with other request methods is still answered with 405.
/// CONNECT is never given to a fallback: a 2xx would promise a tunnel (RFC 9110 §9.3.6).
/// <para>
/// <see cref="Request.Target"/> is the target as received, unlike route values: neither are its dot segments resolved nor its octets decoded.
/// A fallback that looks something up by it has to do both, and to refuse what leads out of the place where it looks.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class FallbackAttribute : Attribute;
