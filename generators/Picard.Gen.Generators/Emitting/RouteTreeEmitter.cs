using System.Globalization;

namespace Picard.Gen.Generators;

/// <summary>Writes the decision tree: one method for each place where a path can go on, the ends of paths in place.</summary>
/// <param name="text">Where to write.</param>
/// <param name="endpoints">The endpoints that the routes mean by their numbers.</param>
/// <param name="names">Every name taken in the class.</param>
internal sealed class RouteTreeEmitter(SourceText text, IReadOnlyList<NamedEndpoint> endpoints, HashSet<string> names)
{
    // Up to here, comparing one after another is as good as a switch, and easier to read.
    private const int MaxCompared = 4;

    // A method with more literals than this is split, or the JIT would give up optimising it.
    private const int MaxInMethod = 64;

    public const string Parameters = $"(ref {KnownNames.RouteProbe} path)";

    private readonly Queue<(string Name, string Path, RouteNode Node)> _nodes = new();
    private readonly Queue<(string Name, string Path, int Depth, List<RouteNode> Literals)> _groups = new();
    private readonly Dictionary<RouteNode, RouteChoice> _divided = [];
    private readonly List<string> _expressions = [];

    /// <summary>Writes a whole tree.</summary>
    public void Emit(RouteNode root)
    {
        text.Line("/// <inheritdoc/>");
        text.Open($"protected override int Match{Parameters}");
        EmitNode("", root);
        text.Close();
        EmitRest();
    }

    /// <summary>Writes a tree whose literals are in other parts of the table at some places.</summary>
    public void EmitRoot(RouteNode root, EquatableArray<RouteDivision> divisions)
    {
        foreach (var division in divisions)
        {
            _divided.Add(division.Path.Aggregate(root, static (at, segment) => at.Children.First(c => c.Segment!.Key == segment.Key)), division.Choice);
        }

        text.Open($"internal static int Match{Parameters}");
        EmitNode("", root);
        text.Close();
        EmitRest();
    }

    /// <summary>Writes a part of a tree: some literals below a node.</summary>
    public void EmitLiterals(string path, RouteNode node)
    {
        List<RouteNode> literals = [.. node.Children];
        text.Open($"internal static int Match{Parameters}");
        EmitGroup(path, node.Depth, literals);
        text.Close();
        EmitRest();
    }

    private void EmitRest()
    {
        while (_nodes.Count > 0 || _groups.Count > 0)
        {
            text.Line();
            if (_groups.Count > 0)
            {
                var group = _groups.Dequeue();
                text.Line($"// {RouteText.InComment(group.Path)}/…");
                text.Open($"private static int {group.Name}{Parameters}");
                EmitGroup(group.Path, group.Depth, group.Literals);
                text.Close();
                continue;
            }

            var (name, path, node) = _nodes.Dequeue();
            text.Line($"// {RouteText.InComment(path)}/…");
            text.Open($"private static int {name}{Parameters}");
            EmitNode(path, node);
            text.Close();
        }

        for (var i = 0; i < _expressions.Count; i++)
        {
            text.Line();
            text.Line($"private static readonly {KnownNames.RouteRegex} s_expression{i} = new({Literal.Of(_expressions[i])});");
        }
    }

    public static string Methods(IEnumerable<RouteMethod> methods)
    {
        var all = new SortedSet<RouteMethod>(methods);
        if (all.Contains(RouteMethod.Get))
        {
            _ = all.Add(RouteMethod.Head);
        }

        return all.Count == 0 ? $"{KnownNames.RouteMethods}.None" : string.Join(" | ", all);
    }

