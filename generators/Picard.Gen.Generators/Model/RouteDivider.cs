namespace Picard.Gen.Generators;

/// <summary>
/// Divides the routes of a large application into parts, one file each. Routes with the same literal segment are in one part, and literals that are
/// told apart late share one; where too many routes begin alike, what follows divides them. The part at the root has what no literal tells apart,
/// and the way to the others.
/// </summary>
/// <remarks>
/// Literals go before anything else in a pattern's place, so what lies behind one never meets what lies behind another: each part is planned alone.
/// </remarks>
internal sealed class RouteDivider
{
    // Small enough to write it at each keystroke, large enough that an application has not more files than handlers.
    private const int MaxEndpoints = 100;

    private readonly string _fileName;
    private readonly EndpointTable _endpoints;
    private readonly int[] _depths;
    private readonly HashSet<string> _fileNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<RouteFilePlan> _files = [];
    private readonly List<RouteDivision> _divisions = [];
    private readonly List<int> _undivided = [];

    private RouteDivider(string fileName, EndpointTable endpoints)
    {
        _fileName = fileName;
        _endpoints = endpoints;
        _depths = new int[endpoints.All.Count];
    }

    /// <summary>The parts.</summary>
    /// <param name="fileName">The name of the application's file without extension.</param>
    /// <param name="endpoints">The endpoints of the application.</param>
    public static RouteDivisionPlan Divide(string fileName, EndpointTable endpoints)
    {
        var divider = new RouteDivider(fileName, endpoints);
        var all = new List<int>(endpoints.All.Count);
        for (var i = 0; i < endpoints.All.Count; i++)
        {
            if (endpoints.All[i].First is not null || endpoints.All[i].Model.Pattern is not null)
            {
                all.Add(i);
            }
        }

        divider.Divide([], all);
        var root = divider.FileOf(RouteText.NameOf(""), "", 0, divider._undivided, divider._divisions);
        return new RouteDivisionPlan([root, .. divider._files], divider._depths);
    }

    /// <summary>Divides routes that begin with a path.</summary>
    private void Divide(List<RouteSegment> path, List<int> endpoints)
    {
        var branches = new Dictionary<string, Branch>(endpoints.Count, StringComparer.Ordinal);
        var literals = new List<Branch>();
        foreach (var endpoint in endpoints)
        {
            _depths[endpoint] = path.Count + 1;
            if (SegmentOf(_endpoints.All[endpoint], path.Count) is not { } segment)
            {
                _undivided.Add(endpoint);
                continue;
            }

            if (!branches.TryGetValue(segment.Key, out var branch))
            {
                branches.Add(segment.Key, branch = new Branch(segment));
                if (segment.Kind == SegmentKind.Literal)
                {
                    literals.Add(branch);
                }
            }

            branch.Endpoints.Add(endpoint);
        }

        foreach (var branch in branches.Values)
        {
            if (branch.IsLarge)
            {
                Divide([.. path, branch.Segment], branch.Endpoints);
            }
            else if (branch.Segment.Kind != SegmentKind.Literal)
            {
                _undivided.AddRange(branch.Endpoints);
            }
        }

        if (literals.Count > 0)
        {
            _divisions.Add(new RouteDivision(path, Choose(string.Concat(path.Select(static s => "/" + RouteText.Of(s))), path.Count, literals)));
        }
    }

    private static RouteSegment? SegmentOf(NamedEndpoint endpoint, int depth) =>
        depth == 0 ? endpoint.First : depth < endpoint.Model.Pattern!.Segments.Count ? endpoint.Model.Pattern.Segments[depth] : null;

    private RouteChoice Choose(string path, int depth, List<Branch> literals)
    {
        if (literals.Count == 1 && literals[0].IsLarge)
        {
            return new RouteChoice(null, literals[0].Segment.Text, null);
        }

        if (IsOnePart(literals))
        {
            return PartOf(path, depth, literals);
        }

        var (subject, groups) = LiteralSplit.Of(literals, static l => l.Segment);
        var cases = new List<RouteCase>();
        var labels = new List<string>();
        var together = new List<Branch>();
        foreach (var group in groups)
        {
            // Small neighbours share a part.
            if (together.Count > 0 && !IsOnePart([.. together, .. group.Value]))
            {
                cases.Add(new RouteCase(labels, Choose(path, depth, together)));
                labels = [];
                together = [];
            }

            labels.Add(group.Key);
            together.AddRange(group.Value);
        }

        cases.Add(new RouteCase(labels, Choose(path, depth, together)));
        return new RouteChoice(null, null, new RouteSplit(subject, cases));
    }

    private static bool IsOnePart(List<Branch> literals)
    {
        var count = 0;
        foreach (var literal in literals)
        {
            count += literal.Endpoints.Count;
        }

        return count <= MaxEndpoints;
    }

    private RouteChoice PartOf(string path, int depth, List<Branch> literals)
    {
        var first = literals[0].Segment.Text;
        var endpoints = new List<int>();
        foreach (var literal in literals)
        {
            first = string.CompareOrdinal(literal.Segment.Text, first) < 0 ? literal.Segment.Text : first;
            endpoints.AddRange(literal.Endpoints);
        }

        var file = FileOf(RouteText.NameOf($"{path}/{first}"), path, depth, endpoints, []);
        _files.Add(file);
        return new RouteChoice(file.Class, null, null);
    }

    private RouteFilePlan FileOf(string name, string path, int depth, List<int> endpoints, List<RouteDivision> divisions)
    {
        endpoints.Sort();
        var fileName = EndpointTable.Unique($"{_fileName}-{name}", _fileNames);
        var @class = EndpointTable.Unique($"RoutesFrom{name}", _endpoints.Names);
        return new RouteFilePlan(fileName, @class, path, depth, endpoints, divisions);
    }

    /// <summary>The routes that go on with one segment.</summary>
    private sealed class Branch(RouteSegment segment)
    {
        public RouteSegment Segment => segment;

        public List<int> Endpoints { get; } = [];

        public bool IsLarge => Endpoints.Count > MaxEndpoints;
    }
}

/// <summary>How the routes of an application are divided.</summary>
/// <param name="Files">The parts, that at the root first.</param>
/// <param name="Depths">How many segments of each endpoint's pattern were looked at: what follows does not matter.</param>
internal sealed record RouteDivisionPlan(IReadOnlyList<RouteFilePlan> Files, IReadOnlyList<int> Depths);

/// <summary>A part of the routes of an application.</summary>
/// <param name="FileName">The name of the file without extension.</param>
/// <param name="Class">The class that has them.</param>
/// <param name="Path">How their patterns begin.</param>
/// <param name="Depth">How many segments that are.</param>
/// <param name="Endpoints">The indices of the endpoints, in order.</param>
/// <param name="Divisions">Where the decision goes on in other parts; empty but for the part at the root.</param>
internal sealed record RouteFilePlan(
    string FileName, string Class, string Path, int Depth, IReadOnlyList<int> Endpoints, EquatableArray<RouteDivision> Divisions)
{
    /// <summary>The file with these endpoints.</summary>
    public RouteFileModel With(PartModel part, IReadOnlyList<NamedEndpoint> all)
    {
        var own = new NamedEndpoint[Endpoints.Count];
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = all[Endpoints[i]];
        }

        return new RouteFileModel(FileName, part, Class, Path, Depth, new EquatableArray<NamedEndpoint>(own), Divisions);
    }
}
