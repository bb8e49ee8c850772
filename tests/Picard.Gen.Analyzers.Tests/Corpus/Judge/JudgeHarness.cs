using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Picard.Gen.Generators;
using Picard.Gen.Tasks;

namespace Picard.Gen.Analyzers.Tests.Corpus.Judge;

/// <summary>Compiles every scenario as its project would, and runs all analyzers over it with the severities they are shipped with.</summary>
internal static class JudgeHarness
{
    private const string LibraryName = "Acme.Plumbing";

    private static readonly string[] s_picard = ["Picard.Http", "Picard.Gen", "Picard.Transport", "Picard.Server"];

    // What an SDK adds to a project with implicit usings.
    private static readonly CSharpSyntaxTree s_usings = GlobalUsings("System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks");

    private static readonly CSharpSyntaxTree s_webUsings = GlobalUsings(
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging");

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(Rules).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static readonly string s_trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
    private static readonly string s_framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly List<MetadataReference> s_frameworkReferences = [.. AssembliesIn(s_framework)];
    private static readonly List<MetadataReference> s_webReferences = [.. WebAssemblies()];
    private static readonly List<MetadataReference> s_picardReferences =
        [.. s_trusted.Split(Path.PathSeparator).Where(path => s_picard.Contains(Path.GetFileNameWithoutExtension(path))).Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly Lazy<Task<IReadOnlyList<Report>>> s_reports = new(RunAsync);

    /// <summary>The reports about all scenarios; they are made once.</summary>
    public static Task<IReadOnlyList<Report>> ReportsAsync() => s_reports.Value;

    private static async Task<IReadOnlyList<Report>> RunAsync()
    {
        var folder = Folder();
        var scenarios = Scenario.In(Path.Combine(folder, "Scenarios"));
        var image = CompileLibrary(Path.Combine(folder, "Library"));
        var effects = EffectsOf(image);

        // Scenarios with the same references share a compilation to begin with, and with it the symbols of the framework: loading those costs more than a scenario does.
        var library = MetadataReference.CreateFromImage(image);
        var projects = scenarios.Select(KindOf).Distinct().ToDictionary(kind => kind, kind => Project(kind, library));
        var reports = new ConcurrentBag<Report>();
        await Parallel.ForEachAsync(
            scenarios,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount) },
            async (scenario, cancellationToken) => reports.Add(await AnalyzeAsync(scenario, projects[KindOf(scenario)], effects, cancellationToken)));
        return [.. reports.OrderBy(report => report.Scenario.Name, StringComparer.Ordinal)];
    }

    private static ProjectKind KindOf(Scenario scenario) => new(scenario.UsesWeb, scenario.UsesPicard, scenario.UsesLibrary, scenario.IsProgram);

    private static CSharpCompilation Project(ProjectKind kind, MetadataReference library)
    {
        var references = new List<MetadataReference>(s_frameworkReferences);
        references.AddRange(kind.Web ? s_webReferences : []);
        references.AddRange(kind.Picard ? s_picardReferences : []);
        references.AddRange(kind.Library ? [library] : []);
        var project = CSharpCompilation.Create(
            "Judged",
            [s_usings, .. kind.Web ? new[] { s_webUsings } : []],
            references,
            new CSharpCompilationOptions(
                kind.Program ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        _ = project.GetSpecialType(SpecialType.System_Object);
        return project;
    }

    private static async Task<Report> AnalyzeAsync(Scenario scenario, CSharpCompilation project, ImmutableArray<AdditionalText> effects, CancellationToken cancellationToken)
    {
        Compilation compilation = project.AddSyntaxTrees(scenario.Trees);
        if (scenario.UsesPicard)
        {
            CSharpGeneratorDriver.Create([new HandlerGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
                .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _, cancellationToken);
        }

        var errors = compilation.GetDiagnostics(cancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(scenario.UsesLibrary ? effects : []), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(s_analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        errors.AddRange(diagnostics.Where(diagnostic => Report.GroupOf(diagnostic) is '0' or '?' && diagnostic.Severity >= DiagnosticSeverity.Warning));
        return new Report(
            scenario,
            [.. errors.Select(error => error.ToString())],
            [.. diagnostics.Where(diagnostic => Report.GroupOf(diagnostic) is '1' or '2' or '3' && diagnostic.Severity >= DiagnosticSeverity.Warning)]);
    }

    // What the build's scan of referenced assemblies hands to the analyzers about the library.
    private static ImmutableArray<AdditionalText> EffectsOf(byte[] image)
    {
        var folder = Directory.CreateTempSubdirectory("picard-judge");
        try
        {
            var assembly = Path.Combine(folder.FullName, $"{LibraryName}.dll");
            var scan = Path.Combine(folder.FullName, "picard.effects");
            File.WriteAllBytes(assembly, image);
            EffectScan.Run([assembly], scan);
            return [new ScanText(scan, SourceText.From(File.ReadAllText(scan)))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] CompileLibrary(string folder)
    {
        var compilation = CSharpCompilation.Create(
            LibraryName,
            Directory.EnumerateFiles(folder, "*.cs.txt").Order(StringComparer.Ordinal)
                .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), TestCompilation.ParseOptions, path, Encoding.UTF8))
                .Prepend(s_usings),
            s_frameworkReferences,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        return result.Success ? image.ToArray() : throw new InvalidDataException(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    private static CSharpSyntaxTree GlobalUsings(params string[] namespaces) => (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(
        string.Concat(namespaces.Select(name => $"global using global::{name};\n")), TestCompilation.ParseOptions, "obj/Judged.GlobalUsings.g.cs", Encoding.UTF8);

    // The shared framework of ASP.NET Core lies beside the one this runs on; where both hold an assembly, projects get the one of the former.
    private static IEnumerable<MetadataReference> WebAssemblies()
    {
        var shared = Directory.GetParent(s_framework)!.Parent!.FullName;
        var web = Path.Combine(shared, "Microsoft.AspNetCore.App");
        var version = Directory.EnumerateDirectories(web).Where(path => Path.GetFileName(path).StartsWith($"{Environment.Version.Major}.", StringComparison.Ordinal)).Max(StringComparer.Ordinal)
            ?? throw new DirectoryNotFoundException($"There is no ASP.NET Core {Environment.Version.Major} in {web}.");
        var names = Directory.EnumerateFiles(s_framework, "*.dll").Select(Path.GetFileName).ToHashSet();
        return Directory.EnumerateFiles(version, "*.dll").Where(path => !names.Contains(Path.GetFileName(path)) && IsManaged(path)).Select(path => MetadataReference.CreateFromFile(path));
    }

    private static IEnumerable<MetadataReference> AssembliesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.dll").Where(IsManaged).Select(path => MetadataReference.CreateFromFile(path));

    private static bool IsManaged(string path)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        return file.HasMetadata;
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;

    private readonly record struct ProjectKind(bool Web, bool Picard, bool Library, bool Program);

    private sealed class ScanText(string path, SourceText text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => text;
    }
}
