using System.Globalization;
using System.Text.RegularExpressions;

namespace Picard.Gen.Generators;

/// <summary>Reads a pattern from left to right; the first rule that is broken ends it.</summary>
internal sealed class RoutePatternParser(string text)
{
    private readonly List<RouteSegment> _segments = [];
    private int _at;

    public RoutePatternError? Error { get; private set; }

    public RoutePattern? Parse()
    {
        if (text.Length == 0 || text[0] != '/')
        {
            Refuse("must begin with '/'", 0, Math.Min(1, text.Length));
            return null;
        }

        while (_at < text.Length && Error is null)
        {
            // Invariant: _at is at the slash before a segment.
            _at++;
            if (_at == text.Length)
            {
                break; // A trailing slash changes nothing: that of a request is ignored too.
            }

            var start = _at;
            var segment = text[_at] == '{' ? ParseParameter() : ParseLiteral();
            if (segment is not null)
            {
                Add(segment, start);
            }
        }

        return Error is null ? new RoutePattern(text, _segments) : null;
    }

    private void Add(RouteSegment segment, int start)
    {
        var last = _segments.Count == 0 ? null : _segments[_segments.Count - 1];
        if (last?.Kind == SegmentKind.CatchAll)
        {
            Refuse($"has a segment after the catch-all '{last.Text}', which must be the last", start, _at - start);
        }
        else if (last is { IsOptional: true } && !segment.IsOptional)
        {
            Refuse($"has a segment after the optional parameter '{last.Text}' that is not optional", start, _at - start);
        }
        else if (_segments.Count == RoutePattern.MaxSegments)
        {
            Refuse($"has more than {RoutePattern.MaxSegments} segments", start, text.Length - start);
        }
        else if (segment.IsParameter && _segments.Any(s => s.IsParameter && string.Equals(s.Text, segment.Text, StringComparison.OrdinalIgnoreCase)))
        {
            Refuse($"names the parameter '{segment.Text}' twice", start, _at - start);
        }
        else
        {
            _segments.Add(segment);
        }
    }

    private RouteSegment? ParseLiteral()
    {
        var start = _at;
        while (_at < text.Length && text[_at] != '/')
        {
            switch (text[_at])
            {
                case '{' or '}':
                    return Refuse("mixes literal text with a parameter in one segment; a segment is one or the other", start, SegmentEnd(start) - start);
                case '?' or '#':
                    return Refuse($"has a '{text[_at]}', which no path contains", _at, 1);
                case <= ' ' or '\x7f':
                    return Refuse("has a space or a control character", _at, 1);
                default:
                    _at++;
                    break;
            }
        }

        // Dot segments of a request are resolved before routing, and empty ones match no literal.
        return text.Substring(start, _at - start) switch
        {
            "" => Refuse("has an empty segment", start - 1, 2),
            "." or ".." => Refuse("has a dot segment, which no request reaches", start, _at - start),
            var literal => RouteSegment.Literal(literal),
        };
    }

    private RouteSegment? ParseParameter()
    {
        var open = _at++;
        var stars = 0;
        while (Current == '*')
        {
            stars++;
            _at++;
        }

        var nameStart = _at;
        while (Current is '_' || (Current is { } c && (char.IsLetter(c) || (_at > nameStart && char.IsDigit(c)))))
        {
            _at++;
        }

        var name = text.Substring(nameStart, _at - nameStart);
        if (name.Length == 0)
        {
            return Refuse("has a parameter without a name", open, SegmentEnd(open) - open);
        }

        var constraints = new List<RouteConstraint>();
        while (Current == ':')
        {
            var start = ++_at;
            if (ParseConstraint() is not { } constraint)
            {
                return null;
            }

            constraints.Add(constraint);
            if (IsUnsatisfiable(constraints))
            {
                return Refuse($"constrains '{name}' so that no text can match", start, _at - start);
            }
        }

        var isOptional = false;
        string? defaultText = null;
        if (Current == '?')
        {
            isOptional = true;
            _at++;
        }
        else if (Current == '=')
        {
            var start = ++_at;
            while (Current is not (null or '}' or '/'))
            {
                _at++;
            }

            isOptional = true;
            defaultText = text.Substring(start, _at - start);
        }

        return Close(open, stars, name, constraints, isOptional, defaultText);
    }

    private RouteSegment? Close(int open, int stars, string name, List<RouteConstraint> constraints, bool isOptional, string? defaultText)
    {
        if (Current != '}')
        {
            return Refuse($"does not close the parameter '{name}' with '}}'", open, SegmentEnd(open) - open);
        }

        _at++;
        if (Current is not (null or '/'))
        {
            return Refuse("mixes literal text with a parameter in one segment; a segment is one or the other", open, SegmentEnd(_at) - open);
        }

        if (stars > 0 && (stars > 2 || isOptional || constraints.Count > 0))
        {
            return Refuse($"gives the catch-all '{name}' more than a name; it is written {{**{name}}}", open, _at - open);
        }

        return stars > 0
            ? RouteSegment.CatchAll(name)
            : RouteSegment.Parameter(name, [.. constraints.OrderBy(static c => c.Kind).Distinct()], isOptional, defaultText);
    }

