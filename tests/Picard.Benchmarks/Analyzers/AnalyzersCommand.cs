using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Benchmarks;

/// <summary>What all rules together cost in a project of 1,000 handlers in 5,000 files: one edit, as an editor looks at it, and a whole build.</summary>
internal static class AnalyzersCommand
{
    public const string Help = """
        usage: analyzers [--edits N] [--builds N]
          Milliseconds from an edit of a handler's method body to all diagnostics of that document, by all rules together, as an editor asks for them: a new compilation that shares the other trees,
          a semantic model and syntax of the edited one. Wall-clock time and CPU time of the process, median and 95th percentile of N edits (default 60) after as many until they are steady.
          Before it the floor: the compiler's own diagnostics of the same document after the same edit, which an editor computes with or without rules.
          Then the CPU seconds of a whole build's analysis: all diagnostics of all files with rules, less the compiler's alone, in this process, where all code is compiled by now.
          Then the same of runs of the SDK's compiler, each a new process that has the rules to compile first. Median, least and most of N pairs each (default 3; 0: none), one after the other.
          Goal: 150 ms an edit, 10 s a build.
        """;

    private const double GoalMilliseconds = 150;
    private const int WarmUp = 30;

    /// <summary>One of each, by name.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
    [
        .. typeof(Gen.Analyzers.TypeAnalyzer).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!).OrderBy(static analyzer => analyzer.GetType().Name, StringComparer.Ordinal),
    ];

    public static CompilationWithAnalyzersOptions Options() => new(
        new AnalyzerOptions([]),
        static (exception, analyzer, _) => throw new InvalidOperationException($"{analyzer.GetType().Name} failed", exception),
        concurrentAnalysis: true,
        logAnalyzerExecutionTime: true);

    public static int Run(ReadOnlySpan<string> arguments)
    {
        var (edits, builds) = (60, 3);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], out var number) || number < 0)
            {
                throw new UsageException(Help);
            }

            switch (arguments[i])
            {
                case "--edits" when number > 0: edits = number; break;
                case "--builds": builds = number; break;
                default: throw new UsageException(Help);
            }
        }

        var project = new AnalyzedProject();
        var build = project.Compilation;
        Edit(project, edits);
        if (builds > 0)
        {
            AnalyzedBuild.CompareKept(build, builds);
            AnalyzedBuild.CompareStarted(build, builds);
        }

        return 0;
    }

    private static void Edit(AnalyzedProject project, int edits)
    {
        Console.WriteLine($"{All.Length} analyzers, {project.Compilation.SyntaxTrees.Length:N0} files");

        _ = Measure(project, [], WarmUp);
        var floor = Measure(project, [], edits);
        _ = Measure(project, All, WarmUp);
        var ours = Measure(project, All, edits);
        Console.WriteLine($"{"edit of a method body",-28} {"ms",8} {"p95",8} {"ms CPU",8}  diagnostics");
        Write("the compiler alone", floor);
        Write("with all rules", ours);
        var (own, verdict) = (ours.Median - floor.Median, ours.Median - floor.Median <= GoalMilliseconds ? "reached" : "missed");
        Console.WriteLine($"  ours {own:F1} ms, the compiler's {floor.Median:F1}; goal {GoalMilliseconds} ms: {verdict}");
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

    private sealed record Cost(double Median, double Worst, double Cpu, int Diagnostics);
}
