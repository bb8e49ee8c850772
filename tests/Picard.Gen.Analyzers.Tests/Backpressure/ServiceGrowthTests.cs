namespace Picard.Gen.Analyzers.Tests;

/// <summary>What grows in a class that a handler passes to, and what grows with each connection.</summary>
public class ServiceGrowthTests
{
    [Theory]
    [InlineData("private readonly ConcurrentQueue<string> _all = new(); public void Put(string text) => {|PIC2006:_all.Enqueue(text)|}; public bool Take(out string? text) => _all.TryDequeue(out text);")]
    [InlineData("private readonly List<Job> _all = []; public void Put(string text) { lock (_all) { {|PIC2006:_all.Add(new Job(text.Length))|}; } }")]
    [InlineData("private readonly Dictionary<string, int> _all = []; public int Count => _all.Count; public void Put(string text) => {|PIC2006:_all[text] = 1|};")]
    [InlineData("private readonly ConcurrentDictionary<string, Job> _all = new(); public Job Put(string text) => {|PIC2006:_all.GetOrAdd(text, t => new Job(t.Length))|};")]
    [InlineData("private readonly HashSet<string> _all = []; public bool Put(string text) => {|PIC2006:_all.Add(text)|};")]
    public Task ServiceThatKeepsWhatAHandlerPasses_IsReported(string members) => Service(members, "[Post(\"/{name}\")] string Post(string name) { service.Put(name); return name; }");

    [Theory]
    [InlineData("private readonly ConcurrentQueue<string> _all = new(); public void Put(string text) { if (_all.Count < 100) { _all.Enqueue(text); } } public bool Take(out string? text) => _all.TryDequeue(out text);")]
    [InlineData("private readonly Queue<string> _all = new(); public void Put(string text) { _all.Enqueue(text); while (_all.Count > 100) { _all.Dequeue(); } }")]
    [InlineData("private readonly List<string> _all = []; public void Put(string text) => _all.Add(text); public void Drop(string text) => _all.Remove(text);")]
    [InlineData("private readonly Dictionary<string, int> _all = new() { [\"a\"] = 0 }; public void Put(string text) { if (_all.ContainsKey(text)) { _all[text] = 1; } }")]
    [InlineData("private readonly Dictionary<string, int> _all = []; public void Put(string text) { if (!_all.TryGetValue(text, out var old)) { return; } _all[text] = old + 1; }")]
    [InlineData("private static readonly HashSet<string> s_known = [\"a\", \"b\"]; private readonly Dictionary<string, int> _all = []; public void Put(string text) { if (s_known.Contains(text)) { _all[text] = 1; } }")]
    [InlineData("private readonly Dictionary<int, string> _all = []; public void Put(string text) => _all[text.Length] = text;")]
    [InlineData("private readonly List<DateTime> _all = []; public void Put(string text) { var list = new List<string>(); list.Add(text); }")]
    [InlineData("private string _last = \"\"; public void Put(string text) => _last = text;")]
    public Task ServiceThatIsLimited_IsFine(string members) => Service(members, "[Post(\"/{name}\")] string Post(string name) { service.Put(name); return name; }");

    [Theory]
    [InlineData("private readonly ConcurrentBag<byte[]> _all = []; public byte[] Rent() => _all.TryTake(out var one) ? one : new byte[99]; public void Put(byte[] one) => _all.Add(one);", "[Get(\"/{name}\")] string Get(string name) { var one = service.Rent(); service.Put(one); return name; }")]
    [InlineData("private readonly Queue<byte[]> _all = []; public byte[] Rent() => _all.TryDequeue(out var one) ? one : new byte[99]; public void Put(byte[] one) => _all.Enqueue(one);", "[Get(\"/{name}\")] string Get(string name) { var one = service.Rent(); service.Put(one); return name; }")]
    [InlineData("private readonly List<string> _all = []; public void Put(string text) => _all.Add(text);", "[Get(\"/{name}\")] string Get(string name) { service.Put(\"fixed\"); return name; }")]
    [InlineData("private readonly List<string> _all = []; public void Put(string text) => _all.Add(text);", "void Load(string name) => service.Put(name);")]
    [InlineData("private readonly List<string> _all = []; public void Put(string text) => _all.Add(text);", "[Get(\"/{name}\")] string Get(string name) { var mine = new Service(); mine.Put(name); return name; }")]
    [InlineData("private readonly List<string> _all = []; public void Put(string text) => _all.Add(text); } public class Services { public void AddScoped<T>() { } public void Register() => AddScoped<Service>();", "[Get(\"/{name}\")] string Get(string name) { service.Put(name); return name; }")]
    public Task ServiceThatGetsNothingOfAPeer_IsFine(string members, string handler) => Service(members, handler);