    private RouteConstraint? ParseConstraint()
    {
        var start = _at;
        while (Current is { } c && char.IsLetter(c))
        {
            _at++;
        }

        var name = text.Substring(start, _at - start);
        string? argument = null;
        if (Current == '(')
        {
            var from = ++_at;
            if (!SkipArgument())
            {
                Refuse($"does not close the constraint '{name}' with ')'", start, text.Length - start);
                return null;
            }

            argument = text.Substring(from, _at - from);
            _at++;
        }

        var (constraint, problem) = Understand(name, argument);
        if (constraint is null)
        {
            Refuse(problem!, start, _at - start);
        }

        return constraint;
    }

    /// <summary>Moves to the parenthesis that closes an argument; those of a regular expression may nest, be escaped, or stand in a character class.</summary>
    private bool SkipArgument()
    {
        var depth = 0;
        var inClass = false;
        for (; _at < text.Length; _at++)
        {
            switch (text[_at])
            {
                case '\\':
                    _at++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass:
                    depth++;
                    break;
                case ')' when !inClass && depth-- == 0:
                    return true;
            }
        }

        return false;
    }

    private static (RouteConstraint? Constraint, string? Problem) Understand(string name, string? argument)
    {
        ConstraintKind kind;
        switch (name)
        {
            case "int" or "long" or "guid" or "bool" or "alpha":
                if (argument is not null)
                {
                    return (null, $"gives the constraint '{name}' an argument, and it takes none");
                }

                kind = (ConstraintKind)Enum.Parse(typeof(ConstraintKind), name, ignoreCase: true);
                return (kind == ConstraintKind.Int ? new RouteConstraint(kind, int.MinValue, int.MaxValue) : new RouteConstraint(kind), null);
            case "min":
                return Number(argument) is { } min ? (new RouteConstraint(ConstraintKind.Min, Min: min), null) : Bad("min(1)");
            case "max":
                return Number(argument) is { } max ? (new RouteConstraint(ConstraintKind.Max, Max: max), null) : Bad("max(100)");
            case "range":
                return Pair(argument) is var (from, to) ? (new RouteConstraint(ConstraintKind.Range, from, to), null) : Bad("range(1,100)");
            case "length":
                return Number(argument) is { } exact and >= 0 ? (new RouteConstraint(ConstraintKind.Length, exact, exact), null)
                    : Pair(argument) is var (least, most) && least >= 0 ? (new RouteConstraint(ConstraintKind.Length, least, most), null)
                    : Bad("length(3) or length(1,20)");
            case "regex":
                return Expression(argument);
            default:
                return (null, $"has the unknown constraint '{name}'; there are int, long, guid, bool, alpha, min, max, range, length and regex");
        }

        (RouteConstraint?, string) Bad(string form) => (null, $"needs numbers in the constraint '{name}', as in {form}");
    }

    private static (RouteConstraint? Constraint, string? Problem) Expression(string? argument)
    {
        if (string.IsNullOrEmpty(argument))
        {
            return (null, "needs a regular expression in the constraint 'regex', as in regex(^[a-z]+$)");
        }

        // Patterns copied from ASP.NET Core double their braces; a doubled brace means nothing in a regular expression.
        var expression = argument!.Replace("{{", "{").Replace("}}", "}");
        try
        {
            _ = new Regex(expression, RegexOptions.CultureInvariant);
        }
        catch (ArgumentException invalid)
        {
            return (null, $"has a regular expression that does not parse ({invalid.Message.TrimEnd('.')})");
        }

        return (new RouteConstraint(ConstraintKind.Regex, Regex: expression), null);
    }

    private static bool IsUnsatisfiable(List<RouteConstraint> constraints) =>
        constraints.Any(static c => c.Min > c.Max) || RouteConstraint.AreDisjoint(constraints, constraints);

    private static long? Number(string? argument) =>
        long.TryParse(argument, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    private static (long, long)? Pair(string? argument) =>
        argument?.Split(',') is { Length: 2 } ends && Number(ends[0]) is { } from && Number(ends[1]) is { } to ? (from, to) : null;

    private char? Current => _at < text.Length ? text[_at] : null;

    private int SegmentEnd(int from)
    {
        var slash = text.IndexOf('/', from);
        return slash < 0 ? text.Length : slash;
    }

    private RouteSegment? Refuse(string message, int start, int length)
    {
        Error ??= new RoutePatternError(message, start, length);
        return null;
    }
}
