namespace Picard.Gen.Generators;

/// <summary>
/// The decision tree over an application's routes, and what is wrong with them.
/// <para>
/// A pattern with optional segments stands for one expansion per length: <c>/a/{b?}</c> is <c>/a/{b}</c> and <c>/a</c>. Expansions go into a
/// tree of segments. Precedence is decided at the first segment where two patterns differ: literal, constrained, parameter, catch-all; a path
/// that fails further down goes back and tries the next. Two expansions that differ first in constraints of equal rank are ambiguous if some
/// text satisfies both.
/// </para>
/// </summary>
/// <remarks>Pure, and shared by the generator and the analyzers.</remarks>
internal sealed class RoutePlan
{
    private readonly List<Expansion> _expansions;
    private IReadOnlyList<RouteConflict>? _conflicts;

    private RoutePlan(RouteNode root, List<Expansion> expansions)
    {
        Root = root;
        _expansions = expansions;
    }

    public RouteNode Root { get; }

    /// <summary>What is wrong with the routes; looked for when it is asked for, since only the analyzers ask.</summary>
    public IReadOnlyList<RouteConflict> Conflicts => _conflicts ??= FindConflicts(_expansions);

    /// <summary>Plans routes; of two that conflict, the one earlier in <paramref name="routes"/> answers.</summary>
    public static RoutePlan Of(IReadOnlyList<PlannedRoute> routes) => Of(routes, []);

    /// <summary>Plans routes in a tree that has some places in any case, given by the segments up to them.</summary>
    public static RoutePlan Of(IReadOnlyList<PlannedRoute> routes, IEnumerable<IEnumerable<RouteSegment>> places)
    {
        var root = new RouteNode(null, 0);
        var expansions = Expand(routes);

        // Whole patterns first: /a is more specific than the short form of /a/{b?}.
        var owners = new Dictionary<(RouteNode, RouteMethod), Expansion>(expansions.Count);
        foreach (var expansion in expansions.Where(static e => !e.IsShortened).Concat(expansions.Where(static e => e.IsShortened)))
        {
            var node = expansion.Segments.Aggregate(root, static (at, segment) => at.Child(segment));
            if (owners.TryGetValue((node, expansion.Route.Method), out var owner))
            {
                expansion.TakenBy = owner;
            }
            else
            {
                owners.Add((node, expansion.Route.Method), expansion);
                node.Endpoints.Add(expansion.Route.Method, expansion.Route);
            }
        }

        foreach (var place in places)
        {
            _ = place.Aggregate(root, static (at, segment) => at.Child(segment));
        }

        root.Seal();
        return new RoutePlan(root, expansions);
    }

    private static List<RouteConflict> FindConflicts(List<Expansion> expansions)
    {
        var conflicts = new List<RouteConflict>();
        FindTaken(expansions, conflicts);
        FindAmbiguous(expansions, conflicts);
        return [.. conflicts.OrderBy(static c => c.Second).ThenBy(static c => c.First)];
    }

    private static List<Expansion> Expand(IReadOnlyList<PlannedRoute> routes)
    {
        var expansions = new List<Expansion>();
        foreach (var route in routes)
        {
            var segments = route.Pattern.Segments;
            for (var length = segments.Count; length >= 0; length--)
            {
                expansions.Add(new Expansion(route, length));
                if (length == 0 || !segments[length - 1].IsOptional)
                {
                    break;
                }
            }
        }

        return expansions;
    }

    /// <summary>Finds routes whose whole path is taken by another, and short forms that two routes claim with equal right.</summary>
    private static void FindTaken(List<Expansion> expansions, List<RouteConflict> conflicts)
    {
        foreach (var route in expansions.GroupBy(static e => e.Route))
        {
            var whole = route.First();
            if (whole.TakenBy is { } owner)
            {
                // A route with several lengths that lost each to another route is hidden by all of them together; otherwise its path is simply taken.
                var isHidden = route.All(static e => e.TakenBy is not null) && route.Any(e => e.TakenBy!.Route != owner.Route);
                conflicts.Add(new RouteConflict(isHidden ? ConflictKind.Shadowed : ConflictKind.Duplicate, owner.Route.Endpoint, route.Key.Endpoint, whole.Example));
                continue;
            }

            foreach (var shortened in route.Where(static e => e is { IsShortened: true, TakenBy.IsShortened: true }).Take(1))
            {
                conflicts.Add(new RouteConflict(ConflictKind.Ambiguous, shortened.TakenBy!.Route.Endpoint, route.Key.Endpoint, shortened.Example));
            }
        }
    }

