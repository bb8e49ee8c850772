namespace Picard;

/// <summary>Makes a partial class a proxy: requests of any method whose path its route takes go to one of its upstream servers, beside the routes of handlers.</summary>
/// <remarks>
/// The class gets <c>Gateway</c>, by which its options are set before it is first used, and its destinations replaced at any time. Its methods may be events: <see cref="OnRequestAttribute"/> changes what is forwarded,
/// <see cref="OnResponseAttribute"/> what comes back; <see cref="OnRequestContentAttribute"/>, <see cref="OnResponseContentAttribute"/> and those for trailers and the ends see it go by.
/// Fields that may be assigned are the state of one exchange and reset before each; constructor parameters are services. <see cref="UseAttribute{T}"/> puts middleware before it.
/// </remarks>
/// <param name="pattern">The path, such as <c>/api/{**rest}</c>; it must be a string literal.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ProxyAttribute(string pattern) : Attribute
{
    /// <summary>The path as written.</summary>
    public string Pattern => pattern;

    /// <summary>The name of its upstream, as an <see cref="UpstreamAttribute"/> on this class or on another proxy of the assembly gives it: then both share it, connections and health included. Null: that of this class.</summary>
    public string? Upstream { get; set; }

    /// <summary>The path that is sent in place of the one received, such as <c>/internal/{rest}</c>; what the route has parameters for stands in braces, and the query follows as received. Null: as received.</summary>
    public string? Rewrite { get; set; }

    /// <summary>The class marked <see cref="PoolAttribute"/> whose connections are used; null: the proxy has its own.</summary>
    public Type? Pool { get; set; }

    /// <summary>The application the proxy belongs to, where an assembly has more than one; null: every application of the assembly.</summary>
    public Type? Application { get; set; }
}
