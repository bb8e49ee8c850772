namespace Picard.Gen.Analyzers.Tests;

public class GrowthAnalyzerTests
{
    private const string List = "private readonly List<string> _all = new();\n";

    [Fact]
    public Task GrowingCollection_IsReported() => Subject.Events<GrowthAnalyzer>(
        "private readonly List<byte[]> _parts = new(); [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) => {|#0:_parts.Add(chunk.ToArray())|}; [OnDone] void Done() => _parts.Clear();",
        Check.Message(
            Rules.GrowingCollection,
            "'_parts' grows in 'Chunk' with what a peer sends and nothing limits it, so the peer decides how much memory is held; compare its size with a limit, or remove what is old"));

    [Fact]
    public Task GrowingMember_ThatIsSaidNotToBeNull_IsReported() => Subject.Events<GrowthAnalyzer>(
        "private List<byte[]>? _parts; [OnRequest] void Begin() => _parts = []; [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) => {|PIC2006:_parts!.Add(chunk.ToArray())|};");

    [Fact]
    public Task LimitedMember_ThatIsSaidNotToBeNull_IsFine() => Subject.Events<GrowthAnalyzer>(
        "private List<byte[]>? _parts; [OnRequest] void Begin() => _parts = []; [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) { if (_parts!.Count < 9) { _parts!.Add(chunk.ToArray()); } }");

    [Theory]
    [InlineData("async Task Read(NetworkStream s) { var all = new MemoryStream(); var b = new byte[99]; int n; while ((n = await s.ReadAsync(b)) > 0) { {|PIC2006:all.Write(b, 0, n)|}; } }")]
    [InlineData("async Task Read(WebSocket s) { var all = new List<byte>(); var b = new byte[99]; while (true) { var r = await s.ReceiveAsync(b, default); {|PIC2006:all.AddRange(b)|}; } }")]
    [InlineData("async Task Read(Socket s) { var text = \"\"; var b = new byte[9]; while (await s.ReceiveAsync(b) > 0) { {|PIC2006:text += Encoding.UTF8.GetString(b)|}; } }")]
    [InlineData("async Task Read(Socket s) { var b = new byte[9]; var n = 0; while (true) { if (n == b.Length) { {|PIC2006:Array.Resize(ref b, b.Length * 2)|}; } n += await s.ReceiveAsync(b.AsMemory(n)); } }")]
    [InlineData("async Task Read(TcpClient c) { var r = new StreamReader(c.GetStream()); var text = new StringBuilder(); while (await r.ReadLineAsync() is { } line) { {|PIC2006:text.AppendLine(line)|}; } }")]
    [InlineData(List + "async Task Consume(ChannelReader<string> reader) { await foreach (var item in reader.ReadAllAsync()) { {|PIC2006:_all.Add(item)|}; } }")]
    [InlineData(List + "async Task Serve(TcpClient c) { var r = new StreamReader(c.GetStream()); while (await r.ReadLineAsync() is { } line) { Note(line); } } void Note(string line) => {|PIC2006:_all.Add(line)|};")]
    [InlineData("private readonly ConcurrentQueue<byte[]> _inbox = new(); async Task Run(WebSocket s) { while (true) { var r = await s.ReceiveAsync(new byte[9], default); {|PIC2006:_inbox.Enqueue(new byte[9])|}; } } void Drain() => _inbox.TryDequeue(out _);")]
    [InlineData("private readonly Dictionary<string, int> _seen = new(); async Task Consume(ChannelReader<string> reader) { await foreach (var item in reader.ReadAllAsync()) { {|PIC2006:_seen[item] = 1|}; } }")]
    [InlineData("private readonly List<byte> _all = new(); void OnDataReceived(byte[] data) => {|PIC2006:_all.AddRange(data)|};")]
    [InlineData("event Action<string>? MessageReceived; void Run() { var all = new List<string>(); MessageReceived += text => {|PIC2006:all.Add(text)|}; }")]
    [InlineData("List<string> Read(TcpClient peer) => Lines(new StreamReader(peer.GetStream())); private static List<string> Lines(StreamReader reader) { var all = new List<string>(); while (reader.ReadLine() is { } line) { {|PIC2006:all.Add(line)|}; } return all; }")]
    [InlineData("private static List<string> Lines(StreamReader reader) { var all = new List<string>(); while (reader.ReadLine() is { } line) { {|PIC2006:all.Add(line)|}; } return all; }")]
    public Task WhatGrowsWithAPeer_IsReported(string members) => Subject.Members<GrowthAnalyzer>(members);

