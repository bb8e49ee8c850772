using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Picard.Tests;

/// <summary>Compilations of test sources against the running framework and the Picard assemblies beside the test.</summary>
public static class TestCompilation
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_references = new(FindReferences);

    /// <summary>The parse options of every test source: the newest language version, as in a project that targets net10.0.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>The running framework's assemblies and every <c>Picard*.dll</c> in the test's output folder that applications reference.</summary>
    public static IReadOnlyList<MetadataReference> References => s_references.Value;

    /// <summary>Compiles sources; nothing is emitted and errors are the caller's to look at.</summary>
    /// <param name="outputKind">Whether the compilation is a library or a program.</param>
    /// <param name="sources">The source texts; they are named <c>Test0.cs</c>, <c>Test1.cs</c> and so on.</param>
    /// <returns>The compilation, with nullable reference types on.</returns>
    public static CSharpCompilation Create(OutputKind outputKind, params string[] sources) => CSharpCompilation.Create(
        "TestProject",
        sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Test{index}.cs", Encoding.UTF8)),
        References,
        new CSharpCompilationOptions(outputKind, nullableContextOptions: NullableContextOptions.Enable));

    private static List<MetadataReference> FindReferences()
    {
        // No package of reference assemblies is needed, so tests run offline and against exactly the framework they run on.
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        string[] runtime = ["Picard.Http", "Picard.Gen", "Picard.Transport", "Picard.Server", "Picard.Client", "Picard.Proxy", "Picard.Hosting"];
        return trusted
            .Where(path => Path.GetDirectoryName(path) == framework || runtime.Contains(Path.GetFileNameWithoutExtension(path)))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToList();
    }
}
