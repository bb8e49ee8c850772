namespace Picard.Gen;

/// <summary>A request on its way through an emitted decision tree: the decoded segments of its path, its method, and the methods it could have had.</summary>
public ref struct RouteProbe
{
    private readonly PathSegments _path;
    private readonly RouteMethods _method;

    internal RouteProbe(PathSegments path, RouteMethods method)
    {
        _path = path;
        _method = method == RouteMethods.None ? RouteMethods.Other : method;
    }

    /// <summary>How many segments the path has; a path deeper than any pattern may be counts as one more than that.</summary>
    public readonly int Count => _path.Count;

    /// <summary>The methods of the routes whose path matched but whose method did not: what <c>Allow</c> will list.</summary>
    internal RouteMethods Allowed { get; private set; }

    /// <summary>A segment, decoded and without its slashes.</summary>
    /// <param name="index">From 0, less than <see cref="Count"/>.</param>
    public readonly ReadOnlySpan<byte> this[int index] => _path[index];

    /// <summary>Whether a segment is a literal, octet by octet.</summary>
    /// <param name="index">From 0, less than <see cref="Count"/>.</param>
    /// <param name="literal">The literal's octets.</param>
    /// <returns>Whether they are equal.</returns>
    public readonly bool Is(int index, ReadOnlySpan<byte> literal) => _path[index].SequenceEqual(literal);

    /// <summary>Whether the request has one of the methods of a route whose path matches; if not, they are noted for <c>Allow</c>.</summary>
    /// <param name="methods">The methods of the route.</param>
    /// <returns>Whether the route takes the request.</returns>
    public bool Takes(RouteMethods methods)
    {
        Allowed |= methods;
        return (_method & methods) != 0;
    }
}