    [Theory]
    [InlineData("async Task Read(NetworkStream s) { var all = new MemoryStream(); var b = new byte[99]; int n; while ((n = await s.ReadAsync(b)) > 0) { if (all.Length + n > 9999) { return; } all.Write(b, 0, n); } }")]
    [InlineData("async Task Read(NetworkStream s) { var all = new MemoryStream(); var b = new byte[99]; int n; var sum = 0; while ((n = await s.ReadAsync(b)) > 0) { sum += n; if (sum > 9999) { return; } all.Write(b, 0, n); } }")]
    [InlineData("async Task Read(NetworkStream s) { var all = new MemoryStream(); var b = new byte[99]; int n; while ((n = await s.ReadAsync(b)) > 0) { ArgumentOutOfRangeException.ThrowIfGreaterThan(all.Length, 9999); all.Write(b, 0, n); } }")]
    [InlineData("async Task Batch(ChannelReader<string> reader) { var batch = new List<string>(); await foreach (var item in reader.ReadAllAsync()) { batch.Add(item); if (batch.Count >= 100) { batch.Clear(); } } }")]
    [InlineData("private readonly Queue<string> _recent = new(); async Task Consume(ChannelReader<string> reader) { await foreach (var item in reader.ReadAllAsync()) { _recent.Enqueue(item); if (_recent.Count > 100) { _recent.Dequeue(); } } }")]
    [InlineData("private readonly ConcurrentDictionary<int, TaskCompletionSource> _pending = new(); async Task Call(WebSocket s) { _pending.TryAdd(1, new()); await s.ReceiveAsync(new byte[9], default); _pending.TryRemove(1, out _); }")]
    [InlineData("private readonly List<byte> _all = new(); void OnDataReceived(byte[] data) { _all.AddRange(data); while (_all.Count > 4) { _all.RemoveRange(0, 4); } }")]
    [InlineData("async Task<List<string>> Lines(string path) { using var r = new StreamReader(path); var all = new List<string>(); while (await r.ReadLineAsync() is { } line) { all.Add(line); } return all; }")]
    [InlineData("async Task<List<int>> Rows(System.Data.Common.DbDataReader r) { var all = new List<int>(); while (await r.ReadAsync()) { all.Add(r.GetInt32(0)); } return all; }")]
    [InlineData("async Task<List<int>> Collect(IAsyncEnumerable<int> items) { var all = new List<int>(); await foreach (var i in items) { all.Add(i); } return all; }")]
    [InlineData("private readonly Dictionary<DayOfWeek, int> _days = new(); async Task Consume(ChannelReader<DayOfWeek> reader) { await foreach (var day in reader.ReadAllAsync()) { _days[day] = 1; } }")]
    [InlineData("async Task Frame(NetworkStream s) { var b = new byte[64]; var n = 0; while (n < b.Length) { n += await s.ReadAsync(b.AsMemory(n)); } }")]
    [InlineData("private readonly List<TcpClient> _clients = new(); async Task Serve(TcpClient c) { _clients.Add(c); try { await c.GetStream().FlushAsync(); } finally { _clients.Remove(c); } }")]
    [InlineData(List + "void Add(string item) => _all.Add(item);")]
    [InlineData("List<string> Probe(System.Diagnostics.Process tool) => Lines(tool.StandardOutput); private static List<string> Lines(StreamReader reader) { var all = new List<string>(); while (reader.ReadLine() is { } line) { all.Add(line); } return all; }")]
    [InlineData("private readonly List<Socket> _idle = new(); void Return(Socket socket) => _idle.Add(socket); Socket Lease() { var idle = _idle; var last = idle[^1]; idle.RemoveAt(idle.Count - 1); return last; }")]
    [InlineData("static string ReceiverOf(int i) => \"\"; List<string> Names(IEnumerable<int> items) { var all = new List<string>(); foreach (var i in items) { all.Add(ReceiverOf(i)); } return all; }")]
    public Task WhatIsLimited_IsFine(string members) => Subject.Members<GrowthAnalyzer>(members);

    [Theory]
    [InlineData("private readonly List<string> _log = new(); [Post(\"/log\")] string Add(string name) { {|PIC2006:_log.Add(name)|}; return name; }")]
    [InlineData("static readonly ConcurrentDictionary<string, string> s_cache = new(); [Get(\"/{key}\")] string Get(string key) => {|PIC2006:s_cache.GetOrAdd(key, k => k)|};")]
    [InlineData("[Post(\"/all\")] async ValueTask<int> All(IAsyncEnumerable<int> items) { var all = new List<int>(); await foreach (var i in items) { {|PIC2006:all.Add(i)|}; } return all.Count; }")]
    [InlineData("record Log(string Text); static Log s_log = new(\"\"); [Post(\"/log\")] string Add(string name) { s_log = s_log with { {|PIC2006:Text = s_log.Text + name|} }; return name; }")]
    public Task WhatGrowsWithRequests_IsReported(string members) => Subject.Routes<GrowthAnalyzer>(members);

