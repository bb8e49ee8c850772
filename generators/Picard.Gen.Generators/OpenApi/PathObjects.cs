using System.Text;

namespace Picard.Gen.Generators;

/// <summary>
/// The paths of the document. A pattern with optional segments is several paths. OpenAPI has one path of a form, whatever its parameters are called, and one operation of it
/// for each method: parameters take the names that the first route gave them, and routes that only constraints tell apart follow the first as <c>x-alternatives</c>.
/// </summary>
internal sealed class PathObjects
{
    private readonly Dictionary<string, (string Path, List<string> Names)> _forms = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonMap> _paths = new(StringComparer.Ordinal);

    /// <summary>The lengths of a pattern, the whole first.</summary>
    public static IEnumerable<IReadOnlyList<RouteSegment>> Expansions(RoutePattern pattern)
    {
        for (var length = pattern.Segments.Count; length >= 0; length--)
        {
            yield return [.. pattern.Segments.Take(length)];
            if (length == 0 || !pattern.Segments[length - 1].IsOptional)
            {
                break;
            }
        }
    }

    /// <summary>Adds an operation.</summary>
    /// <param name="method">The request method.</param>
    /// <param name="segments">The path.</param>
    /// <param name="create">Creates the operation, given the names of the path's parameters in order.</param>
    public void Add(RouteMethod method, IReadOnlyList<RouteSegment> segments, Func<IReadOnlyList<string>, JsonMap> create)
    {
        var form = string.Concat(segments.Select(static s => s.IsParameter ? "/{}" : "/" + Escaped(s.Text)));
        if (!_forms.TryGetValue(form, out var known))
        {
            known = (segments.Count == 0 ? "/" : string.Concat(segments.Select(static s => s.IsParameter ? $"/{{{s.Text}}}" : "/" + Escaped(s.Text))),
                [.. segments.Where(static s => s.IsParameter).Select(static s => s.Text)]);
            _forms.Add(form, known);
            _paths.Add(known.Path, []);
        }

        var path = _paths[known.Path];
        var name = method.ToString().ToLowerInvariant();
        var operation = create(known.Names);
        if (path[name] is not JsonMap first)
        {
            path.Add(name, operation);
        }
        else if (first["x-alternatives"] is List<object> others)
        {
            others.Add(operation);
        }
        else
        {
            first.Add("x-alternatives", new List<object> { operation });
        }
    }

    public JsonMap Build()
    {
        var map = new JsonMap();
        foreach (var path in _paths)
        {
            var item = new JsonMap();
            foreach (var operation in path.Value.OrderBy(static o => (int)Enum.Parse(typeof(RouteMethod), o.Key, ignoreCase: true)))
            {
                item.Add(operation.Key, operation.Value);
            }

            map.Add(path.Key, item);
        }

        return map;
    }

    /// <summary>RFC 3986 §3.3: what no segment has as it is, and the braces of a template, percent-encoded.</summary>
    private static string Escaped(string literal)
    {
        var text = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(literal))
        {
            var c = (char)octet;
            _ = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || "-._~!$&'()*+,;=:@".IndexOf(c) >= 0 ? text.Append(c) : text.Append('%').Append(octet.ToString("X2"));
        }

        return text.ToString();
    }
}
