using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Picard.Gen.Generators;

namespace Picard.Benchmarks;

/// <summary>What one edit costs in a project of 1,000 handlers, 1,000 types that they send and receive, and 3,000 other files: CPU time and allocation of the generator driver.</summary>
internal static class GeneratorCommand
{
    public const string Help = """
        usage: generator
          CPU milliseconds of the process and MiB allocated by one edit, medians of 60 after 400 to warm up: another file, a handler's method body, a handler's route, a member of a JSON type.
          Goal: 10 ms and 6 MiB.
        """;

    private const int Handlers = 1_000;
    private const int Others = 4_000;
    private const int Edits = 60;

    // As long as the JIT still compiles in the background, it is measured too.
    private const int WarmUp = 400;

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    public static int Run()
    {
        Console.WriteLine($"{Handlers:N0} handlers with {Handlers:N0} JSON types, {Others - Handlers:N0} other files");
        foreach (var kind in new[] { "another file", "a method body", "a route", "a JSON member" })
        {
            Measure(kind);
        }

        return 0;
    }

    private static void Measure(string kind)
    {
        var trees = new List<SyntaxTree> { Parse("using Picard; namespace App; [Application] public partial class Everything;", "app.cs") };
        trees.AddRange(Enumerable.Range(0, Handlers).Select(static i => Parse(Handler(i, 0, ""), $"h{i}.cs")));
        trees.AddRange(Enumerable.Range(0, Others).Select(static i => Parse(Other(i, 0, ""), $"o{i}.cs")));
        var compilation = CSharpCompilation.Create("benchmark", trees, options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new HandlerGenerator().AsSourceGenerator()], parseOptions: s_options);
        var cold = Stopwatch.StartNew();
        driver = driver.RunGenerators(compilation);
        Console.WriteLine($"{kind}: first run {cold.Elapsed.TotalMilliseconds:F0} ms, {driver.GetRunResult().GeneratedTrees.Length:N0} files");

        var milliseconds = new List<double>();
        var bytes = new List<long>();
        var random = new Random(1);
        for (var edit = 1; edit <= WarmUp + Edits; edit++)
        {
            var isOther = kind is "another file" or "a JSON member";
            var i = random.Next(kind == "another file" ? Others : Handlers);
            var old = compilation.SyntaxTrees[1 + i + (isOther ? Handlers : 0)];
            var text = isOther ? Other(i, edit, kind == "a JSON member" ? $"int M{edit}, " : "") : Handler(i, kind == "a method body" ? edit : 0, kind == "a route" ? $"/r{edit}" : "");
            var tree = Parse(text, old.FilePath);
            compilation = compilation.ReplaceSyntaxTree(old, tree);

            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var before = Environment.CpuUsage.TotalTime;
            driver = driver.RunGenerators(compilation);
            var elapsed = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            if (edit > WarmUp)
            {
                milliseconds.Add(elapsed);
                bytes.Add(GC.GetAllocatedBytesForCurrentThread() - allocated);
            }
        }

        milliseconds.Sort();
        bytes.Sort();
        Console.WriteLine($"  one edit: {milliseconds[Edits / 2]:F1} ms CPU (p95 {milliseconds[Edits * 95 / 100]:F1}), {bytes[Edits / 2] / 1048576.0:F2} MiB");
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
