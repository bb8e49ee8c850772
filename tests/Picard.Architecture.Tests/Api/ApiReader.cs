using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Picard.Architecture.Tests.Api;

/// <summary>The public surface of one built assembly, as the compiler of its users sees it.</summary>
internal static class ApiReader
{
    private static readonly CSharpCompilation s_compilation = CSharpCompilation.Create(
        "Reader",
        references: PlatformReferences.All,
        options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>Every runtime assembly of the tree: a folder of src with a project in it, the package apart.</summary>
    public static IReadOnlyList<string> Assemblies { get; } =
        [.. Repository.Files(".csproj").Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name != "Picard.Package")];

    public static IReadOnlyList<INamedTypeSymbol> PublicTypes(string assembly)
    {
        var symbol = s_compilation.SourceModule.ReferencedAssemblySymbols.Single(candidate => candidate.Name == assembly);
        return [.. Types(symbol.GlobalNamespace).OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal)];
    }

    /// <summary>Types from C# source, for the tests of these tests.</summary>
    public static IReadOnlyList<INamedTypeSymbol> PublicTypesOf(string source)
    {
        var compilation = s_compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return [.. Types(compilation.Assembly.GlobalNamespace)];
    }

    public static IEnumerable<ISymbol> PublicMembers(INamedTypeSymbol type) => type.GetMembers().Where(member =>
        IsVisible(member)
        && member is not INamedTypeSymbol
        && member is not IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove }
        && !(member is IMethodSymbol && member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute"))
        && member is not IMethodSymbol { IsImplicitlyDeclared: true });

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamespaceSymbol space)
            {
                foreach (var type in Types(space))
                {
                    yield return type;
                }
            }
            else if (member is INamedTypeSymbol type && type.CanBeReferencedByName && IsVisible(type))
            {
                yield return type;
                foreach (var nested in Types(type))
                {
                    yield return nested;
                }
            }
        }
    }

    private static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
}
