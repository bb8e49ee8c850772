using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Benchmarks;

/// <summary>What all rules cost in a whole build: first in a compiler that is kept running between builds, as <c>dotnet build</c> keeps it, then in one that is started for it.</summary>
internal static partial class AnalyzedBuild
{
    private const double GoalSeconds = 10;
    private const int Dearest = 8;

    /// <summary>Passes over a project in this process, which has done edits of it before: the code of the compiler and of the rules is compiled, what they know of the project is not kept.</summary>
    public static void CompareKept(CSharpCompilation project, int pairs)
    {
        var (alone, withRules, allocated) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < pairs; i++)
        {
            var compiler = Pass(() => project.Clone().GetDiagnostics());
            var both = Pass(() => _ = project.Clone().WithAnalyzers(AnalyzersCommand.All, AnalyzersCommand.Options()).GetAllDiagnosticsAsync().Result);
            alone.Add(compiler.Seconds);
            withRules.Add(both.Seconds);
            allocated.Add(both.Gigabytes - compiler.Gigabytes);
        }

        Write("whole build, compiler kept running, s CPU", alone, withRules);
        Console.WriteLine($"  ours allocate {Statistics.Median(allocated):F2} GB, whatever else the machine does");
    }

    /// <summary>Pairs of runs of the SDK's compiler, with and without rules. What else the machine does meanwhile weighs on both of a pair.</summary>
    public static void CompareStarted(CSharpCompilation project, int pairs)
    {
        var folder = Directory.CreateTempSubdirectory("picard-analyzers-");
        try
        {
            var command = Write(project, folder.FullName);
            var (alone, withRules, rules) = (new List<double>(), new List<double>(), new List<(string Name, double Seconds)>());
            for (var i = 0; i < pairs; i++)
            {
                alone.Add(Compile(command).Seconds);
                var build = Compile([.. command, $"/analyzer:{typeof(Gen.Analyzers.TypeAnalyzer).Assembly.Location}", "/reportanalyzer"]);
                withRules.Add(build.Seconds);
                rules.AddRange(RuleLine.Matches(build.Output).Select(static line => (line.Groups["name"].Value, double.Parse(line.Groups["seconds"].Value, CultureInfo.InvariantCulture))));
            }

            Write("whole build, compiler started for it, s CPU", alone, withRules);
            Console.WriteLine();
            Console.WriteLine("the dearest rules of these builds, s");
            foreach (var (name, seconds) in rules.GroupBy(static rule => rule.Name, static rule => rule.Seconds)
                .Select(static rule => (rule.Key, Statistics.Median(rule))).OrderByDescending(static rule => rule.Item2).Take(Dearest))
            {
                Console.WriteLine($"  {name,-42} {seconds,8:F1}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"^\s*<?(?<seconds>\d+\.\d+)\s.*\.(?<name>\w+Analyzer) \(", RegexOptions.Multiline)]
    private static partial Regex RuleLine { get; }

    private static (double Seconds, double Gigabytes) Pass(Action action)
    {
        GC.Collect();
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        action();
        return ((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, (GC.GetTotalAllocatedBytes() - bytes) / 1e9);
    }

    /// <summary>Writes the project's files, and the arguments of the compiler.</summary>
    private static string[] Write(CSharpCompilation project, string folder)
    {
        foreach (var tree in project.SyntaxTrees)
        {
            File.WriteAllText(Path.Combine(folder, tree.FilePath), tree.ToString());
        }

        // What a rule says is an error to it; an error would end the build before the assembly is written.
        var severities = Path.Combine(folder, "rules.globalconfig");
        File.WriteAllText(severities, "is_global = true\n" + string.Concat(AnalyzersCommand.All.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Where(static rule => rule.DefaultSeverity == DiagnosticSeverity.Error)
            .Select(static rule => $"dotnet_diagnostic.{rule.Id}.severity = warning\n").Distinct()));
        var sdk = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "sdk", Tool.Run("dotnet", "--version").Trim());
        return
        [
            Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"), "/noconfig", "/nostdlib", "/nologo", "/target:library", "/langversion:latest", "/nullable:enable", "/preferreduilang:en-US",
            "/nowarn:CS0649", $"/analyzerconfig:{severities}", $"/out:{Path.Combine(folder, "app.dll")}", .. project.References.Select(static reference => $"/reference:{reference.Display}"), Path.Combine(folder, "*.cs"),
        ];
    }

    private static (double Seconds, string Output) Compile(string[] command)
    {
        var before = ProcStat.EndedChildrenTicks(File.ReadAllText("/proc/self/stat"));
        using var process = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true }) ?? throw new UsageException("The compiler does not start.");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? ((ProcStat.EndedChildrenTicks(File.ReadAllText("/proc/self/stat")) - before) * ProcStat.MicrosecondsPerTick / 1e6, output)
            : throw new UsageException($"The compiler failed: {output}");
    }

    private static void Write(string title, List<double> alone, List<double> withRules)
    {
        var own = withRules.Zip(alone, static (both, compiler) => both - compiler).ToList();
        Console.WriteLine();
        Console.WriteLine($"{title,-44} {"median",8} {"least",8} {"most",8}");
        Write("the compiler alone", alone);
        Write("with all rules", withRules);
        Write("ours", own);
        Console.WriteLine($"  goal {GoalSeconds} s: {(Statistics.Median(own) <= GoalSeconds ? "reached" : "missed")}");
    }

    private static void Write(string name, List<double> seconds) => Console.WriteLine($"{name,-44} {Statistics.Median(seconds),8:F1} {seconds.Min(),8:F1} {seconds.Max(),8:F1}");
}
