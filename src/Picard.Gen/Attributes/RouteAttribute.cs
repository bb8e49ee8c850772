namespace Picard;

/// <summary>What the attributes that bind a method of a handler to a request method and a path have in common.</summary>
/// <remarks>
/// A pattern is a path of literal segments, parameters <c>{name}</c>, constrained parameters <c>{id:int}</c>, optional parameters <c>{page?}</c>,
/// parameters with a default <c>{page=1}</c>, and at its end a catch-all <c>{**rest}</c>. It is compiled: a bad pattern is a build error.
/// Literals are compared octet by octet, so their case matters. One trailing slash of the request is ignored.
/// </remarks>
/// <param name="pattern">The pattern, beginning with a slash; it must be a string literal.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public abstract class RouteAttribute(string pattern) : Attribute
{
    /// <summary>The pattern as written.</summary>
    public string Pattern => pattern;
}
