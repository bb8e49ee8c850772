using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Picard.Gen.Tasks;

namespace Picard.Gen.Analyzers.Tests;

public sealed class ScanTests : IDisposable
{
    private const string Usings = """
        using System; using System.Collections.Generic; using System.Collections.Concurrent; using System.Data.Common; using System.IO; using System.Linq; using System.Net.Http; using System.Text; using System.Text.Json;
        using System.Threading; using System.Threading.Tasks;

        """;

    // What metadata and bodies are made of: nested and generic types, signatures, switches, state machines.
    private const string Everything = """
        public class Outer<T> { public class Inner { public T? One; public List<T[]> All = []; public virtual async Task<T?> Get(int i) { switch (i) { case 0: case 1: case 2: case 3: Thread.Sleep(i); break; } await Task.Yield(); return One; } } }
        public class Other : Outer<string>.Inner { public override Task<string?> Get(int i) => base.Get(i); public IEnumerable<string> Lines(string path) { foreach (var line in File.ReadAllLines(path)) { yield return line; } } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("picard-scan").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("public static void M() => Thread.Sleep(1);", "Thread.Sleep")]
    [InlineData("public static void M() => A(); static void A() => B(); static void B() => Thread.Sleep(1);", "C.A → C.B → Thread.Sleep")]
    [InlineData("public static string M(string path) => File.ReadAllText(path);", "File.ReadAllText")]
    [InlineData("public static int M() => Get().Result; static async Task<int> Get() { await Task.Delay(1); return 1; }", "Task.Result")]
    [InlineData("public static int M() => Get().GetAwaiter().GetResult(); static async Task<int> Get() { await Task.Delay(1); return 1; }", "TaskAwaiter.GetResult")]
    [InlineData("public static void M() => Get().ConfigureAwait(false).GetAwaiter().GetResult(); static Task Get() => Task.Delay(1);", "ConfiguredTaskAwaiter.GetResult")]
    [InlineData("public static int M() => Get().Result; static async ValueTask<int> Get() { await Task.Delay(1); return 1; }", "ValueTask.Result")]
    [InlineData("public static string M(HttpClient c) => c.GetStringAsync(\"a\").Result;", "Task.Result")]
    [InlineData("public static async Task M() { Thread.Sleep(1); await Task.Yield(); }", "Thread.Sleep")]
    [InlineData("public static async Task M() { await Task.Yield(); A(); } static void A() => File.ReadAllText(\"a\");", "C.A → File.ReadAllText")]
    [InlineData("public static async Task<int> M() { await Task.Yield(); return Get().GetAwaiter().GetResult(); } static async Task<int> Get() { await Task.Delay(1); return 1; }", "TaskAwaiter.GetResult")]
    [InlineData("public static IEnumerable<int> M() { Thread.Sleep(1); yield return 1; }", "Thread.Sleep")]
    [InlineData("public static void M() { foreach (var i in new[] { 1 }.Select(i => { Thread.Sleep(i); return i; })) { } }", "Thread.Sleep")]
    [InlineData("public static void M() => Run(() => Thread.Sleep(1)); static void Run(Action work) => work();", "Thread.Sleep")]
    [InlineData("static readonly SemaphoreSlim s_permits = new(1); public static void M() => s_permits.Wait();", "SemaphoreSlim.Wait")]
    [InlineData("public static string M() { using var reader = new StreamReader(\"a\"); return reader.ReadToEnd(); }", "TextReader.ReadToEnd")]
    [InlineData("public static int M() { using var file = File.OpenRead(\"a\"); return file.ReadByte(); }", "Stream.ReadByte")]
    [InlineData("public static IEnumerable<string> M() { using var reader = new StreamReader(\"a\"); while (reader.ReadLine() is { } line) { yield return line; } }", "TextReader.ReadLine")]
    [InlineData("public static int M(DbCommand command) => command.ExecuteNonQuery();", "DbCommand.ExecuteNonQuery")]
    [InlineData("static readonly ManualResetEventSlim s_event = new(); public static bool M() => s_event.Wait(TimeSpan.FromSeconds(1));", "ManualResetEventSlim.Wait")]
    [InlineData("public static void M() => Local(); ", "C.Local → Thread.Sleep", "static void Local() { Inner(); void Inner() => Thread.Sleep(1); }")]
    [InlineData("static IStore s_store = new Store(); public static void M() => s_store.Get();", "IStore.Get → Store.Get → File.ReadAllBytes", "interface IStore { void Get(); } sealed class Store : IStore { public void Get() => File.ReadAllBytes(\"a\"); }")]
    [InlineData("public static void M() => new D();", "new D → Thread.Sleep", "class D { public D() => Thread.Sleep(1); }")]
    [InlineData("public static int M() => P; static int P { get { Thread.Sleep(1); return 1; } }", "C.P → Thread.Sleep")]
    public void Method_ThatBlocks_HasAnEffectWithItsChain(string members, string chain, string others = "")
    {
        var effect = EffectOf(members + others);

        Assert.Equal(chain, effect?.Chain);
        Assert.Equal(EffectCondition.Always, effect!.Condition);
    }

    [Theory]
    [InlineData("public static int M() => 1;")]
    [InlineData("static readonly object s_lock = new(); static int s_count; public static void M() { lock (s_lock) { s_count++; } }")]
    [InlineData("public static async Task<int> M() { await Task.Delay(1); return await Get(); } static async Task<int> Get() { await Task.Yield(); return 1; }")]
    [InlineData("public static async ValueTask<int> M() { Task<int> a = Get(), b = Get(); await Task.WhenAll(a, b); return a.Result + b.Result; } static async Task<int> Get() { await Task.Yield(); return 1; }")]
    [InlineData("public static ValueTask<int> M() { var t = Get(); return t.IsCompletedSuccessfully ? new(t.Result) : new(t.AsTask()); } static ValueTask<int> Get() => new(1);")]
    [InlineData("public static Task M() => Task.Run(() => Thread.Sleep(1));")]
    [InlineData("public static void M() => new Thread(() => Thread.Sleep(1)).Start();")]
    [InlineData("static Settings? s_settings; public static Settings M() => s_settings ??= Load(); static Settings Load() { File.ReadAllText(\"a\"); return new(); }", "public class Settings;")]
    [InlineData("static readonly Lazy<string> s_text = new(() => File.ReadAllText(\"a\")); public static string M() => s_text.Value;")]
    [InlineData("static readonly string s_text = File.ReadAllText(\"a\"); public static string M() => s_text;")]
    [InlineData("static readonly SemaphoreSlim s_permits = new(1); public static bool M() => s_permits.Wait(0) && s_permits.Wait(TimeSpan.Zero);")]
    [InlineData("public static string M(string text) { using var reader = new StringReader(text); return reader.ReadToEnd(); }")]
    [InlineData("public static IEnumerable<string> M(string text) { using var reader = new StringReader(text); while (reader.ReadLine() is { } line) { yield return line; } }")]
    [InlineData("public static byte[] M(int v) { var s = new MemoryStream(); using (var w = new BinaryWriter(s)) { w.Write(v); } return s.ToArray(); }")]
    [InlineData("public static string M(byte[] b) { using var reader = new StreamReader(new MemoryStream(b)); return reader.ReadToEnd(); }")]
    [InlineData("public static int M(string text) => JsonSerializer.Deserialize<int>(text);")]
    [InlineData("public static int M() => Task.FromResult(1).Result;")]
    [InlineData("public static string M() { Console.WriteLine(\"a\"); return string.Join(',', new ConcurrentDictionary<int, int>().Select(p => p.Key)); }")]
    [InlineData("static readonly ReaderWriterLockSlim s_lock = new(); public static void M() { s_lock.EnterReadLock(); s_lock.ExitReadLock(); }")]
    [InlineData("static Action? s_action; public static void M() => s_action = () => Thread.Sleep(1);")]
    [InlineData("static IStore s_store = new Store(); public static void M() => s_store.Get();", "interface IStore { void Get(); } sealed class Store : IStore { public void Get() => File.ReadAllBytes(\"a\"); } sealed class None : IStore { public void Get() { } }")]
    [InlineData("public static void M() { if (Monitor.TryEnter(typeof(C))) Monitor.Exit(typeof(C)); }")]
    public void Method_ThatDoesNotBlock_HasNone(string members, string others = "") => Assert.Null(EffectOf(members + (others.Length == 0 ? "" : $"}} {others} class Other {{")));

    // Libraries share code between methods and their asynchronous twins, and decide by a flag.
    [Theory]
    [InlineData("public static Task<int> M(Stream s) => Read(s, true); static async Task<int> Read(Stream s, bool isAsync) { if (isAsync) { return await s.ReadAsync(new byte[1]); } else { return File.ReadAllBytes(\"a\")[0]; } }")]
    [InlineData("public static Task<int> M(string p) => Read(p, false); static async Task<int> Read(string p, bool waits) => waits ? File.ReadAllBytes(p)[0] : (await File.ReadAllBytesAsync(p))[0];")]
    [InlineData("public static async ValueTask M() => await Outer(true); static async ValueTask Outer(bool isAsync) => await Inner(1, isAsync); static async ValueTask Inner(int i, bool isAsync) { if (isAsync) { await Task.Delay(i); return; } Thread.Sleep(i); }")]
    [InlineData("public static ValueTask M() => Wait(!false); static ValueTask Wait(bool isAsync) { if (!isAsync) { Thread.Sleep(1); return default; } return new(Task.Delay(1)); }")]
    [InlineData("public static Task M(bool isAsync) => Wait(isAsync); static async Task Wait(bool isAsync) { if (isAsync) { await Task.Delay(1); } else { Thread.Sleep(1); } }")]
    [InlineData("public static int M(int[] numbers) => Sum(numbers, false).GetAwaiter().GetResult(); static async ValueTask<int> Sum(int[] numbers, bool isAsync) { var sum = 0; foreach (var n in numbers) { sum += await Next(n, isAsync); } return sum; } static async ValueTask<int> Next(int n, bool isAsync) { if (isAsync) { await Task.Delay(n); } return n; }")]
    [InlineData("static IRule s_rule = new Rule(); public static int M() => s_rule.Check(false).Result;", "interface IRule { ValueTask<int> Check(bool isAsync); } sealed class Rule : IRule { public async ValueTask<int> Check(bool isAsync) { if (isAsync) { await Task.Yield(); } return 1; } }")]
    [InlineData("public static int M() => Get().Result; static async Task<int> Get() { await Task.CompletedTask; return 1; }")]
    [InlineData("public static int M() => Get(true).Result; static async Task<int> Get(bool isFresh) { if (isFresh) { return 1; } await Task.Delay(1); return await Load(isFresh); } static async Task<int> Load(bool isFresh) { await Task.Delay(1); return 1; }")]
    [InlineData("public static Task M(Task sent) { if (sent.IsFaulted) { sent.GetAwaiter().GetResult(); } return sent; }")]
    [InlineData("public static int M(Task<int> task) => IsDone(task) ? task.Result : 0; static bool IsDone(Task task) => task.IsCompletedSuccessfully;")]
    [InlineData("public static int M(int i) { if (i < 0) { throw new InvalidOperationException(Explain()); } return i; } static string Explain() { Thread.Sleep(1); return File.ReadAllText(\"a\"); }")]
    [InlineData("public static Task M(int i) => i < 0 ? Task.FromException(Fault()) : Task.CompletedTask; static Exception Fault() { Thread.Sleep(1); return new(); }")]
    [InlineData("public static async Task<IEnumerable<string>> M(string p) { await Task.Yield(); return Lines(p); } static IEnumerable<string> Lines(string p) { foreach (var line in File.ReadAllLines(p)) { yield return line; } }")]
    [InlineData("static readonly object s_lock = new(); public static void M() { if (!Monitor.TryEnter(s_lock, 5000)) { throw new TimeoutException(); } Monitor.Exit(s_lock); }")]
    [InlineData("public static Task M() => new Reader().Read(true);", "sealed class Reader : MemoryStream { public Task Read(bool isAsync) => Task.CompletedTask; }")]
    public void Method_ThatHasItsTwinBlock_HasNone(string members, string others = "") => Method_ThatDoesNotBlock_HasNone(members, others);

    [Theory]
    [InlineData("public static int M(string p) => Read(p, false).GetAwaiter().GetResult(); static async Task<int> Read(string p, bool isAsync) => isAsync ? (await File.ReadAllBytesAsync(p))[0] : File.ReadAllBytes(p)[0];", "C.Read → File.ReadAllBytes")]
    [InlineData("public static void M() => Wait(false); static ValueTask Wait(bool isAsync) { if (!isAsync) { Thread.Sleep(1); return default; } return new(Task.Delay(1)); }", "C.Wait → Thread.Sleep")]
    [InlineData("public static void M() => Outer(false); static void Outer(bool isAsync) => Inner(isAsync); static void Inner(bool isAsync) { if (!isAsync) { Thread.Sleep(1); } }", "C.Outer → C.Inner → Thread.Sleep")]
    [InlineData("public static int M() => Get(false).Result; static async Task<int> Get(bool isFresh) { if (isFresh) { return 1; } await Task.Delay(1); return 2; }", "Task.Result")]
    [InlineData("public static string M(bool isFresh) { if (isFresh) { return File.ReadAllText(\"a\"); } return \"\"; }", "File.ReadAllText")]
    [InlineData("public static async Task M() { await Task.Delay(1); while (true) { Thread.Sleep(1); } }", "Thread.Sleep")]
    [InlineData("public static void M() { while (true) { try { A(); return; } catch (Exception) { Thread.Sleep(1); } } } static void A() { }", "Thread.Sleep")]
    [InlineData("public static async Task<int> M(string p) { await Task.Yield(); var n = 0; foreach (var line in Lines(p)) { n++; } return n; } static IEnumerable<string> Lines(string p) { foreach (var line in File.ReadAllLines(p)) { yield return line; } }", "C.Lines → File.ReadAllLines")]
    [InlineData("public static int M(ValueTask<int> task) => task.IsCompleted ? task.Result : task.AsTask().GetAwaiter().GetResult();", "TaskAwaiter.GetResult")]
    public void Method_WithFlagsThatBlocks_HasAnEffect(string members, string chain) => Assert.Equal(chain, EffectOf(members)?.Chain);

    // What is done once in the life of a program holds up one call.
    [Theory]
    [InlineData("static readonly object s_lock = new(); static string? s_text; public static string M() { if (s_text == null) { lock (s_lock) { if (s_text == null) { s_text = File.ReadAllText(\"a\"); } } } return s_text; }")]
    [InlineData("static volatile string? s_text; static readonly object s_lock = new(); public static string M() { var text = s_text; if (text is not null) { return text; } lock (s_lock) { return s_text ??= File.ReadAllText(\"a\"); } }")]
    [InlineData("static readonly ConcurrentDictionary<string, string> s_texts = new(); public static string M(string path) => s_texts.GetOrAdd(path, static p => File.ReadAllText(p));")]
    [InlineData("static readonly ConcurrentDictionary<string, string> s_texts = new(); public static string M(string path) => s_texts.GetOrAdd(path, Load); static string Load(string path) => File.ReadAllText(path);")]
    [InlineData("static readonly ConcurrentDictionary<string, Lazy<string>> s_texts = new(); public static string M(string path) => s_texts.GetOrAdd(path, static p => new Lazy<string>(() => File.ReadAllText(p))).Value;")]
    [InlineData("static string? s_text; public static string M() => LazyInitializer.EnsureInitialized(ref s_text, static () => File.ReadAllText(\"a\"));")]
    [InlineData("static bool s_isLoaded; static string s_text = \"\"; public static string M() { if (!s_isLoaded) { s_text = File.ReadAllText(\"a\"); s_isLoaded = true; } return s_text; }")]
    [InlineData("string? _text; public static string M() => new C().Text; string Text { get { if (_text != null) { return _text; } _text = File.ReadAllText(\"a\"); return _text; } }")]
    [InlineData("static readonly Dictionary<string, string> s_texts; static C() { s_texts = []; foreach (var file in Directory.GetFiles(\"a\")) { s_texts[file] = File.ReadAllText(file); } } public static string M() => s_texts[\"a\"];")]
    [InlineData("public static string M() { using var stream = typeof(C).Assembly.GetManifestResourceStream(\"a\"); using var reader = new StreamReader(stream!); return reader.ReadToEnd(); }")]
    [InlineData("public static string M() { var assembly = System.Reflection.Assembly.Load(\"a\"); Console.Error.WriteLine(assembly); return new System.Resources.ResourceManager(\"a\", assembly).GetString(\"b\")!; }")]
    [InlineData("static Task? s_start; static readonly System.Text.RegularExpressions.Regex s_word = new(\"a\"); public static bool M(string text) { s_start ??= Task.Run(() => File.ReadAllText(\"a\")); return s_word.IsMatch(text); }")]
    public void Method_ThatBlocksOnce_HasNone(string members, string others = "") => Method_ThatDoesNotBlock_HasNone(members, others);

    [Theory]
    [InlineData("static readonly Dictionary<string, string> s_texts = []; public static string M(string path) { if (!s_texts.TryGetValue(path, out var text)) { text = File.ReadAllText(path); } return text; }", "File.ReadAllText")]
    [InlineData("static readonly object s_lock = new(); public static string M() { lock (s_lock) { return File.ReadAllText(\"a\"); } }", "File.ReadAllText")]
    [InlineData("static string? s_path; public static string M() { if (s_path == null) { s_path = \"a\"; } return File.ReadAllText(s_path); }", "File.ReadAllText")]
    [InlineData("static string? s_last; public static void M() { if (s_last == null) { File.WriteAllText(\"a\", \"\"); } }", "File.WriteAllText")]
    [InlineData("static readonly ConcurrentDictionary<string, string> s_texts = new(); public static string M(string path) => s_texts.AddOrUpdate(path, \"\", static (p, _) => File.ReadAllText(p));", "File.ReadAllText")]
    public void Method_ThatBlocksEachTime_HasAnEffect(string members, string chain) => Assert.Equal(chain, EffectOf(members)?.Chain);

    [Theory]
    [InlineData("public static T M<T>(Task<T> task) => task.GetAwaiter().GetResult();", EffectCondition.TaskNotComplete)]
    [InlineData("public static void M(Task task) => A(task); static void A(Task task) => task.Wait();", EffectCondition.TaskNotComplete)]
    [InlineData("public static int M(Stream s) => s.ReadByte();", EffectCondition.StreamNotInMemory)]
    [InlineData("public static string M(Stream s) { using var reader = new StreamReader(s); return reader.ReadToEnd(); }", EffectCondition.StreamNotInMemory)]
    [InlineData("public static void M(TextWriter w) => w.Write('a');", EffectCondition.StreamIsSlow)]
    [InlineData("public static bool M(SemaphoreSlim s, TimeSpan timeout) => s.Wait(timeout);", EffectCondition.TimeoutNotZero)]
    public void Method_WhoseArgumentDecides_HasACondition(string members, object condition) => Assert.Equal(condition, EffectOf(members)?.Condition);

    [Fact]
    public void Method_OfAnotherAssembly_IsFollowed()
    {
        var inner = Compile("Inner", "public static class Inner { public static void Wait() => Thread.Sleep(1); }");
        var outer = Compile("Outer", "public static class C { public static void M() => Inner.Wait(); }", inner);

        Assert.Equal("Inner.Wait → Thread.Sleep", EffectOf([inner, outer])?.Chain);
    }

    [Fact]
    public void Method_WithATwin_NamesIt() =>
        Assert.Equal("MAsync", EffectOf("public static void M() => Thread.Sleep(1); public static Task MAsync() => Task.Delay(1);")?.Twin);

    [Fact]
    public void Method_ThatUsersCannotCall_IsNotWritten()
    {
        var lines = Scan([Compile("Lib", "public class C { public static void M() => Hidden(); static void Hidden() => Thread.Sleep(1); }")]).Split('\n');

        Assert.Equal(["C: M() sleep - always C.Hidden → Thread.Sleep"], lines.Where(static line => line.StartsWith("C: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Scan_OfTheSameAssemblies_IsNotRepeated()
    {
        var library = Compile("Lib", "public static class C { public static void M() => Thread.Sleep(1); }");
        var output = Path.Combine(_folder, "picard.effects");

        Assert.Equal(1, EffectScan.Run([library], output));
        Assert.Null(EffectScan.Run([library], output));
    }

    [Fact]
    public void Scan_OfWhatIsNoAssembly_FindsNothing()
    {
        var text = Path.Combine(_folder, "text.dll");
        File.WriteAllText(text, "no assembly");

        Assert.Equal(0, EffectScan.Run([text, Path.Combine(_folder, "missing.dll")], Path.Combine(_folder, "picard.effects")));
    }

    [Fact]
    public void Scan_OfDamagedAssemblies_NeverThrows_AndKeepsTheOthers()
    {
        var whole = File.ReadAllBytes(Compile("Damaged", Everything));
        var fine = Compile("Lib", "public static class C { public static void M() => Thread.Sleep(1); }");
        var damaged = Path.Combine(_folder, "damaged.dll");
        for (var seed = 0; seed < 300; seed++)
        {
            File.WriteAllBytes(damaged, Damage(whole, new Random(seed)));
            File.Delete(Path.Combine(_folder, "picard.effects"));

            Assert.Contains("C: M() sleep - always Thread.Sleep\n", Scan([damaged, fine]), StringComparison.Ordinal);
        }
    }

    /// <summary>A copy in which some bytes are others, behind the headers or anywhere, or which ends too early.</summary>
    private static byte[] Damage(byte[] whole, Random random)
    {
        var copy = (byte[])whole.Clone();
        var start = random.Next(4) == 0 ? 0 : 0x200;
        for (var i = random.Next(1, 40); i > 0; i--)
        {
            copy[random.Next(start, copy.Length)] = (byte)random.Next(256);
        }

        return random.Next(5) == 0 ? copy[..random.Next(copy.Length)] : copy;
    }

    private Effect? EffectOf(string members) => EffectOf([Compile("Lib", $"public class C {{ {members} }}")]);

    /// <summary>The effect of <c>C.M</c>, by a compilation that references the assemblies and has their scan.</summary>
    private static Effect? EffectOf(string[] assemblies, string scan)
    {
        var compilation = CSharpCompilation.Create("User", references: TestCompilation.References.Concat(assemblies.Select(static path => MetadataReference.CreateFromFile(path))));
        var table = EffectTable.In(compilation, [new AdditionalFile("obj/picard.effects", scan)], default);
        return table.Of(compilation.GetTypeByMetadataName("C")!.GetMembers("M").OfType<IMethodSymbol>().Single());
    }

    private Effect? EffectOf(string[] assemblies) => EffectOf(assemblies, Scan(assemblies));

    private string Scan(string[] assemblies)
    {
        var output = Path.Combine(_folder, "picard.effects");
        EffectScan.Run(assemblies, output);
        return File.ReadAllText(output);
    }

    private string Compile(string name, string source, params string[] references)
    {
        var path = Path.Combine(_folder, $"{name}.dll");
        var compilation = TestCompilation.Create(OutputKind.DynamicallyLinkedLibrary, Usings + source).WithAssemblyName(name)
            .AddReferences(references.Select(static reference => MetadataReference.CreateFromFile(reference)));
        compilation = compilation.WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Release));
        var result = compilation.Emit(path);
        Assert.Equal([], result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return path;
    }

    private sealed class AdditionalFile(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