    [Theory]
    [InlineData("static readonly ConcurrentDictionary<string, string> s_cache = new(); [Get(\"/{key}\")] string Get(string key) { if (s_cache.Count > 1000) { s_cache.Clear(); } return s_cache.GetOrAdd(key, k => k); }")]
    [InlineData("[Post(\"/all\"), MaxContent(1000)] async ValueTask<int> All(IAsyncEnumerable<int> items) { var all = new List<int>(); await foreach (var i in items) { all.Add(i); } return all.Count; }")]
    [InlineData("[Post(\"/sum\")] async ValueTask<int> Sum(IAsyncEnumerable<int> items) { var sum = 0; await foreach (var i in items) { sum += i; } return sum; }")]
    [InlineData("[Post(\"/few\")] List<int> Few(List<int> items) { var few = new List<int>(); foreach (var i in items) { few.Add(i); } return few; }")]
    [InlineData("public record Thing(int Id, string Name); [Post(\"/x\")] Created<Thing> Add(Thing thing) { var other = thing with { Name = thing.Name + \"x\" }; return Created.At(\"/x\", other); }")]
    [InlineData("public record Thing(int Id, string Name); [Post(\"/x\")] Thing Add(Thing thing) => new Thing(1, \"\") { Name = thing.Name + thing.Name };")]
    [InlineData("public record Thing(int Id, string Name); [Post(\"/x\")] Thing Add(Thing thing) { Thing other = new(1, \"\") { Name = thing.Name + thing.Name }; return other; }")]
    [InlineData("public record Thing(int Id, List<int> All); [Post(\"/x\")] Thing Add(Thing thing) { thing = thing with { All = [.. thing.All, 1] }; return thing; }")]
    public Task WhatARequestLimits_IsFine(string members) => Subject.Routes<GrowthAnalyzer>(members);

    [Theory]
    [InlineData(" : Hub", "static readonly List<string> s_all = new(); public void Send(string text) { {|PIC2006:s_all.Add(text)|}; }")]
    [InlineData(" : ControllerBase", "static readonly List<string> s_all = new(); public void Post(string text) { {|PIC2006:s_all.Add(text)|}; }")]
    [InlineData("", "private readonly List<long?> _all = new(); public async Task InvokeAsync(HttpContext context) { {|PIC2006:_all.Add(context.Request.ContentLength)|}; await Task.Yield(); }")]
    [InlineData(" : Hub", "static readonly ConcurrentQueue<string> s_all = new(); public void Send(string text) { s_all.Enqueue(text); while (s_all.Count > 50) { s_all.TryDequeue(out _); } }")]
    [InlineData(" : Hub", "static readonly ConcurrentDictionary<string, string> s_all = new(); public void Join(string name) { s_all[name] = name; } public void Leave(string name) => s_all.TryRemove(name, out _);")]
    public Task WhatGrowsInThePlatform_IsReportedUnlessItShrinks(string declaration, string members) => Subject.OfPlatform<GrowthAnalyzer>(declaration, members);

    [Theory]
    [InlineData("private readonly ArrayBufferWriter<byte> _all = new(); [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) => {|PIC2006:_all.Write(chunk.Span)|};")]
    [InlineData("private readonly StringBuilder _all = new(); [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) => {|PIC2006:_all.Append(Encoding.UTF8.GetString(chunk.Span))|};")]
    [InlineData("private readonly MemoryStream _all = new(); [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) => {|PIC2006:_all.Write(chunk.Span)|};")]
    [InlineData("private MemoryStream? _all; [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) { _all ??= new(); {|PIC2006:_all!.Write(chunk.Span)|}; }")]
    [InlineData("private readonly List<byte> _all = []; [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) => Keep(chunk.Span); void Keep(ReadOnlySpan<byte> part) { foreach (var octet in part) { {|PIC2006:_all.Add(octet)|}; } }")]
    public Task WhatGrowsWithContent_IsReported(string members) => Subject.Events<GrowthAnalyzer>(members);

    [Theory]
    [InlineData("private readonly ArrayBufferWriter<byte> _all = new(); [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) { if (_all.WrittenCount + chunk.Length > 9999) { Downstream.Abort(); return; } _all.Write(chunk.Span); }")]
    [InlineData("private readonly StringBuilder _all = new(); [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) { if (_all.Length < 9999) { _all.Append(Encoding.UTF8.GetString(chunk.Span)); } }")]
    [InlineData("private readonly MemoryStream _all = new(); private long _length; [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) { _length += chunk.Length; if (_length > 9999) { Downstream.Abort(); return; } _all.Write(chunk.Span); }")]
    [InlineData("private readonly byte[] _head = new byte[64]; private int _length; [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) { var n = Math.Min(chunk.Length, 64 - _length); chunk.Span[..n].CopyTo(_head.AsSpan(_length)); _length += n; }")]
    [InlineData("private readonly StringBuilder _line = new(); [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) { _line.Clear(); _line.Append(Encoding.UTF8.GetString(chunk.Span)); }")]
    [InlineData("private long _sum; [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) => _sum += chunk.Length;")]
    public Task ContentThatIsLimited_IsFine(string members) => Subject.Events<GrowthAnalyzer>(members);
}
