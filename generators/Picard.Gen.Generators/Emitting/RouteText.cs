using System.Text;

namespace Picard.Gen.Generators;

/// <summary>Routes as comments say them.</summary>
internal static class RouteText
{
    public static string Of(IEnumerable<RouteMethodValue> methods, RoutePattern? pattern) =>
        pattern is null ? "any other path" : $"{string.Join(", ", methods.Select(static m => Of(m.Method)))} {pattern.Text}";

    /// <summary>The attribute by which compilers of other assemblies know an endpoint.</summary>
    public static string AttributeOf(string endpoint, IEnumerable<RouteMethodValue> methods, RoutePattern? pattern, string? application) =>
        $"[{KnownNames.EndpointRoute}({Literal.Of(endpoint)}, {(pattern is null ? "null" : Literal.Of(Of(methods, pattern)))}"
        + $"{(application is null ? "" : $", Application = {Literal.Of(application)}")})]";

    /// <summary>The constant of the route table for a proxy's methods.</summary>
    public const string AnyMethod = "Any";

    /// <summary>The route of an endpoint.</summary>
    public static string Of(EndpointRouteModel endpoint) => endpoint.TakesOtherMethods ? $"* {endpoint.Pattern!.Text}" : Of(endpoint.Methods, endpoint.Pattern);

    public static string Of(RouteMethod method) => method.ToString().ToUpperInvariant();

    /// <summary>A segment as a pattern has it.</summary>
    public static string Of(RouteSegment segment) => segment.Kind switch
    {
        SegmentKind.Literal => segment.Text,
        SegmentKind.Constrained => $"{{{segment.Text}:{string.Join(":", segment.Constraints)}}}",
        _ => $"{{{segment.Text}}}",
    };

    /// <summary>A path as part of a name: its letters and digits, each run capitalised.</summary>
    public static string NameOf(string path)
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

    /// <summary>Routes and what answers them, one line each.</summary>
    public static IEnumerable<string> InColumns(IEnumerable<(string Route, string Answerer)> lines, string between = " by ")
    {
        var all = lines.ToList();

        // Limit: one long pattern does not push every line out of sight.
        var width = all.Count == 0 ? 0 : Math.Min(60, all.Max(static l => l.Route.Length));
        return all.Select(l => $"{l.Route.PadRight(width)} {between}{l.Answerer}");
    }

    /// <summary>Text that cannot end a comment or break its line: a pattern may hold any character.</summary>
    public static string InComment(string text) => text.Replace("\r", " ").Replace("\n", " ").Replace("\u2028", " ").Replace("\u2029", " ").Replace("\u0085", " ");

    /// <summary>Text inside a documentation comment.</summary>
    public static string InXml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
