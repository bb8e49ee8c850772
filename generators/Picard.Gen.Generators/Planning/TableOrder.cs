using System.Globalization;
using System.Text.RegularExpressions;

namespace Picard.Gen.Generators;

/// <summary>
/// What goes wrong between the routes of two tables, of which one is asked before the other: that of a mounted application. Within a table the more
/// specific route answers; between tables the first that matches does, so a route of a later table must not be the more specific one.
/// </summary>
/// <remarks>Pure, and shared by the generator and the analyzers.</remarks>
internal static class TableOrder
{
    // Limit: an editor waits for this. A regular expression that takes longer counts as one that matches.
    private static readonly TimeSpan s_regexTime = TimeSpan.FromMilliseconds(20);

    /// <summary>How two routes conflict; null: they do not.</summary>
    /// <param name="earlier">A route of the table that is asked first.</param>
    /// <param name="later">A route of the other.</param>
    public static RouteConflict? ConflictOf(PlannedRoute earlier, PlannedRoute later)
    {
        if (earlier.Method != later.Method)
        {
            return null;
        }

        RouteConflict? found = null;
        foreach (var first in Lengths(earlier.Pattern))
        {
            foreach (var second in Lengths(later.Pattern))
            {
                // A duplicate says most.
                if (Compare(first, second) is { } kind && (found is null || kind == ConflictKind.Duplicate))
                {
                    found = new RouteConflict(kind, earlier.Endpoint, later.Endpoint, Example(first, second));
                }
            }
        }

        return found;
    }

    /// <summary>Whether some path behind a prefix of literal segments matches a pattern.</summary>
    public static bool MayBeBehind(RoutePattern prefix, RoutePattern pattern)
    {
        for (var i = 0; i < prefix.Segments.Count && i < pattern.Segments.Count; i++)
        {
            if (pattern.Segments[i].Kind == SegmentKind.CatchAll)
            {
                return true;
            }

            if (!MayBeSame(prefix.Segments[i], pattern.Segments[i]))
            {
                return false;
            }
        }

        return prefix.Segments.Count <= pattern.Segments.Count || pattern.Segments.Any(static s => s.Kind == SegmentKind.CatchAll);
    }

    /// <summary>A pattern at each of its lengths, the whole first.</summary>
    private static IEnumerable<Form> Lengths(RoutePattern pattern)
    {
        for (var length = pattern.Segments.Count; length >= 0; length--)
        {
            yield return new Form(pattern.Segments, length);
            if (length == 0 || !pattern.Segments[length - 1].IsOptional)
            {
                yield break;
            }
        }
    }

    private static ConflictKind? Compare(Form earlier, Form later)
    {
        ConflictKind? conflict = null;
        var differs = false;
        for (var i = 0; i < Math.Max(earlier.Length, later.Length); i++)
        {
            var (first, second) = (earlier[i], later[i]);
            if ((first is null && second!.Kind != SegmentKind.CatchAll) || (second is null && first!.Kind != SegmentKind.CatchAll))
            {
                return null;
            }

            if (first is not null && second is not null && first.Kind != SegmentKind.CatchAll && second.Kind != SegmentKind.CatchAll && !MayBeSame(first, second))
            {
                return null;
            }

            if (!differs && first?.Key != second?.Key)
            {
                differs = true;
                conflict = Precedence(first, second);
            }

            if (first is null or { Kind: SegmentKind.CatchAll } || second is null or { Kind: SegmentKind.CatchAll })
            {
                break;
            }
        }

        return differs ? conflict : OfEqual(earlier, later);
    }

    /// <summary>What the first segments that differ decide; a path that ends is more specific than one that may go on.</summary>
    private static ConflictKind? Precedence(RouteSegment? earlier, RouteSegment? later)
    {
        if (earlier is null || later is null)
        {
            return earlier is null ? null : ConflictKind.Shadowed;
        }

        return earlier.Kind == later.Kind ? ConflictKind.Ambiguous
            : later.Kind < earlier.Kind ? ConflictKind.Shadowed
            : null;
    }

    /// <summary>Whole patterns are more specific than the short forms of others.</summary>
    private static ConflictKind? OfEqual(Form earlier, Form later) => (earlier.IsWhole, later.IsWhole) switch
    {
        (true, true) => ConflictKind.Duplicate,
        (false, true) => ConflictKind.Shadowed,
        (false, false) => ConflictKind.Ambiguous,
        _ => null,
    };

    private static bool MayBeSame(RouteSegment one, RouteSegment other)
    {
        if (one.Kind == SegmentKind.Literal || other.Kind == SegmentKind.Literal)
        {
            var (literal, segment) = one.Kind == SegmentKind.Literal ? (one, other) : (other, one);
            return segment.Kind == SegmentKind.Literal ? literal.Text == segment.Text : segment.Constraints.All(c => MaySatisfy(literal.Text, c));
        }

        return !RouteConstraint.AreDisjoint(one.Constraints, other.Constraints);
    }

    private static bool MaySatisfy(string text, RouteConstraint constraint)
    {
        switch (constraint.Kind)
        {
            case ConstraintKind.Int or ConstraintKind.Long or ConstraintKind.Range or ConstraintKind.Min or ConstraintKind.Max:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= constraint.Min && number <= constraint.Max;
            case ConstraintKind.Guid:
                return Guid.TryParse(text, out _);
            case ConstraintKind.Bool:
                return bool.TryParse(text, out _);
            case ConstraintKind.Alpha:
                return text.All(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'));
            case ConstraintKind.Length:
                return text.Length >= constraint.Min && text.Length <= constraint.Max;
            default:
                try
                {
                    return Regex.IsMatch(text, constraint.Regex!, RegexOptions.CultureInvariant, s_regexTime);
                }
                catch (Exception fault) when (fault is ArgumentException or RegexMatchTimeoutException)
                {
                    return true;
                }
        }
    }

    /// <summary>A path that likely matches both.</summary>
    private static string Example(Form one, Form other)
    {
        var segments = new List<string>();
        for (var i = 0; i < Math.Max(one.Length, other.Length); i++)
        {
            var (first, second) = (one[i], other[i]);
            if (first is null || second is null)
            {
                // The longer one ends in a catch-all, which may be empty.
                break;
            }

            segments.Add(!first.IsParameter ? first.Text : !second.IsParameter ? second.Text : RouteConstraint.Example([.. first.Constraints, .. second.Constraints]));
            if (first.Kind == SegmentKind.CatchAll || second.Kind == SegmentKind.CatchAll)
            {
                var rest = first.Kind == SegmentKind.CatchAll ? other : one;
                for (i++; i < rest.Length; i++)
                {
                    segments.Add(rest[i]!.IsParameter ? RouteConstraint.Example(rest[i]!.Constraints) : rest[i]!.Text);
                }
            }
        }

        return "/" + string.Join("/", segments);
    }

    /// <summary>A pattern at one of its lengths.</summary>
    private readonly struct Form(IReadOnlyList<RouteSegment> segments, int length)
    {
        public int Length => length;

        public bool IsWhole => length == segments.Count;

        /// <summary>A segment; null behind the end.</summary>
        public RouteSegment? this[int index] => index < length ? segments[index] : null;
    }
}
