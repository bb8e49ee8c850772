using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Looks symbols up in an index of effects.</summary>
internal static class EffectSymbols
{
    /// <summary>
    /// The entry that speaks for a method: of its type, or of the nearest type above it, for what overrides, hides or implements a member
    /// does what that member does unless a line says otherwise.
    /// </summary>
    public static EffectEntry? Of(this EffectIndex index, IMethodSymbol method)
    {
        if (!index.MayHaveEffect(method.MetadataName) || method.ContainingType is not { } declaring)
        {
            return null;
        }

        for (var type = declaring; type is not null; type = type.BaseType)
        {
            if (index.Declared(type, method) is { } entry)
            {
                return entry;
            }
        }

        if (declaring.TypeKind != TypeKind.Interface && !method.IsStatic)
        {
            foreach (var type in declaring.AllInterfaces)
            {
                if (index.Declared(type, method) is { } entry)
                {
                    return entry;
                }
            }
        }

        return null;
    }

    /// <summary>The entry of exactly this type that speaks for a method.</summary>
    public static EffectEntry? Declared(this EffectIndex index, INamedTypeSymbol type, IMethodSymbol method) =>
        index.Find(MetadataNames.Of(type), method.MetadataName, method.Parameters.Length, i => MetadataNames.Short(method.Parameters[i].Type));

    public static bool SpeaksFor(this EffectEntry entry, IMethodSymbol method) =>
        entry.SpeaksFor(method.Parameters.Length, i => MetadataNames.Short(method.Parameters[i].Type));
}
