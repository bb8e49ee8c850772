using System.Globalization;

namespace Picard.Gen.Generators;

/// <summary>The constraints a parameter of a pattern can have, in the order in which overlapping parameters are tried.</summary>
internal enum ConstraintKind
{
    Int,
    Long,
    Range,
    Min,
    Max,
    Guid,
    Bool,
    Alpha,
    Length,
    Regex,
}

/// <summary>One constraint of a parameter: <c>int</c>, <c>range(1,5)</c>, <c>regex(^a+$)</c>.</summary>
/// <param name="Kind">Which constraint.</param>
/// <param name="Min">The smallest number or length, for the kinds that have one.</param>
/// <param name="Max">The largest number or length, for the kinds that have one.</param>
/// <param name="Regex">The regular expression, for <see cref="ConstraintKind.Regex"/>.</param>
internal sealed record RouteConstraint(ConstraintKind Kind, long Min = long.MinValue, long Max = long.MaxValue, string? Regex = null)
{
    /// <summary>Whether only texts that are integers satisfy it.</summary>
    public bool IsNumeric => Kind <= ConstraintKind.Max;

    public override string ToString() => Kind switch
    {
        ConstraintKind.Range or ConstraintKind.Length => string.Format(CultureInfo.InvariantCulture, "{0}({1},{2})", Name, Min, Max),
        ConstraintKind.Min => string.Format(CultureInfo.InvariantCulture, "min({0})", Min),
        ConstraintKind.Max => string.Format(CultureInfo.InvariantCulture, "max({0})", Max),
        ConstraintKind.Regex => $"regex({Regex})",
        _ => Name,
    };

    private string Name => Kind.ToString().ToLowerInvariant();

    /// <summary>Whether no text can satisfy both sets of constraints, so that the order in which they are tried does not matter.</summary>
    public static bool AreDisjoint(IReadOnlyList<RouteConstraint> left, IReadOnlyList<RouteConstraint> right) =>
        left.Any(a => right.Any(b => AreDisjoint(a, b)));

    private static bool AreDisjoint(RouteConstraint a, RouteConstraint b)
    {
        if ((a.IsNumeric && b.IsNumeric) || (a.Kind == ConstraintKind.Length && b.Kind == ConstraintKind.Length))
        {
            return a.Min > b.Max || b.Min > a.Max;
        }

        // A GUID without hyphens may be all digits or all letters; no application tells its identifiers apart by that, so they count as disjoint.
        return Class(a) is { } left && Class(b) is { } right && left != right && !(Has(a, b, ConstraintKind.Bool) && Has(a, b, ConstraintKind.Alpha));

        static bool Has(RouteConstraint a, RouteConstraint b, ConstraintKind kind) => a.Kind == kind || b.Kind == kind;
        static int? Class(RouteConstraint c) => c switch
        {
            { IsNumeric: true } => 0,
            { Kind: ConstraintKind.Guid } => 1,
            { Kind: ConstraintKind.Bool } => 2,
            { Kind: ConstraintKind.Alpha } => 3,
            _ => null,
        };
    }

    /// <summary>A text that likely satisfies the constraints, for the example path in a diagnostic.</summary>
    public static string Example(IReadOnlyList<RouteConstraint> constraints)
    {
        if (constraints.Any(static c => c.IsNumeric))
        {
            var least = constraints.Where(static c => c.IsNumeric).Max(static c => c.Min);
            var most = constraints.Where(static c => c.IsNumeric).Min(static c => c.Max);
            return Math.Max(least, Math.Min(most, 1)).ToString(CultureInfo.InvariantCulture);
        }

        return constraints.Select(static c => c.Kind).FirstOrDefault() switch
        {
            ConstraintKind.Guid => "00000000-0000-0000-0000-000000000001",
            ConstraintKind.Bool => "true",
            _ => "x",
        };
    }
}
