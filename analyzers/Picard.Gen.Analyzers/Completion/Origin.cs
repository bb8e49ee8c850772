using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Where a stream, reader or writer comes from.</summary>
/// <param name="Parameter">The parameter of the enclosing method that decides; only where the kind is unknown.</param>
internal readonly record struct Origin(OriginKind Kind, IParameterSymbol? Parameter)
{
    public static Origin Unknown { get; } = new(OriginKind.Unknown, null);

    public static Origin Memory { get; } = new(OriginKind.Memory, null);

    public static Origin Slow { get; } = new(OriginKind.Slow, null);

    /// <summary>Of what may come from either: in memory only if both are, slow if one is.</summary>
    public Origin Or(Origin other) => (Kind, other.Kind) switch
    {
        (OriginKind.Slow, _) or (_, OriginKind.Slow) => Slow,
        (OriginKind.Memory, _) => other,
        (_, OriginKind.Memory) => this,
        _ => new Origin(OriginKind.Unknown, Parameter ?? other.Parameter),
    };
}