    /// <summary>Everything below a node: the path ends here, or goes on by one of the children.</summary>
    private void EmitNode(string path, RouteNode node)
    {
        if (node.Endpoints.Count > 0)
        {
            text.Open($"if (path.Count == {node.Depth})");
            EmitEnd(path, node);
            text.Close();
            text.Line();
        }

        var onward = node.Children.Where(static c => c.Segment!.Kind != SegmentKind.CatchAll).ToList();
        List<RouteNode> literals = [.. onward.Where(static c => c.Segment!.Kind == SegmentKind.Literal)];
        var division = _divided.TryGetValue(node, out var found) ? found : null;
        var looksAtSegment = literals.Count > MaxCompared || literals.Count < onward.Count || division is not null;

        // The end of a path checks its length itself, so a few literal ends need no block around them.
        var needsBlock = looksAtSegment || onward.Any(c => !IsLeaf(c));
        if (needsBlock)
        {
            text.Open($"if (path.Count > {node.Depth})");
        }

        if (onward.Count > 0 || division is not null)
        {
            if (looksAtSegment)
            {
                text.Line($"var segment = path[{node.Depth}];");
            }

            if (division is not null)
            {
                EmitChoice(path, node, division);
            }
            else
            {
                EmitLiterals(path, node.Depth, literals, isWhole: true);
            }

            foreach (var child in onward.Where(static c => c.Segment!.Kind != SegmentKind.Literal))
            {
                EmitChild(path, child, Condition(child.Segment!));
            }
        }

        if (needsBlock)
        {
            text.Close();
        }

        text.Line();

        foreach (var child in node.Children.Where(static c => c.Segment!.Kind == SegmentKind.CatchAll))
        {
            EmitEnd($"{path}/{{**{child.Segment!.Text}}}", child);
        }

        text.Line("return NoEndpoint;");
    }

    private bool IsLeaf(RouteNode node) => node.IsLeaf && !_divided.ContainsKey(node);

    /// <summary>Which part of the table goes on after a node.</summary>
    private void EmitChoice(string path, RouteNode node, RouteChoice choice)
    {
        if (choice.Class is { } part)
        {
            EmitCallTo($"{part}.Match", $"{char.ToLowerInvariant(part[0])}{part.Substring(1)}");
            return;
        }

        if (choice.Literal is { } literal)
        {
            var child = node.Children.First(c => c.Segment!.Kind == SegmentKind.Literal && c.Segment.Text == literal);
            EmitChild(path, child, $"path.Is({node.Depth}, {Literal.Utf8(literal)})");
            return;
        }

        text.Open($"switch ({choice.Split!.Subject})");
        foreach (var at in choice.Split.Cases)
        {
            foreach (var label in at.Labels)
            {
                text.Line($"case {label}:");
            }

            text.Indent();
            EmitChoice(path, node, at.Choice);
            text.Line("break;");
            text.Outdent();
        }

        text.Close();
        text.Line();
    }

    private void EmitGroup(string path, int depth, List<RouteNode> literals)
    {
        if (literals.Count > MaxCompared)
        {
            text.Line($"var segment = path[{depth}];");
        }

        EmitLiterals(path, depth, literals, isWhole: false);
        text.Line("return NoEndpoint;");
    }

    private void EmitLiterals(string path, int depth, List<RouteNode> literals, bool isWhole)
    {
        if (literals.Count <= MaxCompared)
        {
            foreach (var literal in literals)
            {
                EmitChild(path, literal, $"path.Is({depth}, {Literal.Utf8(literal.Segment!.Text)})");
            }

            return;
        }

        var (subject, groups) = LiteralSplit.Of(literals, static l => l.Segment!);
        text.Open($"switch ({subject})");
        foreach (var group in groups)
        {
            text.Line($"case {group.Key}:");
            text.Indent();
            if (literals.Count > MaxInMethod && group.Value.Count > 1)
            {
                var name = EndpointTable.Unique($"Some{RouteText.NameOf(path)}", names);
                _groups.Enqueue((name, path, depth, group.Value));
                EmitCall(name);
            }
            else
            {
                EmitLiterals(path, depth, group.Value, isWhole: false);
            }

            text.Line("break;");
            text.Outdent();
        }

        text.Close();
        if (isWhole)
        {
            text.Line();
        }
    }

