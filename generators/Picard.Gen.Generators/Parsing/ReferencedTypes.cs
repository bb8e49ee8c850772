using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Picard.Gen.Generators;

/// <summary>
/// Finds types that no tree declares in the references, and reads those that may be JSON. This is the one place with symbols: of a compilation
/// without trees, so that nothing that is typed changes it.
/// </summary>
internal sealed class ReferencedTypes
{
    private readonly CSharpCompilation _compilation;
    private readonly Queue<INamedTypeSymbol> _found = new();
    private readonly HashSet<INamedTypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly List<TypeModel> _types = [];

    private ReferencedTypes(ImmutableArray<MetadataReference> references) => _compilation = CSharpCompilation.Create("References", references: references);

    public static EquatableArray<TypeModel> Find(EquatableArray<WantedType> wanted, ImmutableArray<MetadataReference> references, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
        {
            return default;
        }

        var finder = new ReferencedTypes(references);
        foreach (var type in wanted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            finder.Find(type);
        }

        while (finder._found.Count > 0)
        {
            var type = new SymbolReader(finder.Add).Read(finder._found.Dequeue());
            if (type.Hindrance is null)
            {
                finder._types.Add(type);
            }
        }

        return finder._types;
    }

    private void Find(WantedType wanted)
    {
        foreach (var import in wanted.Namespaces)
        {
            var name = string.Join(".", new[] { import, wanted.Qualifier.Replace("global::", "") }.Where(static n => n.Length > 0));
            if (_compilation.GetTypeByMetadataName(name.Length == 0 ? wanted.Key : $"{name}.{wanted.Key}") is { } type)
            {
                Add(type);
                return;
            }
        }
    }

    private void Add(ITypeSymbol symbol)
    {
        if (symbol is INamedTypeSymbol { OriginalDefinition: var type } && IsForJson(type) && _seen.Add(type) && !HasShape(type))
        {
            _found.Enqueue(type);
        }
    }

    /// <summary>Enums of the platform are numbers like any other; its other types are not objects to be taken apart.</summary>
    private static bool IsForJson(INamedTypeSymbol type) =>
        type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface or TypeKind.Enum
        && type is { SpecialType: SpecialType.None, IsStatic: false, IsRefLikeType: false, ContainingType: null, DeclaredAccessibility: Accessibility.Public }
        && (type.TypeKind == TypeKind.Enum || !IsOfPlatform(type))
        && !type.AllInterfaces.Any(static i => i.SpecialType is SpecialType.System_Collections_IEnumerable)
        && type.TypeParameters.All(static p => p.ConstraintTypes.Length == 0);

    private static bool IsOfPlatform(INamedTypeSymbol type)
    {
        var assembly = type.ContainingAssembly?.Name ?? "";
        return assembly is "System" or "mscorlib" or "netstandard" || assembly.StartsWith("System.", StringComparison.Ordinal)
            || assembly.StartsWith("Microsoft.", StringComparison.Ordinal) || assembly is "Picard.Gen" or "Picard.Http" or "Picard.Server" or "Picard.Transport";
    }

    private static bool HasShape(INamedTypeSymbol type) =>
        type.ContainingAssembly?.GetTypeByMetadataName($"{KnownNames.ShapeNamespace}.{ShapeEmitter.ExtensionClass(SymbolReader.Name(type))}") is { DeclaredAccessibility: Accessibility.Public };
}
