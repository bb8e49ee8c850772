namespace Picard.Gen.Generators;

/// <summary>A place in the decision tree: the path so far is understood, and these are the ways on.</summary>
internal sealed class RouteNode(RouteSegment? segment, int depth)
{
    private Dictionary<string, RouteNode>? _byKey;

    /// <summary>The segment that led here; null at the root.</summary>
    public RouteSegment? Segment { get; } = segment;

    /// <summary>How many segments the path has here.</summary>
    public int Depth { get; } = depth;

    /// <summary>The endpoints of a path that ends here, by request method.</summary>
    public SortedList<RouteMethod, PlannedRoute> Endpoints { get; } = [];

    /// <summary>The ways on, the most specific first: literals in ordinal order, constrained parameters, the parameter, the catch-all.</summary>
    public IReadOnlyList<RouteNode> Children { get; private set; } = [];

    /// <summary>Whether anything lies beyond this node.</summary>
    public bool IsLeaf => Children.Count == 0;

    public RouteNode Child(RouteSegment segment)
    {
        _byKey ??= new Dictionary<string, RouteNode>(StringComparer.Ordinal);
        if (!_byKey.TryGetValue(segment.Key, out var child))
        {
            _byKey.Add(segment.Key, child = new RouteNode(segment, Depth + 1));
        }

        return child;
    }

    /// <summary>Puts the children of this node and of those below in their order.</summary>
    public void Seal()
    {
        if (_byKey is null)
        {
            return;
        }

        Children = [.. _byKey.OrderBy(static c => c.Value.Segment!.Kind)
            .ThenBy(static c => c.Value.Segment!.Constraints.Count == 0 ? default : c.Value.Segment!.Constraints[0].Kind)
            .ThenByDescending(static c => c.Value.Segment!.Constraints.Count)
            .ThenBy(static c => c.Key, StringComparer.Ordinal)
            .Select(static c => c.Value)];
        foreach (var child in Children)
        {
            child.Seal();
        }
    }
}
