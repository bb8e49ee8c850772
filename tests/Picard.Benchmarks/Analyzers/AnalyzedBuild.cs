using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Benchmarks;

/// <summary>What all rules cost in a whole build: processes that do the work of one with and without them.</summary>
internal static class AnalyzedBuild
{
    /// <summary>The command of such a process. Each build has a new one, as a compiler has that is not kept running: nothing is compiled or cached before.</summary>
    public const string Name = "analyzers-build";

    private const string WithRules = "with-rules";
    private const string Alone = "alone";
    private const double GoalSeconds = 10;
    private const int Dearest = 12;

    /// <summary>Runs pairs of processes, one after the other, and writes what the rules take. What else the machine does meanwhile weighs on both of a pair.</summary>
    public static void Compare(int pairs)
    {
        var (alone, withRules, own) = (new List<double>(), new List<double>(), new List<double>());
        var rules = new Dictionary<string, List<double>>();
        for (var i = 0; i < pairs; i++)
        {
            alone.Add(Start(Alone).Seconds);
            var build = Start(WithRules);
            withRules.Add(build.Seconds);
            own.Add(build.Seconds - alone[i]);
            foreach (var (name, milliseconds) in build.Rules)
            {
                if (!rules.TryGetValue(name, out var figures))
                {
                    rules.Add(name, figures = []);
                }

                figures.Add(milliseconds);
            }
        }

        if (pairs > 0)
        {
            Console.WriteLine();
            Console.WriteLine($"{"whole build, s CPU",-28} {"median",8} {"least",8} {"most",8}");
            Write("the compiler alone", alone);
            Write("with all rules", withRules);
            Write("ours", own);
            Console.WriteLine($"  goal {GoalSeconds} s: {(Statistics.Median(own) <= GoalSeconds ? "reached" : "missed")}");
            Console.WriteLine();
            Console.WriteLine("the dearest rules of these builds, ms");
            foreach (var (name, milliseconds) in rules.Select(static pair => (pair.Key, Statistics.Median(pair.Value))).OrderByDescending(static rule => rule.Item2).Take(Dearest))
            {
                Console.WriteLine($"  {name,-28} {milliseconds,8:F0}");
            }
        }
    }

    /// <summary>Does one build's work, and writes its CPU seconds, then each rule with its milliseconds.</summary>
    public static int Run(string kind)
    {
        var compilation = new AnalyzedProject().Compilation;
        var before = Environment.CpuUsage.TotalTime;
        if (kind == Alone)
        {
            _ = compilation.GetDiagnostics();
            Write(Environment.CpuUsage.TotalTime - before);
            return 0;
        }

        var analysis = compilation.WithAnalyzers(AnalyzersCommand.All, AnalyzersCommand.Options());
        _ = analysis.GetAllDiagnosticsAsync().Result;
        Write(Environment.CpuUsage.TotalTime - before);
        foreach (var analyzer in AnalyzersCommand.All)
        {
            var telemetry = analysis.GetAnalyzerTelemetryInfoAsync(analyzer, default).Result;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{analyzer.GetType().Name} {telemetry.ExecutionTime.TotalMilliseconds}"));
        }

        return 0;
    }

    private static void Write(TimeSpan cpu) => Console.WriteLine(cpu.TotalSeconds.ToString(CultureInfo.InvariantCulture));

    private static void Write(string name, List<double> seconds) => Console.WriteLine($"{name,-28} {Statistics.Median(seconds),8:F1} {seconds.Min(),8:F1} {seconds.Max(),8:F1}");

    private static (double Seconds, List<(string Name, double Milliseconds)> Rules) Start(string kind)
    {
        var lines = Tool.Run("dotnet", typeof(AnalyzedBuild).Assembly.Location, Name, kind).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rules = lines.Skip(1).Select(static line => line.Split(' ')).Select(static words => (words[0], double.Parse(words[1], CultureInfo.InvariantCulture)));
        return (double.Parse(lines[0], CultureInfo.InvariantCulture), rules.ToList());
    }
}
