using System.Text;

namespace Picard.Gen.Generators;

/// <summary>What a segment of a pattern is, in order of precedence.</summary>
internal enum SegmentKind
{
    Literal,
    Constrained,
    Parameter,
    CatchAll,
}

/// <summary>One segment of a route pattern.</summary>
internal sealed class RouteSegment : IEquatable<RouteSegment>
{
    private byte[]? _octets;

    private RouteSegment(SegmentKind kind, string text, IReadOnlyList<RouteConstraint> constraints, bool isOptional, string? defaultText)
    {
        Kind = kind;
        Text = text;
        Constraints = constraints;
        IsOptional = isOptional;
        Default = defaultText;
        Key = kind switch
        {
            SegmentKind.Literal => "/" + text,
            SegmentKind.Constrained => ":" + string.Join(":", constraints),
            SegmentKind.Parameter => "{}",
            _ => "{**}",
        };
    }

    public SegmentKind Kind { get; }

    /// <summary>The literal's text, or the parameter's name.</summary>
    public string Text { get; }

    /// <summary>The text as a decoded path has it.</summary>
    public byte[] Octets => _octets ??= Encoding.UTF8.GetBytes(Text);

    public IReadOnlyList<RouteConstraint> Constraints { get; }

    /// <summary>Whether the path may end before this segment: <c>{x?}</c> or <c>{x=1}</c>.</summary>
    public bool IsOptional { get; }

    /// <summary>The text that stands for a missing segment, or null.</summary>
    public string? Default { get; }

    public bool IsParameter => Kind != SegmentKind.Literal;

    /// <summary>What tells two segments apart in the tree: everything but a parameter's name.</summary>
    public string Key { get; }

    public static RouteSegment Literal(string text) => new(SegmentKind.Literal, text, [], isOptional: false, null);

    public static RouteSegment CatchAll(string name) => new(SegmentKind.CatchAll, name, [], isOptional: false, null);

    public static RouteSegment Parameter(string name, IReadOnlyList<RouteConstraint> constraints, bool isOptional, string? defaultText) =>
        new(constraints.Count == 0 ? SegmentKind.Parameter : SegmentKind.Constrained, name, constraints, isOptional, defaultText);

    /// <summary>Whether both are written alike.</summary>
    public bool Equals(RouteSegment? other) => other is not null && Key == other.Key && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as RouteSegment);

    public override int GetHashCode() => Key.GetHashCode();
}
