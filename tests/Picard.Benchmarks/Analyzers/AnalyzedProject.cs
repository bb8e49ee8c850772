using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Picard.Benchmarks;

/// <summary>1,000 handlers with a store and helpers each, so that there are calls to follow, and 4,000 files of other code, from edit to edit.</summary>
internal sealed class AnalyzedProject
{
    private const int Handlers = 1_000;
    private const int Others = 4_000;

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    private readonly Random _random = new(1);
    private int _version;

    public AnalyzedProject()
    {
        var trees = new List<SyntaxTree> { Parse("using Picard; namespace App; [Application] public partial class Everything;", "app.cs") };
        trees.AddRange(Enumerable.Range(0, Handlers).Select(static i => Parse(Handler(i, 0), $"h{i}.cs")));
        trees.AddRange(Enumerable.Range(0, Others - 1).Select(static i => Parse(Other(i), $"o{i}.cs")));
        Compilation = CSharpCompilation.Create("benchmark", trees, References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    public CSharpCompilation Compilation { get; private set; }

    /// <summary>Another method body of a handler: the other trees stay, the compilation is a new one.</summary>
    public SyntaxTree Edit()
    {
        var i = _random.Next(Handlers);
        var old = Compilation.SyntaxTrees[1 + i];
        var tree = Parse(Handler(i, ++_version), old.FilePath);
        Compilation = Compilation.ReplaceSyntaxTree(old, tree);
        return tree;
    }

    private static IEnumerable<MetadataReference> References()
    {
        string[] ours = ["Picard.Http", "Picard.Gen"];
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework || ours.Contains(Path.GetFileNameWithoutExtension(path)))
            .Select(static path => MetadataReference.CreateFromFile(path));
    }

    private static SyntaxTree Parse(string text, string path)
    {
        var tree = CSharpSyntaxTree.ParseText(text, s_options, path);
        _ = tree.GetRoot();
        return tree;
    }

    // Every fourth handler blocks in its store, which is in another file.
    private static string Handler(int i, int version) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Picard;

        namespace App.N{{i % 20}};

        [Handler]
        public partial class Handler{{i}}(Store{{i}} store)
        {
            [Get("/a{{i}}/{id:int}")]
            private async ValueTask<string?> Get(int id, CancellationToken aborted)
            {
                var count = {{version}};
                for (var k = 0; k < count; k++) { count -= Check(k + id); }
                var found = await store.FindAsync(id, aborted);
                return found is null ? null : $"{found.Name} {count}";
            }

            [Post("/a{{i}}")]
            private StatusCode Post(string name, int page = 1, [Header("accept")] string? accept = null) { store.Add(new Dto{{i}}(page, name, null, default)); return StatusCode.Ok; }

            [Get("/b{{i}}")]
            private string Index() => string.Join(", ", store.Names().Where(static name => name.Length > {{version}}));

            [Put("/b{{i}}")]
            private Dto{{i}} Put(Dto{{i}} content) => store.{{(i % 4 == 0 ? "Save" : "Keep")}}(content);

            private static int Check(int value) => value > 10 ? Check(value / 2) : 1;
        }
        """;

    private static string Other(int i) => i < Handlers ? Store(i) : $$"""
        using System;
        using System.Collections.Generic;

        namespace App.N{{i % 20}};

        public partial class Service{{i}}
        {
            private readonly Dictionary<string, int> _known = [];
            private int _x;
            public int P { get; set; }
            public int M(int a) { var s = 1; for (var k = 0; k < a; k++) { s += k * a; if (s > 100) { s -= 7; } } return s + _x; }
            public string Q(string z) => z.Trim() + P;
            public int Known(string name) { lock (_known) { return _known.TryGetValue(name, out var value) ? value : _known[name] = M(name.Length); } }
            public void Each(Action<string> action) { foreach (var name in _known.Keys) { action(name); } }
        }
        """;

    private static string Store(int i) => $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        namespace App.N{{i % 20}};

        public sealed record Dto{{i}}(int Id, string Name, List<Dto{{i}}>? Next, DateTime When);

        public interface IStore{{i}} { Dto{{i}} Save(Dto{{i}} value); }

        public class Store{{i}} : IStore{{i}}
        {
            private readonly Channel<Dto{{i}}> _added = Channel.CreateBounded<Dto{{i}}>(16);
            private readonly Dictionary<int, Dto{{i}}> _values = [];

            public async ValueTask<Dto{{i}}?> FindAsync(int id, CancellationToken token)
            {
                using var stream = new FileStream("values", FileMode.Open);
                var octets = new byte[16];
                var read = await stream.ReadAsync(octets, token);
                return read > 0 && _values.TryGetValue(id, out var found) ? found : null;
            }

            public void Add(Dto{{i}} value) { if (_added.Writer.TryWrite(value)) { lock (_values) { _values[value.Id] = value; } } }

            public IEnumerable<string> Names() { foreach (var value in _values.Values) { yield return value.Name; } }

            public Dto{{i}} Keep(Dto{{i}} value) => Checked(value, static kept => kept.Id > 0);

            public virtual Dto{{i}} Save(Dto{{i}} value) { Write(value.Name); return Keep(value); }

            private static void Write(string name) => File.WriteAllText("values", name);

            private static Dto{{i}} Checked(Dto{{i}} value, Func<Dto{{i}}, bool> check) => check(value) ? value : throw new ArgumentException("No value.", nameof(value));
        }
        """;
}
