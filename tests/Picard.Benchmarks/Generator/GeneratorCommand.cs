using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Picard.Gen.Generators;

namespace Picard.Benchmarks;

/// <summary>What one edit costs in a project of 1,000 handlers, 1,000 types that they send and receive, and 3,000 other files: CPU time and allocation of the generator driver.</summary>
internal static class GeneratorCommand
{
    public const string Help = """
        usage: generator
          CPU milliseconds of the thread that runs the driver and MiB allocated by one edit, medians of 60 after as many as it takes until they are steady:
          another file, a handler's method body, a handler's route, a member of a JSON type.
          Before them the floor, which is the driver's: a generator that emits nothing, and one that emits as many files as ours under the same names, none of which ever changes.
          Goal: 10 ms and 6 MiB.
        """;

    private const int Handlers = 1_000;
    private const int Others = 4_000;
    private const int Edits = 60;

    // As long as the JIT still recompiles, a round costs less than the one before it. A machine with much else to do never comes to rest.
    private const int Round = 30;
    private const int MaxRounds = 12;
    private const double Steady = 0.06;

    private const double GoalMilliseconds = 10;
    private const double GoalMebibytes = 6;

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    private enum Edit
    {
        AnotherFile,
        MethodBody,
        Route,
        JsonMember,
    }

    public static int Run()
    {
        Console.WriteLine($"{Handlers:N0} handlers with {Handlers:N0} JSON types, {Others - Handlers:N0} other files");
        Console.WriteLine($"{"edit of",-34} {"ms CPU",8} {"p95",6} {"MiB",6}  files  written  warm-up");
        var files = new Project(new HandlerGenerator()).FileNames;
        _ = Measure("nothing emitted", IdleGenerators.Empty, Edit.AnotherFile);
        var floor = Measure($"{files.Count:N0} idle files", IdleGenerators.WithFiles(files), Edit.AnotherFile);
        foreach (var (name, edit) in new[] { ("another file", Edit.AnotherFile), ("a method body", Edit.MethodBody), ("a route", Edit.Route), ("a JSON member", Edit.JsonMember) })
        {
            var (milliseconds, mebibytes) = Measure(name, new HandlerGenerator(), edit);
            var verdict = milliseconds <= GoalMilliseconds && mebibytes <= GoalMebibytes ? "reached" : "missed";
            Console.WriteLine($"  ours {milliseconds - floor.Milliseconds:F1} ms, the driver's {floor.Milliseconds:F1}; goal {GoalMilliseconds} ms and {GoalMebibytes} MiB: {verdict}");
        }

        return 0;
    }

    private static (double Milliseconds, double Mebibytes) Measure(string name, IIncrementalGenerator generator, Edit edit)
    {
        var project = new Project(generator);
        var (rounds, last) = (0, double.MaxValue);
        for (; rounds < MaxRounds; rounds++)
        {
            var (now, _, _) = project.Median(edit, Round);
            if (Math.Abs(now - last) <= Steady * last)
            {
                break;
            }

            last = now;
        }

        var (milliseconds, worst, mebibytes) = project.Median(edit, Edits);
        var before = project.Files;
        project.Apply(edit);
        var written = project.Files.Count(f => !before.Contains(f));
        Console.WriteLine($"{name,-34} {milliseconds,8:F2} {worst,6:F2} {mebibytes,6:F2}  {before.Count,5:N0}  {written,7}  {Round * rounds,7}");
        return (milliseconds, mebibytes);
    }

    /// <summary>The sources, and the driver over them from edit to edit.</summary>
    private sealed class Project
    {
        private readonly Random _random = new(1);
        private CSharpCompilation _compilation;
        private GeneratorDriver _driver;
        private int _version;

