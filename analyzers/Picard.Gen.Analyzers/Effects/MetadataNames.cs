using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>The names of types as effect tables write them.</summary>
internal static class MetadataNames
{
    // A symbol lives as long as its compilation, and most names are asked for often.
    private static readonly ConditionalWeakTable<INamedTypeSymbol, string> s_names = new();

    /// <summary>With namespace, containing types and the number of type parameters: <c>System.Threading.Tasks.Task`1</c>.</summary>
    public static string Of(INamedTypeSymbol type) => s_names.GetValue(type.OriginalDefinition, static type => Make(type));

    /// <summary>Without namespace and type arguments: <c>Byte[]</c>, <c>ReadOnlySpan</c>, <c>T</c>.</summary>
    public static string Short(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Short(array.ElementType) + "[]",
        IPointerTypeSymbol pointer => Short(pointer.PointedAtType) + "*",
        _ => type.Name,
    };

    private static string Make(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } containing)
        {
            return $"{Of(containing)}+{type.MetadataName}";
        }

        return type.ContainingNamespace is { IsGlobalNamespace: false } scope ? $"{scope.ToDisplayString()}.{type.MetadataName}" : type.MetadataName;
    }
}
