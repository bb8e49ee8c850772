using System.Globalization;
using Microsoft.CodeAnalysis;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>Whether a type can hold what a segment of a pattern matches. Only what is certain counts: unknown types and open constraints fit.</summary>
internal static class RouteFit
{
    private enum Form
    {
        Any,
        Whole,
        Real,
        Bool,
        Guid,
        Moment,
        Char,
        Enum,
    }

    /// <summary>What the type cannot hold, as a part of a sentence; null: it fits.</summary>
    public static string? WhyNot(RouteSegment segment, ITypeSymbol type)
    {
        var value = ParameterTypes.ValueOf(type);
        var form = FormOf(value);
        if (form == Form.Any)
        {
            return null;
        }

        if (segment.Kind == SegmentKind.CatchAll)
        {
            return type is IArrayTypeSymbol ? null : $"more than one segment, which '{Written(segment)}' matches";
        }

        return segment.Constraints.All(constraint => Accepts(form, constraint.Kind))
            ? WhyNotNumber(segment, value) ?? WhyNotDefault(segment, form, value)
            : $"what '{Written(segment)}' matches";
    }

    private static string Written(RouteSegment segment) => segment.Kind == SegmentKind.CatchAll
        ? $"{{**{segment.Text}}}"
        : $"{{{segment.Text}{string.Concat(segment.Constraints.Select(static c => ":" + c))}{(segment.Default is { } text ? "=" + text : segment.IsOptional ? "?" : "")}}}";

    private static bool Accepts(Form form, ConstraintKind constraint) => constraint switch
    {
        ConstraintKind.Int or ConstraintKind.Long or ConstraintKind.Range or ConstraintKind.Min or ConstraintKind.Max =>
            form is Form.Whole or Form.Real or Form.Enum or Form.Char,
        ConstraintKind.Guid => form is Form.Guid,
        ConstraintKind.Bool => form is Form.Bool or Form.Enum,
        ConstraintKind.Alpha => form is Form.Bool or Form.Enum or Form.Char,
        _ => true,
    };

    private static string? WhyNotNumber(RouteSegment segment, ITypeSymbol value)
    {
        var numbers = segment.Constraints.Where(static constraint => constraint.IsNumeric).ToList();
        if (numbers.Count == 0 || RangeOf(value) is not var (least, most))
        {
            return null;
        }

        var from = numbers.Max(static constraint => constraint.Min);
        var to = numbers.Min(static constraint => constraint.Max);
        if (from > most || to < least)
        {
            return $"what '{Written(segment)}' matches";
        }

        // {page:min(1)} says nothing of an upper bound, so an int beside it is no contradiction; {id:long} and {n:range(1,1000)} do say one.
        var isClosed = numbers.Any(static constraint => constraint.Kind is ConstraintKind.Int or ConstraintKind.Long or ConstraintKind.Range);
        return isClosed && (from < least || to > most) ? $"every number that '{Written(segment)}' matches" : null;
    }

    private static string? WhyNotDefault(RouteSegment segment, Form form, ITypeSymbol value)
    {
        if (segment.Default is not { } text)
        {
            return null;
        }

        var fits = form switch
        {
            Form.Whole => RangeOf(value) is not var (least, most)
                || (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most),
            Form.Bool => bool.TryParse(text, out _),
            Form.Guid => Guid.TryParse(text, out _),
            _ => true,
        };
        return fits ? null : $"'{text}', the default of '{Written(segment)}'";
    }

    private static Form FormOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => Form.Bool,
        SpecialType.System_Char => Form.Char,
        SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal => Form.Real,
        SpecialType.System_DateTime => Form.Moment,
        SpecialType.System_UInt64 => Form.Whole,
        _ when RangeOf(type) is not null => Form.Whole,
        _ when type.TypeKind == TypeKind.Enum => Form.Enum,
        _ => type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
            ? type.Name switch
            {
                "Guid" => Form.Guid,
                "DateOnly" or "TimeOnly" or "DateTimeOffset" => Form.Moment,
                _ => Form.Any,
            }
            : Form.Any,
    };

    private static (long Least, long Most)? RangeOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_SByte => (sbyte.MinValue, sbyte.MaxValue),
        SpecialType.System_Byte => (byte.MinValue, byte.MaxValue),
        SpecialType.System_Int16 => (short.MinValue, short.MaxValue),
        SpecialType.System_UInt16 => (ushort.MinValue, ushort.MaxValue),
        SpecialType.System_Int32 => (int.MinValue, int.MaxValue),
        SpecialType.System_UInt32 => (uint.MinValue, uint.MaxValue),
        SpecialType.System_Int64 => (long.MinValue, long.MaxValue),
        _ => null,
    };
}