        public Project(IIncrementalGenerator generator)
        {
            var trees = new List<SyntaxTree> { Parse("using Picard; namespace App; [Application] public partial class Everything;", "app.cs") };
            trees.AddRange(Enumerable.Range(0, Handlers).Select(static i => Parse(Handler(i, 0, ""), $"h{i}.cs")));
            trees.AddRange(Enumerable.Range(0, Others).Select(static i => Parse(Other(i, 0, ""), $"o{i}.cs")));
            _compilation = CSharpCompilation.Create("benchmark", trees, options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
            _driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: s_options).RunGenerators(_compilation);
        }

        public IReadOnlyList<string> FileNames => [.. Sources.Select(static s => s.HintName)];

        /// <summary>The texts of the emitted files, each known by reference.</summary>
        public HashSet<object> Files => new(Sources.Select(static s => s.SourceText), ReferenceEqualityComparer.Instance);

        private IEnumerable<GeneratedSourceResult> Sources => _driver.GetRunResult().Results.Single().GeneratedSources;

        public (double Milliseconds, double Worst, double Mebibytes) Median(Edit edit, int edits)
        {
            var all = Enumerable.Range(0, edits).Select(_ => Apply(edit)).ToList();
            var milliseconds = all.ConvertAll(static one => one.Milliseconds);
            var bytes = all.ConvertAll(static one => one.Bytes);
            milliseconds.Sort();
            bytes.Sort();
            return (milliseconds[edits / 2], milliseconds[edits * 95 / 100], bytes[edits / 2] / 1048576.0);
        }

        public (double Milliseconds, long Bytes) Apply(Edit edit)
        {
            _version++;
            var i = _random.Next(edit == Edit.AnotherFile ? Others : Handlers);
            var old = _compilation.SyntaxTrees[1 + i + (edit is Edit.AnotherFile or Edit.JsonMember ? Handlers : 0)];
            var text = edit switch
            {
                Edit.AnotherFile => Other(i, _version, ""),
                Edit.JsonMember => Other(i, _version, $"int M{_version}, "),
                Edit.MethodBody => Handler(i, _version, ""),
                _ => Handler(i, 0, $"/r{_version}"),
            };
            var compilation = _compilation.ReplaceSyntaxTree(old, Parse(text, old.FilePath));
            _compilation = compilation;

            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var before = ThreadClock.Now;
            _driver = _driver.RunGenerators(compilation);
            var elapsed = ThreadClock.Now - before;
            return (elapsed.TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }
    }

    private static SyntaxTree Parse(string text, string path)
    {
        var tree = CSharpSyntaxTree.ParseText(text, s_options, path);
        _ = tree.GetRoot();
        return tree;
    }

    private static string Handler(int i, int version, string route) => $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Picard;

        namespace App.N{{i % 20}};

        [Handler]
        public partial class Handler{{i}}(IServiceProvider services)
        {
            [Get("/a{{i}}{{route}}/{id:int}")]
            private ValueTask<string?> Get(int id, CancellationToken aborted)
            {
                var count = {{version}};
                for (var k = 0; k < count; k++) { Console.WriteLine(k + count + id); }
                return new(services.ToString());
            }

            [Post("/a{{i}}")]
            private StatusCode Post(string name, int page = 1, [Header("accept")] string? accept = null) { var count = {{version}}; return StatusCode.Ok; }

            [Get("/b{{i}}")]
            private string Index() => "Hello";

            [Put("/b{{i}}")]
            private Dto{{i}} Put(Dto{{i}} content) => content;
        }
        """;

    private static string Other(int i, int version, string member) => $$"""
        using System;
        using System.Collections.Generic;

        namespace App.N{{i % 20}};

        public sealed record Dto{{i}}({{member}}int Id, string Name, List<Dto{{i / 2}}>? Next, DateTime When);

        public partial class Service{{i}}
        {
            private int _x;
            public int P { get; set; }
            public int M(int a) { var s = {{version}}; for (var k = 0; k < a; k++) { s += k * a; if (s > 100) { s -= 7; } } return s + _x; }
            public string Q(string z) => z.Trim() + P;
        }
        """;
}
