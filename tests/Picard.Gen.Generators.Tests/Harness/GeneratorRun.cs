using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>The generator over sources, with its steps tracked, from edit to edit.</summary>
internal sealed class GeneratorRun
{
    private readonly CSharpGeneratorDriver _driver;

    private GeneratorRun(CSharpGeneratorDriver driver, CSharpCompilation compilation)
    {
        var before = driver.GetRunResult().Results
            .SelectMany(static r => r.GeneratedSources.IsDefault ? [] : r.GeneratedSources)
            .Select(static s => s.SourceText)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        _driver = (CSharpGeneratorDriver)driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        Compilation = compilation;
        Output = output;
        Result = _driver.GetRunResult();
        Written = [.. Result.Results.Single().GeneratedSources.Where(s => !before.Contains(s.SourceText)).Select(static s => s.HintName)];
    }

    /// <summary>The files that this run wrote; the others are those of the run before.</summary>
    public IReadOnlyList<string> Written { get; }

    public CSharpCompilation Compilation { get; }

    /// <summary>The compilation with the emitted files.</summary>
    public Compilation Output { get; }

    public GeneratorDriverRunResult Result { get; }

    public static GeneratorRun Over(params string[] sources) => OverReferences([], sources);

    /// <summary>The generator over sources that see more assemblies than the runtime's.</summary>
    public static GeneratorRun OverReferences(MetadataReference[] references, params string[] sources) => new(
        CSharpGeneratorDriver.Create(
            [new HandlerGenerator().AsSourceGenerator()],
            parseOptions: TestCompilation.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)),
        TestCompilation.Create(OutputKind.DynamicallyLinkedLibrary, sources).AddReferences(references));

    /// <summary>The generator in a build with properties that are visible to it.</summary>
    public static GeneratorRun WithProperty(string name, string value, params string[] sources) => new(
        CSharpGeneratorDriver.Create(
            [new HandlerGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions, optionsProvider: new BuildProperty(name, value)),
        TestCompilation.Create(OutputKind.DynamicallyLinkedLibrary, sources));

    /// <summary>Replaces the text of one source and runs again.</summary>
    public GeneratorRun Edit(int source, Func<string, string> edit)
    {
        var old = Compilation.SyntaxTrees[source];
        var text = edit(old.ToString());
        Assert.NotEqual(old.ToString(), text);
        return new GeneratorRun(_driver, Compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions, old.FilePath)));
    }

    /// <summary>Adds a source and runs again.</summary>
    public GeneratorRun Add(string text) =>
        new(_driver, Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions, "Added.cs")));

    /// <summary>Why each output of a step is what it is, in order.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string step) =>
        Result.Results.Single().TrackedSteps[step].SelectMany(static s => s.Outputs).Select(static o => o.Reason);

    /// <summary>The emitted files whose text was written in this run.</summary>
    public IEnumerable<IncrementalStepRunReason> Files() =>
        Result.Results.Single().TrackedOutputSteps.SelectMany(static s => s.Value).SelectMany(static s => s.Outputs).Select(static o => o.Reason);

    /// <summary>Warnings and errors of the whole, emitted files included; but sources in tests need no documentation.</summary>
    public IEnumerable<Diagnostic> Problems() => Output.GetDiagnostics()
        .Where(static d => d.Severity >= DiagnosticSeverity.Warning && !(d.Id == "CS1591" && !d.Location.SourceTree!.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)));

    public string File(string hintName) => Result.Results.Single().GeneratedSources.Single(s => s.HintName == hintName).SourceText.ToString();

    public IEnumerable<string> HintNames => Result.Results.Single().GeneratedSources.Select(static s => s.HintName);
}
