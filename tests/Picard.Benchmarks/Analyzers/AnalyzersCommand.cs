using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Benchmarks;

/// <summary>What all rules together cost in a project of 1,000 handlers in 5,000 files: one edit, as an editor looks at it, and a whole build.</summary>
internal static class AnalyzersCommand
{
    public const string Help = """
        usage: analyzers [--edits N]
          Milliseconds from an edit of a handler's method body to all diagnostics of that document, by all rules together, as an editor asks for them: a new compilation that shares the other trees,
          a semantic model and syntax of the edited one. Wall-clock time and CPU time of the process, median and 95th percentile of N edits (default 60) after as many until they are steady.
          Before it the floor: the compiler's own diagnostics of the same document after the same edit, which an editor computes with or without rules.
          Then the CPU seconds of a whole build's analysis: all rules over all files, what is left after the compiler's own work.
          Goal: 150 ms an edit, 10 s a build.
        """;

    private const double GoalMilliseconds = 150;
    private const double GoalSeconds = 10;
    private const int WarmUp = 30;

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(Gen.Analyzers.TypeAnalyzer).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!).OrderBy(static analyzer => analyzer.GetType().Name, StringComparer.Ordinal),
    ];

    public static int Run(ReadOnlySpan<string> arguments)
    {
        var edits = arguments switch
        {
            [] => 60,
            ["--edits", var text] when int.TryParse(text, out var number) && number > 0 => number,
            _ => throw new UsageException(Help),
        };
        var project = new AnalyzedProject();
        var build = project.Compilation;
        Console.WriteLine($"{s_analyzers.Length} analyzers, {build.SyntaxTrees.Length:N0} files");

        _ = Measure(project, [], WarmUp);
        var floor = Measure(project, [], edits);
        _ = Measure(project, s_analyzers, WarmUp);
        var ours = Measure(project, s_analyzers, edits);
        Console.WriteLine($"{"edit of a method body",-28} {"ms",8} {"p95",8} {"ms CPU",8}  diagnostics");
        Write("the compiler alone", floor);
        Write("with all rules", ours);
        var (own, verdict) = (ours.Median - floor.Median, ours.Median - floor.Median <= GoalMilliseconds ? "reached" : "missed");
        Console.WriteLine($"  ours {own:F1} ms, the compiler's {floor.Median:F1}; goal {GoalMilliseconds} ms: {verdict}");

        Build(build);
        return 0;
    }

    private static void Write(string name, Cost cost) => Console.WriteLine($"{name,-28} {cost.Median,8:F1} {cost.Worst,8:F1} {cost.Cpu,8:F1}  {cost.Diagnostics,11}");

    private static Cost Measure(AnalyzedProject project, ImmutableArray<DiagnosticAnalyzer> analyzers, int edits)
    {
        var (times, cpu, diagnostics) = (new List<double>(), new List<double>(), 0);
        for (var i = 0; i < edits; i++)
        {
            var tree = project.Edit();
            var (before, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            diagnostics = Diagnose(project.Compilation, tree, analyzers);
            times.Add(watch.Elapsed.TotalMilliseconds);
            cpu.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        times.Sort();
        cpu.Sort();
        return new Cost(times[edits / 2], times[edits * 95 / 100], cpu[edits / 2], diagnostics);
    }

    private static int Diagnose(Compilation compilation, SyntaxTree tree, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var model = compilation.GetSemanticModel(tree);
        var count = model.GetDiagnostics().Length;
        if (analyzers.IsEmpty)
        {
            return count;
        }

        var driver = compilation.WithAnalyzers(analyzers, Options());
        return count + driver.GetAnalyzerSyntaxDiagnosticsAsync(tree, default).Result.Length + driver.GetAnalyzerSemanticDiagnosticsAsync(model, null, default).Result.Length;
    }

    private static void Build(CSharpCompilation project)
    {
        // Trees, references and what is cached of them are shared; symbols and bound code are not, as in a build.
        _ = project.Clone().GetDiagnostics();
        var floor = Cpu(() => project.Clone().GetDiagnostics());

        // A build asks for the compiler's diagnostics and the rules' together, and once, in a fresh process: the first pass has the just-in-time compilation and empty caches in it, and is the one that counts.
        var first = Cpu(() => _ = project.Clone().WithAnalyzers(s_analyzers, Options()).GetAllDiagnosticsAsync().Result);
        var analysis = project.Clone().WithAnalyzers(s_analyzers, Options());
        AnalysisResult? result = null;
        var second = Cpu(() => result = analysis.GetAnalysisResultAsync(default).Result);
        Console.WriteLine();
        Console.WriteLine($"{"whole build",-28} {"s CPU",8}");
        Console.WriteLine($"{"the compiler alone",-28} {floor.TotalSeconds,8:F1}");
        Console.WriteLine($"{"with all rules",-28} {first.TotalSeconds,8:F1}");
        Console.WriteLine($"{"the rules alone, again",-28} {second.TotalSeconds,8:F1}");
        var own = first.TotalSeconds - floor.TotalSeconds;
        Console.WriteLine($"  ours {own:F1} s, the compiler's {floor.TotalSeconds:F1}; goal {GoalSeconds} s: {(own <= GoalSeconds ? "reached" : "missed")}");
        Console.WriteLine();
        Console.WriteLine("the dearest rules of that build, ms");
        foreach (var (analyzer, telemetry) in result!.AnalyzerTelemetryInfo.OrderByDescending(static pair => pair.Value.ExecutionTime).Take(8))
        {
            Console.WriteLine($"  {analyzer.GetType().Name,-28} {telemetry.ExecutionTime.TotalMilliseconds,8:F0}");
        }
    }

    private static TimeSpan Cpu(Action action)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        action();
        return Environment.CpuUsage.TotalTime - before;
    }

    private static CompilationWithAnalyzersOptions Options() => new(
        new AnalyzerOptions([]),
        static (exception, analyzer, _) => throw new InvalidOperationException($"{analyzer.GetType().Name} failed", exception),
        concurrentAnalysis: true,
        logAnalyzerExecutionTime: true);

    private sealed record Cost(double Median, double Worst, double Cpu, int Diagnostics);
}
