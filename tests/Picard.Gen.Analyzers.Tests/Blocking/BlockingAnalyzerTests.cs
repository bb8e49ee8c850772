namespace Picard.Gen.Analyzers.Tests;

/// <summary>What blocks, each kind with its rule, its place and its sentence.</summary>
public class BlockingAnalyzerTests
{
    private const string Usings = "using System.IO;\nusing System.Linq;\nusing System.Diagnostics;\nusing System.Collections.Concurrent;\n\n";

    [Theory]
    [InlineData("int Entry(Task<int> t) => {|PIC1001:t.Result|};")]
    [InlineData("void Entry(Task t) { {|PIC1001:t.Wait()|}; }")]
    [InlineData("void Entry(Task t) { {|PIC1001:t.GetAwaiter().GetResult()|}; }")]
    [InlineData("int Entry(ValueTask<int> t) => {|PIC1001:t.Result|};")]
    [InlineData("int Entry(ValueTask<int> t) => {|PIC1001:t.AsTask().Result|};")]
    [InlineData("void Entry(Task t) { {|PIC1001:Task.WaitAll(t)|}; }")]
    [InlineData("void Entry() { {|PIC1002:Thread.Sleep(100)|}; }")]
    [InlineData("volatile bool _f; void Entry() { {|PIC1002:while (!_f)|} { } }")]
    [InlineData("bool _f; void Entry() { while (!Volatile.Read(ref _f)) { {|PIC1002:Thread.Yield()|}; } }")]
    [InlineData("bool _f; void Entry() { var spin = new SpinWait(); while (!_f) {|PIC1002:spin.SpinOnce()|}; }")]
    [InlineData("void Entry() { var end = DateTime.UtcNow.AddSeconds(1); {|PIC1002:while (DateTime.UtcNow < end)|} { } }")]
    [InlineData("void Entry(Task t) { while (!t.IsCompleted) { {|PIC1002:Thread.SpinWait(20)|}; } }")]
    [InlineData("bool _f; void Entry() { while (true) { if (Volatile.Read(ref _f)) { break; } {|PIC1002:Thread.SpinWait(20)|}; } }")]
    [InlineData("void Entry(Stopwatch w) { {|PIC1002:for (; w.ElapsedMilliseconds < 10;)|} { } }")]
    [InlineData("string Entry() => {|PIC1003:File.ReadAllText(\"a\")|};")]
    [InlineData("int Entry(Stream s, byte[] b) => {|PIC1003:s.Read(b, 0, 1)|};")]
    [InlineData("void Entry(SemaphoreSlim s) { {|PIC1004:s.Wait()|}; }")]
    [InlineData("void Entry(ManualResetEventSlim s) { {|PIC1004:s.Wait()|}; }")]
    [InlineData("void Entry(BlockingCollection<int> c) { {|PIC1004:c.Take()|}; }")]
    [InlineData("void Entry(BlockingCollection<int> c) { foreach (var i in {|PIC1004:c.GetConsumingEnumerable()|}) { } }")]
    [InlineData("void Entry(Thread t) { {|PIC1004:t.Join()|}; }")]
    [InlineData("void Entry(int[] xs) { {|PIC1005:Parallel.ForEach(xs, x => { })|}; }")]
    [InlineData("void Entry(int[] xs) { foreach (var x in {|PIC1005:xs.AsParallel().Select(x => x)|}) { } }")]
    [InlineData("object _g = new(); void Entry() { {|PIC1006:lock (_g)|} { {|PIC1003:File.WriteAllText(\"a\", \"\")|}; } }")]
    [InlineData("object _g = new(); int _n; int Entry() { {|PIC1006:lock (_g)|} { return _n; } } void Save() { lock (_g) { File.WriteAllText(\"a\", \"\"); } }")]
    [InlineData("object _g = new(); int _n; int Entry() { {|PIC1006:lock (_g)|} { return _n; } } void Save() { lock (_g) { Write(); } } void Write() { File.WriteAllText(\"a\", \"\"); }")]
    [InlineData("Lock _g = new(); int _n; int Entry() { using ({|PIC1006:_g.EnterScope()|}) { return _n; } } void Save() { lock (_g) { Write(); } } void Write() { File.WriteAllText(\"a\", \"\"); }")]
    [InlineData("object _g = new(); void Entry() { {|PIC1006:Monitor.Enter(_g)|}; try { {|PIC1003:File.WriteAllText(\"a\", \"\")|}; } finally { Monitor.Exit(_g); } }")]
    public Task WhatBlocks_IsReported(string members) => Check.Source<BlockingAnalyzer>($"{Usings}class C {{ {Entry(members)} }}");

