using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>The framework's reference assemblies, from the packs that come with the SDK that runs the tests.</summary>
internal static class ReferencePacks
{
    private static readonly Lazy<CSharpCompilation> s_compilation = new(Load);

    private static readonly Lazy<List<INamedTypeSymbol>> s_types = new(static () => [.. s_compilation.Value.References
        .Select(s_compilation.Value.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>().SelectMany(static assembly => TypesIn(assembly.GlobalNamespace))]);

    /// <summary>A compilation without sources that references all of .NET and ASP.NET Core.</summary>
    public static CSharpCompilation Compilation => s_compilation.Value;

    /// <summary>Every type that users of the framework can name.</summary>
    public static IReadOnlyList<INamedTypeSymbol> Types => s_types.Value;

    private static CSharpCompilation Load()
    {
        // …/shared/Microsoft.NETCore.App/10.0.1/System.Private.CoreLib.dll → …/packs
        var root = new FileInfo(typeof(object).Assembly.Location).Directory!.Parent!.Parent!.Parent!;
        var files = new[] { "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref" }.SelectMany(pack => Assemblies(Path.Combine(root.FullName, "packs", pack)));
        return CSharpCompilation.Create("None", references: files.Select(static file => MetadataReference.CreateFromFile(file)));
    }

    /// <summary>Of the pack's newest version for the framework that the tests run on.</summary>
    private static string[] Assemblies(string pack)
    {
        var version = Directory.GetDirectories(pack).Order(StringComparer.Ordinal).Last();
        return Directory.GetFiles(Path.Combine(version, "ref", $"net{Environment.Version.Major}.{Environment.Version.Minor}"), "*.dll");
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol scope) => scope.GetMembers().SelectMany(static member => member switch
    {
        INamespaceSymbol inner => TypesIn(inner),
        INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal } type => TypesIn(type).Prepend(type),
        _ => [],
    });
}
