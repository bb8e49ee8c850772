namespace Picard.Gen.Generators;

/// <summary>The target that a proxy sends in place of the one received: <c>/internal/{rest}</c>, understood.</summary>
/// <remarks>Pure, and shared by the generator and the analyzers.</remarks>
internal sealed class ProxyTarget
{
    // RFC 3986 §3.3: pchar, and what is between segments.
    private const string PathCharacters = "/-._~%!$&'()*+,;=:@ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private ProxyTarget(IReadOnlyList<ProxyTargetPart> parts) => Parts = parts;

    public IReadOnlyList<ProxyTargetPart> Parts { get; }

    /// <summary>Understands a target.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pattern">The route, whose parameters may stand in it.</param>
    /// <param name="target">The target, or null.</param>
    /// <param name="error">What is wrong with it, if it is none.</param>
    public static bool TryParse(string text, RoutePattern pattern, out ProxyTarget? target, out RoutePatternError? error)
    {
        target = null;
        var parts = new List<ProxyTargetPart>();
        error = text.Length == 0 || text[0] != '/' ? new RoutePatternError("does not begin with a slash", 0, Math.Min(1, text.Length)) : null;
        for (var at = 0; at < text.Length && error is null;)
        {
            var length = text[at] == '{' ? text.IndexOf('}', at) + 1 - at : text.IndexOf('{', at) is >= 0 and var brace ? brace - at : text.Length - at;
            error = length <= 0 ? new RoutePatternError("has a brace that is not closed", at, 1)
                : text[at] == '{' ? AddParameter(parts, text.Substring(at + 1, length - 2), pattern, at)
                : AddText(parts, text.Substring(at, length), at);
            at += length;
        }

        if (error is not null)
        {
            return false;
        }

        target = new ProxyTarget(parts);
        return true;
    }

    private static RoutePatternError? AddParameter(List<ProxyTargetPart> parts, string name, RoutePattern pattern, int at)
    {
        var segment = pattern.IndexOf(name);
        if (segment < 0)
        {
            var known = pattern.Segments.Where(static s => s.IsParameter).Select(static s => $"{{{s.Text}}}").ToList();
            return new RoutePatternError($"has '{{{name}}}', and the route {(known.Count == 0 ? "has no parameters" : "has " + string.Join(", ", known))}", at, name.Length + 2);
        }

        parts.Add(new ProxyTargetPart("", pattern.Segments[segment], segment));
        return null;
    }

    private static RoutePatternError? AddText(List<ProxyTargetPart> parts, string text, int at)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (PathCharacters.IndexOf(text[i]) < 0)
            {
                return new RoutePatternError(text[i] switch
                {
                    '?' => "has a query, which is that of the request",
                    '#' => "has a fragment, which is never sent",
                    '}' => "has a brace that is not opened",
                    var other => $"has '{other}', which a path has percent-encoded only",
                }, at + i, 1);
            }
        }

        parts.Add(new ProxyTargetPart(text, null, -1));
        return null;
    }
}

/// <summary>A part of a target.</summary>
/// <param name="Text">What is the same for all requests; empty: it is a part of the path received.</param>
/// <param name="Segment">The segment of the route; null: it is text.</param>
/// <param name="Index">Its number.</param>
internal sealed record ProxyTargetPart(string Text, RouteSegment? Segment, int Index);
