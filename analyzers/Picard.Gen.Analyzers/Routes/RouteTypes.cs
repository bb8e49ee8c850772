using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>The types that hold what route parameters match.</summary>
internal static class RouteTypes
{
    /// <summary>The type of a parameter that a fix would add, as text.</summary>
    public static string For(RouteSegment segment)
    {
        var kinds = segment.Constraints.Select(static constraint => constraint.Kind).ToList();
        var type = kinds.Contains(ConstraintKind.Int) ? "int"
            : segment.Constraints.Any(static constraint => constraint.IsNumeric) ? "long"
            : kinds.Contains(ConstraintKind.Guid) ? "System.Guid"
            : kinds.Contains(ConstraintKind.Bool) ? "bool"
            : "string";
        return segment is { IsOptional: true, Default: null } ? type + "?" : type;
    }
}