    [Theory]
    [InlineData("ConcurrentQueue<string> queue", "[Post(\"/{name}\")] string Post(string name) { {|PIC2006:queue.Enqueue(name)|}; return name; }")]
    [InlineData("List<string> names", "[Post(\"/{name}\")] string Post(string name) { {|PIC2006:names.Add(name)|}; return name; }")]
    [InlineData("ConcurrentQueue<string> queue", "[Post(\"/{name}\")] string Post(string name) { if (queue.Count < 100) { queue.Enqueue(name); } return name; }")]
    [InlineData("List<string> names", "[Post(\"/{name}\")] string Post(string name) { names.Add(name); if (names.Count > 9) { names.RemoveAt(0); } return name; }")]
    [InlineData("List<string> names", "[Get(\"/{name}\")] string Get(string name) { var few = new List<string>(names); few.Add(name); return few[0]; }")]
    public Task CollectionThatAHandlerIsGiven_IsReportedUnlessItIsLimited(string parameter, string members) =>
        Check.Source<GrowthAnalyzer>($"using System.Collections.Concurrent;\n[Handler]\npublic partial class Subject({parameter})\n{{\n{members}\n}}");

    [Theory]
    [InlineData("private readonly List<Task> _all = []; async Task Run(TcpListener listener) { while (true) { var c = await listener.AcceptTcpClientAsync(); {|PIC2006:_all.Add(Serve(c))|}; } }")]
    [InlineData("async Task Run(Socket listener, CancellationToken stop) { var all = new List<Socket>(); while (!stop.IsCancellationRequested) { var c = await listener.AcceptAsync(stop); {|PIC2006:all.Add(c)|}; } }")]
    [InlineData("private readonly List<Task> _all = []; async Task Run(TcpListener listener) { while (true) { var c = await listener.AcceptTcpClientAsync(); _all.Add(Serve(c)); _all.RemoveAll(t => t.IsCompleted); } }")]
    [InlineData("private readonly List<Task> _all = []; async Task Run(TcpListener listener) { while (true) { var c = await listener.AcceptTcpClientAsync(); if (_all.Count >= 100) { _all.Remove(await Task.WhenAny(_all)); } _all.Add(Serve(c)); } }")]
    [InlineData("private readonly ConcurrentDictionary<int, Task> _all = new(); async Task Run(TcpListener listener) { for (var i = 0; ; i++) { var c = await listener.AcceptTcpClientAsync(); var id = i; _all[id] = Serve(c).ContinueWith(_ => _all.TryRemove(id, out Task? gone)); } }")]
    [InlineData("async Task Run(TcpListener listener) { var all = new HashSet<TcpClient>(); while (true) { var c = await listener.AcceptTcpClientAsync(); all.Add(c); _ = One(c); } async Task One(TcpClient c) { await Serve(c); all.Remove(c); } }")]
    [InlineData("async Task Run(TcpListener listener) { var all = new List<Task>(); for (var i = 0; i < 8; i++) { all.Add(Serve(await listener.AcceptTcpClientAsync())); } await Task.WhenAll(all); }")]
    [InlineData("async Task Run(TcpListener listener) { while (true) { var c = await listener.AcceptTcpClientAsync(); var all = new List<Task>(); all.Add(Serve(c)); await Task.WhenAll(all); } }")]
    public Task WhatIsKeptForEachConnection_IsReportedUnlessItIsPruned(string members) => Subject.Members<GrowthAnalyzer>("static Task Serve(TcpClient client) => Task.CompletedTask;\n" + members);

    private static Task Service(string members, string handler) =>
        Check.Source<GrowthAnalyzer>($"using System.Collections.Concurrent;\npublic record Job(int Id);\npublic class Service\n{{\n{members}\n}}\n[Handler]\npublic partial class Subject(Service service)\n{{\n{handler}\n}}");
}