    /// <summary>Finds pairs that tie: the first segments where they differ are constrained parameters after the same prefix.</summary>
    private static void FindAmbiguous(List<Expansion> expansions, List<RouteConflict> conflicts)
    {
        var reported = new HashSet<(int, int)>(conflicts.Select(static c => (c.First, c.Second)));
        var siblings = expansions.SelectMany(static e => e.Constrained).GroupBy(static at => at.Prefix, StringComparer.Ordinal);
        foreach (var parameters in siblings.Select(static s => s.GroupBy(static at => at.Key, StringComparer.Ordinal).ToList()).Where(static s => s.Count > 1))
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                for (var j = i + 1; j < parameters.Count; j++)
                {
                    foreach (var (first, second) in parameters[i].SelectMany(_ => parameters[j], static (l, r) => (l.Expansion, r.Expansion)))
                    {
                        var pair = (First: Math.Min(first.Route.Endpoint, second.Route.Endpoint), Second: Math.Max(first.Route.Endpoint, second.Route.Endpoint));
                        if (first.Route != second.Route && first.Overlaps(second) && reported.Add(pair))
                        {
                            conflicts.Add(new RouteConflict(ConflictKind.Ambiguous, pair.First, pair.Second, Expansion.ExampleOfBoth(first, second)));
                        }
                    }
                }
            }
        }
    }

    /// <summary>A constrained segment of an expansion, with the method and the segments before it.</summary>
    private sealed record ConstrainedAt(string Prefix, string Key, Expansion Expansion);

    /// <summary>A pattern at one of its lengths.</summary>
    private sealed class Expansion(PlannedRoute route, int length)
    {
        public PlannedRoute Route => route;

        public IEnumerable<RouteSegment> Segments => route.Pattern.Segments.Take(length);

        public bool IsShortened => length < route.Pattern.Segments.Count;

        /// <summary>The expansion that answers instead, if this one has lost its place.</summary>
        public Expansion? TakenBy { get; set; }

        public string Example => "/" + string.Join("/", Segments.Select(static s => s.IsParameter ? RouteConstraint.Example(s.Constraints) : s.Text));

        public IEnumerable<ConstrainedAt> Constrained
        {
            get
            {
                var prefix = route.Method.ToString();
                foreach (var segment in Segments)
                {
                    if (segment.Kind == SegmentKind.Constrained)
                    {
                        yield return new ConstrainedAt(prefix, segment.Key, this);
                    }

                    prefix += segment.Key;
                }
            }
        }

        /// <summary>Whether some path matches both.</summary>
        public bool Overlaps(Expansion other)
        {
            var longer = Math.Max(length, other.Length);
            for (var i = 0; i < longer; i++)
            {
                var left = i < length ? route.Pattern.Segments[i] : null;
                var right = i < other.Length ? other.Route.Pattern.Segments[i] : null;
                if (left?.Kind == SegmentKind.CatchAll || right?.Kind == SegmentKind.CatchAll)
                {
                    return true;
                }

                if (left is null || right is null
                    || (left.Kind == SegmentKind.Literal && right.Kind == SegmentKind.Literal && left.Text != right.Text)
                    || RouteConstraint.AreDisjoint(left.Constraints, right.Constraints))
                {
                    return false;
                }
            }

            return true;
        }

        public static string ExampleOfBoth(Expansion left, Expansion right)
        {
            var both = left.Segments.Zip(right.Segments, static (l, r) => !l.IsParameter ? l.Text : !r.IsParameter ? r.Text : RouteConstraint.Example([.. l.Constraints, .. r.Constraints]));

            // Where one is longer, the other ends in a catch-all.
            var longer = left.Length > right.Length ? left : right;
            var rest = longer.Segments.Skip(Math.Min(left.Length, right.Length)).Select(static s => s.IsParameter ? RouteConstraint.Example(s.Constraints) : s.Text);
            return "/" + string.Join("/", both.Concat(rest));
        }

        private int Length => length;
    }
}