    /// <summary>One way on, if its condition holds: the end of a path in place, anything longer in its own method.</summary>
    private void EmitChild(string path, RouteNode child, string condition)
    {
        var childPath = $"{path}/{RouteText.Of(child.Segment!)}";
        if (IsLeaf(child))
        {
            var ends = Ends(child).ToList();
            if (ends.Count == 1)
            {
                text.Line($"if (path.Count == {child.Depth} && {condition} && path.Takes({ends[0].Methods})) {{ return {ends[0].Constant}; }} // {RouteText.InComment(childPath)}");
                return;
            }

            text.Open($"if (path.Count == {child.Depth} && {condition})");
            EmitEnd(childPath, child);
            text.Close();
            return;
        }

        var name = EndpointTable.Unique($"Under{RouteText.NameOf(childPath)}", names);
        _nodes.Enqueue((name, childPath, child));
        EmitCall(name, condition);
    }

    // Each result has a name of its own: they share a scope.
    private void EmitCall(string name, string? condition = null) => EmitCallTo(name, $"{char.ToLowerInvariant(name[0])}{name.Substring(1)}", condition);

    private void EmitCallTo(string method, string result, string? condition = null)
    {
        var call = $"{method}(ref path) is not NoEndpoint and var {result}";
        text.Line($"if ({(condition is null ? call : $"{condition} && {call}")}) {{ return {result}; }}");
    }

    /// <summary>A path that ends here: the endpoint of the method, or a note of the methods there are.</summary>
    private void EmitEnd(string path, RouteNode node)
    {
        text.Line($"// {RouteText.InComment(path.Length == 0 ? "/" : path)}");
        foreach (var (methods, constant) in Ends(node))
        {
            text.Line($"if (path.Takes({methods})) {{ return {constant}; }}");
        }
    }

    private IEnumerable<(string Methods, string Constant)> Ends(RouteNode node)
    {
        foreach (var endpoint in node.Endpoints.GroupBy(static e => e.Value.Endpoint))
        {
            var methods = endpoint.Select(static e => e.Key).ToList();
            if (methods.Contains(RouteMethod.Get) && !node.Endpoints.ContainsKey(RouteMethod.Head))
            {
                methods.Insert(methods.IndexOf(RouteMethod.Get) + 1, RouteMethod.Head);
            }

            var takesAny = endpoints[endpoint.Key].Model.TakesOtherMethods && methods.Count == Enum.GetValues(typeof(RouteMethod)).Length;
            yield return (takesAny ? RouteText.AnyMethod : string.Join(" | ", methods), endpoints[endpoint.Key].Constant);
        }
    }

    private string Condition(RouteSegment segment) => segment.Kind == SegmentKind.Parameter
        ? "!segment.IsEmpty"
        : string.Join(" && ", segment.Constraints.Select(Condition));

    private string Condition(RouteConstraint constraint)
    {
        switch (constraint.Kind)
        {
            case ConstraintKind.Length:
                return $"{KnownNames.RouteConstraint}.HasLength(segment, {Number(constraint.Min)}, {Number(Math.Min(constraint.Max, int.MaxValue))})";
            case ConstraintKind.Min or ConstraintKind.Max or ConstraintKind.Range:
                return $"{KnownNames.RouteConstraint}.IsInRange(segment, {Number(constraint.Min)}, {Number(constraint.Max)})";
            case ConstraintKind.Regex:
                _expressions.Add(constraint.Regex!);
                return $"s_expression{_expressions.Count - 1}.IsMatch(segment)";
            default:
                return $"{KnownNames.RouteConstraint}.Is{constraint.Kind}(segment)";
        }
    }

    private static string Number(long number) => number switch
    {
        long.MinValue => "long.MinValue",
        long.MaxValue => "long.MaxValue",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };
}
