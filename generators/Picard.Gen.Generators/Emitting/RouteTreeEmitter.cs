using System.Globalization;
using System.Text;

namespace Picard.Gen.Generators;

/// <summary>Writes the decision tree: one method for each place where a path can go on, the ends of paths in place.</summary>
internal sealed class RouteTreeEmitter(SourceText text, EndpointTable endpoints)
{
    // Up to here, comparing one after another is as good as a switch, and easier to read.
    private const int MaxCompared = 4;

    // A method with more literals than this is split, or the JIT would give up optimising it.
    private const int MaxInMethod = 64;

    private const string Parameters = $"(ref {KnownNames.RouteProbe} path)";

    private readonly Queue<(string Name, string Path, RouteNode Node)> _nodes = new();
    private readonly Queue<(string Name, string Path, int Depth, List<RouteNode> Literals)> _groups = new();
    private readonly List<string> _expressions = [];

    public void Emit(RouteNode root)
    {
        text.Line("/// <inheritdoc/>");
        text.Open($"protected override int Match{Parameters}");
        EmitNode("", root);
        text.Close();
        while (_nodes.Count > 0 || _groups.Count > 0)
        {
            text.Line();
            if (_groups.Count > 0)
            {
                var group = _groups.Dequeue();
                text.Line($"// {RouteText.InComment(group.Path)}/…");
                text.Open($"private static int {group.Name}{Parameters}");
                if (group.Literals.Count > MaxCompared)
                {
                    text.Line($"var segment = path[{group.Depth}];");
                }

                EmitLiterals(group.Path, group.Depth, group.Literals, isWhole: false);
                text.Line("return NoEndpoint;");
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
        var looksAtSegment = literals.Count > MaxCompared || literals.Count < onward.Count;

        // The end of a path checks its length itself, so a few literal ends need no block around them.
        var needsBlock = looksAtSegment || onward.Any(static c => !c.IsLeaf);
        if (needsBlock)
        {
            text.Open($"if (path.Count > {node.Depth})");
        }

        if (onward.Count > 0)
        {
            if (looksAtSegment)
            {
                text.Line($"var segment = path[{node.Depth}];");
            }

            EmitLiterals(path, node.Depth, literals, isWhole: true);
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

        var (subject, groups) = Split(literals);
        text.Open($"switch ({subject})");
        foreach (var group in groups)
        {
            text.Line($"case {group.Key}:");
            text.Indent();
            if (literals.Count > MaxInMethod && group.Value.Count > 1)
            {
                var name = endpoints.Unique($"Some{NameOf(path)}");
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

    /// <summary>Tells literals apart by their length, and those of one length by the octet that differs most.</summary>
    private static (string Subject, SortedDictionary<string, List<RouteNode>> Groups) Split(List<RouteNode> literals)
    {
        var octets = literals.ToDictionary(static l => l, static l => Encoding.UTF8.GetBytes(l.Segment!.Text));
        var length = octets[literals[0]].Length;
        if (octets.Values.Any(o => o.Length != length))
        {
            return ("segment.Length", Group(literals, l => octets[l].Length.ToString(CultureInfo.InvariantCulture)));
        }

        var best = Enumerable.Range(0, length).OrderByDescending(i => octets.Values.Select(o => o[i]).Distinct().Count()).First();
        return ($"segment[{best}]", Group(literals, l => OctetLiteral(octets[l][best])));
    }

    private static SortedDictionary<string, List<RouteNode>> Group(List<RouteNode> literals, Func<RouteNode, string> key)
    {
        var groups = new SortedDictionary<string, List<RouteNode>>(StringComparer.Ordinal);
        foreach (var literal in literals)
        {
            if (!groups.TryGetValue(key(literal), out var group))
            {
                groups.Add(key(literal), group = []);
            }

            group.Add(literal);
        }

        return groups;
    }

    private static string OctetLiteral(byte octet) =>
        octet is > 0x20 and < 0x7f and not (byte)'\'' and not (byte)'\\' ? $"(byte)'{(char)octet}'" : octet.ToString(CultureInfo.InvariantCulture);

    /// <summary>One way on, if its condition holds: the end of a path in place, anything longer in its own method.</summary>
    private void EmitChild(string path, RouteNode child, string condition)
    {
        var childPath = $"{path}/{PatternOf(child.Segment!)}";
        if (child.IsLeaf)
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

        var name = endpoints.Unique($"Under{NameOf(childPath)}");
        _nodes.Enqueue((name, childPath, child));
        EmitCall(name, condition);
    }

    private void EmitCall(string name, string? condition = null)
    {
        // Each result has a name of its own: they share a scope.
        var result = $"{char.ToLowerInvariant(name[0])}{name.Substring(1)}";
        var call = $"{name}(ref path) is not NoEndpoint and var {result}";
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

            yield return (string.Join(" | ", methods), endpoints.All[endpoint.Key].Constant);
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

    private static string PatternOf(RouteSegment segment) => segment.Kind switch
    {
        SegmentKind.Literal => segment.Text,
        SegmentKind.Constrained => $"{{{segment.Text}:{string.Join(":", segment.Constraints)}}}",
        _ => $"{{{segment.Text}}}",
    };

    /// <summary>A path as part of a name: its letters and digits, each run capitalised.</summary>
    private static string NameOf(string path)
    {
        var name = new StringBuilder();
        var startsWord = true;
        foreach (var c in path)
        {
            var isPart = c < 128 && char.IsLetterOrDigit(c);
            if (isPart)
            {
                name.Append(startsWord ? char.ToUpperInvariant(c) : c);
            }

            startsWord = !isPart;
        }

        return name.Length == 0 ? "Root" : name.ToString();
    }
}