    [Theory]
    [InlineData("async Task<int> Entry(Task<int> t) => await t;")]
    [InlineData("void Entry() { Thread.Sleep(0); }")]
    [InlineData("bool Entry(SemaphoreSlim s) => s.Wait(0);")]
    [InlineData("async Task Entry(SemaphoreSlim s) { await s.WaitAsync(); }")]
    [InlineData("async Task Entry() { await Task.Delay(100); }")]
    [InlineData("Task<string> Entry() => File.ReadAllTextAsync(\"a\");")]
    [InlineData("bool Entry(ConcurrentQueue<int> q) { while (q.TryDequeue(out _)) { } return true; }")]
    [InlineData("int _x; void Entry() { int old; do { old = _x; } while (Interlocked.CompareExchange(ref _x, old + 1, old) != old); }")]
    [InlineData("int _x; void Entry() { var spin = new SpinWait(); while (Interlocked.CompareExchange(ref _x, 1, 0) != 0) { spin.SpinOnce(); } }")]
    [InlineData("void Entry(IEnumerator<int> e) { while (e.MoveNext()) { } }")]
    [InlineData("void Entry() { for (var i = 0; i < 10; i++) { } }")]
    [InlineData("volatile bool _f; async Task Entry() { while (!_f) { await Task.Delay(1); } }")]
    [InlineData("volatile bool _f; int _n; void Entry() { while (!_f) { _n++; Next(); } } void Next() { _f = true; }")]
    [InlineData("int[] _xs = []; int _i; void Entry() { while (_i < _xs.Length && _xs[_i] == 0) { _i++; } }")]
    [InlineData("object _g = new(); int _n; int Entry() { lock (_g) { return _n++; } }")]
    [InlineData("Lock _g = new(); int _n; int Entry() { lock (_g) { return _n++; } }")]
    [InlineData("Lock _g = new(); int _n; int Entry() { using (_g.EnterScope()) { return _n++; } }")]
    [InlineData("object _g = new(); int _n; void Entry() { Monitor.Enter(_g); try { _n++; } finally { Monitor.Exit(_g); } }")]
    [InlineData("object _g = new(); object _h = new(); int _n; int Entry() { lock (_g) { return _n; } } void Save() { lock (_h) { File.WriteAllText(\"a\", \"\"); } }")]
    [InlineData("object _g = new(); int _n; int Entry() { lock (_g) { return _n; } } void Save() { lock (_g) { _n = 2; } File.WriteAllText(\"a\", \"\"); }")]
    [InlineData("List<int> _l = new(); void Entry() { lock (_l) { _l.Add(1); } }")]
    [InlineData("object Entry(int[] xs) => xs.Where(x => x > 1).ToList();")]
    [InlineData("async Task Entry(int[] xs) { await Parallel.ForEachAsync(xs, (x, _) => default); }")]
    [InlineData("Task Entry(Task t) => t.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("Task Entry(Task[] t) => Task.WhenAll(t);")]
    [InlineData("void Entry() { var w = Stopwatch.StartNew(); _ = w.ElapsedMilliseconds; }")]
    [InlineData("int Result => 1; int Entry() => Result;")]
    [InlineData("void Wait() { } void Entry() { Wait(); }")]
    [InlineData("void Entry(List<int> l) { l.Sort(); l.ForEach(x => _ = x); }")]
    public Task WhatDoesNotBlock_IsNotReported(string members) => Check.Source<BlockingAnalyzer>($"{Usings}class C {{ {Entry(members)} }}");

    [Theory]
    [InlineData("IDisposable", "public void Dispose() { lock (_g) { File.WriteAllText(\"a\", \"\"); } }")]
    [InlineData("IAsyncDisposable", "public async ValueTask DisposeAsync() { await Task.Yield(); lock (_g) { File.WriteAllText(\"a\", \"\"); } }")]
    [InlineData("Microsoft.Extensions.Hosting.IHostedService", "public Task StopAsync() { lock (_g) { File.WriteAllText(\"a\", \"\"); } return Task.CompletedTask; }")]
    [InlineData("object", "~C() { lock (_g) { File.WriteAllText(\"a\", \"\"); } }")]
    [InlineData("Microsoft.Extensions.Hosting.IHostedService", "public Task StopAsync() { Save(); return Task.CompletedTask; } private void Save() { lock (_g) { File.WriteAllText(\"a\", \"\"); } }")]
    [InlineData("IDisposable", "public void Dispose() => Close(); void Close() { Save(3); } void Save(int times) { lock (_g) { File.WriteAllText(\"a\", \"\"); } if (times > 0) { Save(times - 1); } }")]
    public Task LockThatIsHeldWhenAllEnds_IsNotReported(string type, string member) => Check.Source<BlockingAnalyzer>(
        $"{Usings}class C : {type} {{ object _g = new(); int _n; [NonBlocking] int Entry() {{ lock (_g) {{ return _n; }} }} {member} }} namespace Microsoft.Extensions.Hosting {{ interface IHostedService {{ Task StopAsync(); }} }}");

    [Theory]
    [InlineData("object", "public Task StopAsync() { lock (_g) { File.WriteAllText(\"a\", \"\"); } return Task.CompletedTask; }")]
    [InlineData("IDisposable", "public void Dispose() { Save(); } void Tick() { Save(); } void Save() { lock (_g) { File.WriteAllText(\"a\", \"\"); } }")]
    [InlineData("IDisposable", "public void Dispose() { Save(); } Timer _t; public C() { _t = new Timer(Save); } void Save(object? state = null) { lock (_g) { File.WriteAllText(\"a\", \"\"); } }")]
    [InlineData("object", "private void Save() { lock (_g) { File.WriteAllText(\"a\", \"\"); } }")]
    [InlineData("IDisposable", "public void Dispose() { Save(); } public void Save() { lock (_g) { File.WriteAllText(\"a\", \"\"); } }")]
    public Task LockThatIsHeldMeanwhile_IsReported(string type, string member) => Check.Source<BlockingAnalyzer>(
        $"{Usings}class C : {type} {{ object _g = new(); int _n; [NonBlocking] int Entry() {{ {{|PIC1006:lock (_g)|}} {{ return _n; }} }} {member} }}");

    [Fact]
    public Task PipelineThatTriesAgain_IsReported()
    {
        var test = new AnalyzerTest<BlockingAnalyzer>();
        var polly = test.TestState.AdditionalProjects["Polly.Core"];
        polly.ReferenceAssemblies = test.TestState.ReferenceAssemblies;
        polly.AdditionalReferences.AddRange(test.TestState.AdditionalReferences);
        polly.Sources.Add(
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            namespace Polly;
            public class ResiliencePipeline
            {
                public void Execute(Action action) => action();
                public T Execute<T>(Func<T> function) => function();
                public ValueTask ExecuteAsync(Func<CancellationToken, ValueTask> function) => function(default);
            }
            public class ResiliencePipeline<T> { public T Execute(Func<T> function) => function(); }
            """);
        test.TestState.AdditionalProjectReferences.Add("Polly.Core");
        test.TestState.Sources.Add(
            """
            using System.Threading.Tasks;
            using Picard;
            class C(Polly.ResiliencePipeline one, Polly.ResiliencePipeline<int> other)
            {
                [NonBlocking] int A() { {|PIC1002:one.Execute(() => { })|}; return {|PIC1002:one.Execute(() => 1)|} + {|PIC1002:other.Execute(() => 1)|}; }
                [NonBlocking] ValueTask B() => one.ExecuteAsync(_ => default);
            }
            """);
        return test.RunAsync();
    }

    /// <summary>The attribute stands before the entry point, wherever it is among the members.</summary>
    private static string Entry(string members)
    {
        var start = members.IndexOf("Entry(", StringComparison.Ordinal);
        var type = members.LastIndexOfAny([';', '}'], start) + 1;
        return members[..type] + " [NonBlocking] " + members[type..];
    }

    [Fact]
    public Task Chain_IsInTheMessage() => Check.Source<BlockingAnalyzer>(
        """
        [Handler] public partial class Orders(Store store) { [Get("/orders")] string Get() => store.Load(); }
        public class Store { public string Load() { Retry.Wait(); return ""; } }
        public static class Retry { public static void Wait() { {|#0:Thread.Sleep(100)|}; } }
        """,
        Check.Message(Rules.Sleeps, "'Orders.Get' blocks: Orders.Get → Store.Load → Retry.Wait calls Thread.Sleep, which holds up every connection of its event loop; Task.Delay does not"));

    [Fact]
    public Task OtherFile_IsReportedAtTheCallInTheEntryPoint() => Check.Sources<BlockingAnalyzer>(
        [
            """[Handler] public partial class Orders(Store store) { [Get("/orders")] string Get() => {|#0:store.Load()|}; }""",
            """public class Store { public string Load() { Thread.Sleep(100); return ""; } }""",
        ],
        Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary,
        Check.Message(Rules.Sleeps, "'Orders.Get' blocks: Orders.Get → Store.Load calls Thread.Sleep, which holds up every connection of its event loop; Task.Delay does not"));

    [Fact]
    public Task SeveralEntryPoints_AreReportedOnce() => Check.Source<BlockingAnalyzer>(
        """
        [Handler] public partial class Orders { [Get("/a")] string A() { B(); return ""; } [Get("/b")] string B() { Pause(); return ""; } static void Pause() { {|#0:Thread.Sleep(100)|}; } }
        """,
        Check.Message(Rules.Sleeps, "'Orders.B' blocks: Orders.B → Orders.Pause calls Thread.Sleep, which holds up every connection of its event loop, as 1 other entry point does; Task.Delay does not"));

    [Fact]
    public Task Lock_SaysWhoHoldsIt() => Check.Source<BlockingAnalyzer>(
        """
        [Handler] public partial class Journal(Lines lines) { [Get("/")] int Get() => lines.Count(); }
        public class Lines { object _gate = new(); int _n; public int Count() { {|#0:lock (_gate)|} { return _n; } } public void Save() { lock (_gate) { System.IO.File.WriteAllText("a", ""); } } }
        """,
        Check.Message(Rules.HeldLock, "'Journal.Get' blocks: Journal.Get → Lines.Count locks '_gate', which Lines.Save holds while it calls File.WriteAllText, which holds up every connection of its event loop; let go of the lock first"));
}
