namespace Picard.Gen.Analyzers.Tests;

/// <summary>The octets of an event are its own until it ends.</summary>
public class EventMemoryAnalyzerTests
{
    [Theory]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:_last = chunk|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlySequence<byte> chunk)
        {
            {|PIC3015:_seq = chunk.Slice(1)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk) => {|PIC3015:_chunks.Add(chunk)|};
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:channel.Writer.TryWrite(chunk)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:Task.Run(() => Console.WriteLine(chunk.Length))|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:store.Add(chunk)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlySequence<byte> chunk)
        {
            {|PIC3015:store.Keep(chunk)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:s_last = chunk.Slice(3)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:ThreadPool.QueueUserWorkItem(_ => Console.WriteLine(chunk.Span[0]))|};
        }
        """)]
    [InlineData("""
        [OnContent]
        async ValueTask Chunk(ReadOnlyMemory<byte> chunk)
        {
            _ = {|PIC3015:Work(chunk)|};
            await Task.Yield();
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:list.Add(chunk)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:Downstream.Respond(StatusCode.Ok, chunk)|};
        }
        """)]
    public Task WhatOutlivesTheEvent_IsReported(string member) => Check.Source<LifetimeAnalyzer>(In(member));

    [Theory]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            _copies.Add(chunk.ToArray());
            _n += chunk.Length;
            _last = chunk.ToArray();
            store.Copy(chunk);
        }
        """)]
    [InlineData("""
        [OnContent]
        Flow Chunk(ReadOnlySequence<byte> chunk) => Downstream.Write(chunk);
        """)]
    [InlineData("""
        [OnContent]
        async ValueTask Chunk(ReadOnlyMemory<byte> chunk)
        {
            await Work(chunk);
            await Task.Run(() => Work(chunk));
            var b = chunk.ToArray();
            _ = Task.Run(() => Console.WriteLine(b.Length));
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlySpan<byte> chunk)
        {
            foreach (var b in chunk)
                _n += b;
        }
        """)]
    [InlineData("""
        [OnContent]
        ValueTask Chunk(ReadOnlyMemory<byte> chunk) => new(Work(chunk));
        """)]
    [InlineData("""
        [OnContent]
        Task Chunk(ReadOnlyMemory<byte> chunk) => Work(chunk);
        """)]
    [InlineData("""
        [OnContent]
        async ValueTask<Flow> Chunk(ReadOnlyMemory<byte> chunk) => await Downstream.WriteAsync(chunk);
        """)]
    [InlineData("""
        [OnContent]
        async ValueTask Chunk(ReadOnlyMemory<byte> chunk)
        {
            var r = new byte[chunk.Length];
            chunk.CopyTo(r);
            channel.Writer.TryWrite(r);
            foreach (var x in chunk.ToArray())
                await Task.Delay(x);
        }
        """)]
    [InlineData("[OnContent] void Chunk(ReadOnlySpan<byte> chunk) => _copies.Add(chunk.ToArray());")]
    [InlineData("[OnContent] void Chunk(ReadOnlyMemory<byte> chunk) => Downstream.Respond(StatusCode.Ok, chunk.ToArray());")]
    [InlineData("[OnContent] void Chunk(ReadOnlySequence<byte> chunk) { foreach (var part in chunk) { _n += part.Length; } }")]
    [InlineData("[OnContent] void Chunk(ReadOnlyMemory<byte> chunk) { var all = new List<ReadOnlyMemory<byte>> { chunk }; foreach (var one in all) { _n += one.Length; } }")]
    [InlineData("[OnEnd] void End() { _last = default; _chunks.Clear(); }")]
    public Task CopyOrAwait_IsFine(string member) => Check.Source<LifetimeAnalyzer>(In(member));

    [Theory]
    [InlineData("{|PIC3015:s_all[\"x\"] = chunk|}")]
    [InlineData("{|PIC3015:s_queue.Enqueue(chunk)|}")]
    [InlineData("{|PIC3015:_later = () => Console.WriteLine(chunk.Length)|}")]
    [InlineData("{|PIC3015:_actions.Add(() => Console.WriteLine(chunk.Length))|}")]
    [InlineData("{|PIC3015:Fired += (_, _) => Console.WriteLine(chunk.Length)|}")]
    [InlineData("_timer = {|PIC3015:new Timer(_ => Console.WriteLine(chunk.Length), null, 1000, 0)|}")]
    [InlineData("{|PIC3015:Task.Factory.StartNew(() => Console.WriteLine(chunk.Length))|}")]
    [InlineData("_pending = {|PIC3015:Task.Run(() => Console.WriteLine(chunk.Length))|}")]
    [InlineData("{|PIC3015:_tasks.Add(Task.Run(() => Console.WriteLine(chunk.Length)))|}")]
    [InlineData("{|PIC3015:_lazy = new Lazy<int>(() => chunk.Length)|}")]
    [InlineData("{|PIC3015:s_lazy = new(() => chunk.Length)|}")]
    [InlineData("{|PIC3015:_item = new Item(1, chunk)|}")]
    [InlineData("{|PIC3015:_item = new Item(1, default) { Octets = chunk }|}")]
    [InlineData("{|PIC3015:_item = _item with { Octets = chunk }|}")]
    [InlineData("{|PIC3015:_pair = (1, chunk)|}")]
    [InlineData("{|PIC3015:s_pairs.Enqueue((1, chunk))|}")]
    [InlineData("{|PIC3015:_slots[0] = chunk|}")]
    [InlineData("{|PIC3015:store.Last = chunk|}")]
    [InlineData("{|PIC3015:Store.Shared = chunk|}")]
    [InlineData("{|PIC3015:Store.Shared = chunk[1..]|}")]
    [InlineData("{|PIC3015:_map.TryAdd(1, chunk)|}")]
    [InlineData("{|PIC3015:_map.AddOrUpdate(1, chunk, (_, _) => default)|}")]
    [InlineData("{|PIC3015:_map.GetOrAdd(1, chunk)|}")]
    [InlineData("{|PIC3015:_map.TryUpdate(1, chunk, default)|}")]
    [InlineData("{|PIC3015:_immutable = _immutable.Add(chunk)|}")]
    [InlineData("{|PIC3015:_seq = new ReadOnlySequence<byte>(chunk)|}")]
    [InlineData("_pending = {|PIC3015:Work(chunk)|}")]
    [InlineData("{|PIC3015:_tasks.Add(Work(chunk))|}")]
    [InlineData("{|PIC3015:ThreadPool.QueueUserWorkItem(static octets => Console.WriteLine(octets.Length), chunk, false)|}")]
    [InlineData("{|PIC3015:new Thread(() => Console.WriteLine(chunk.Length))|}.Start()")]
    [InlineData("{|PIC3015:Task.Delay(5).ContinueWith(_ => Console.WriteLine(chunk.Length))|}")]
    [InlineData("{|PIC3015:(_last, _n) = (chunk, 1)|}")]
    [InlineData("{|PIC3015:_last = _n > 1 ? chunk : default|}")]
    [InlineData("{|PIC3015:_nullable = chunk|}")]
    [InlineData("{|PIC3015:_weak = new(new Item(1, chunk))|}")]
    [InlineData("{|PIC3015:_box = chunk|}")]
    [InlineData("{|PIC3015:_all.AddRange([chunk])|}")]
    [InlineData("{|PIC3015:_handlers[\"x\"] = _ => Console.WriteLine(chunk.Length)|}")]
    [InlineData("{|PIC3015:_source.SetResult(chunk)|}")]
    [InlineData("{|PIC3015:_source.TrySetResult(chunk)|}")]
    [InlineData("{|PIC3015:Interlocked.Exchange(ref _item, new Item(1, chunk))|}")]
    [InlineData("{|PIC3015:Volatile.Write(ref _item, new Item(1, chunk))|}")]
    [InlineData("_ = {|PIC3015:Downstream.WriteAsync(chunk)|}")]
    [InlineData("{|PIC3015:store.Add(1, () => Console.WriteLine(chunk.Length))|}")]
    public Task WhatStaysInStaticsClosuresTasksAndCollections_IsReported(string statement) => Check.Source<LifetimeAnalyzer>(In($"[OnContent] void Chunk(ReadOnlyMemory<byte> chunk) {{ {statement}; }}"));

    [Theory]
    [InlineData("_map.GetOrAdd(1, _ => chunk.ToArray())")]
    [InlineData("_map.AddOrUpdate(1, chunk.ToArray(), (_, _) => chunk.ToArray())")]
    [InlineData("_map.TryAdd(1, chunk.ToArray())")]
    [InlineData("s_all[\"x\"] = chunk.ToArray()")]
    [InlineData("s_queue.Enqueue(chunk.ToArray())")]
    [InlineData("var copy = chunk.ToArray(); _later = () => Console.WriteLine(copy.Length)")]
    [InlineData("var length = chunk.Length; _actions.Add(() => Console.WriteLine(length))")]
    [InlineData("var copy = chunk.ToArray(); Fired += (_, _) => Console.WriteLine(copy.Length)")]
    [InlineData("var copy = chunk.ToArray(); _pending = Task.Run(() => Console.WriteLine(copy.Length))")]
    [InlineData("var copy = chunk.ToArray(); _lazy = new Lazy<int>(() => copy.Length)")]
    [InlineData("var lazy = new Lazy<int>(() => chunk.Length); _n = lazy.Value")]
    [InlineData("_item = new Item(chunk.Length, chunk.ToArray())")]
    [InlineData("var item = new Item(1, chunk); _n = item.Octets.Length")]
    [InlineData("var list = ImmutableList<ReadOnlyMemory<byte>>.Empty.Add(chunk); _n = list.Count")]
    [InlineData("_immutable = _immutable.Add(chunk.ToArray())")]
    [InlineData("_pair = (1, chunk.ToArray())")]
    [InlineData("_box = chunk.Length")]
    [InlineData("_box = Encoding.UTF8.GetString(chunk.Span)")]
    [InlineData("_source.SetResult(chunk.ToArray())")]
    [InlineData("var source = new TaskCompletionSource<ReadOnlyMemory<byte>>(); source.SetResult(chunk); _n = source.Task.Result.Length")]
    [InlineData("Interlocked.Exchange(ref _item, new Item(1, chunk.ToArray()))")]
    [InlineData("Interlocked.Add(ref _n, chunk.Length)")]
    [InlineData("Action now = () => Console.WriteLine(chunk.Length); now()")]
    [InlineData("var local = new ReadOnlyMemory<byte>[1]; local[0] = chunk; _n = local.Length")]
    [InlineData("var all = new List<ReadOnlyMemory<byte>>(); all.AddRange([chunk]); _n = all.Count")]
    [InlineData("Work(chunk).Wait()")]
    [InlineData("Task.WaitAll(Work(chunk), Work(chunk))")]
    [InlineData("store.Add(1, () => Console.WriteLine(1))")]
    [InlineData("_n = chunk.ToArray().Count(octet => octet == chunk.Span[0])")]
    [InlineData("Parallel.For(0, 4, i => Console.WriteLine(chunk.Span[i]))")]
    [InlineData("_last = default; _seq = default; s_last = ReadOnlyMemory<byte>.Empty")]
    [InlineData("store.Last = chunk.ToArray(); Store.Shared = chunk.Slice(1).ToArray()")]
    [InlineData("_immutable = [.. _immutable, chunk.ToArray()]")]
    [InlineData("var tasks = new List<Task> { Work(chunk) }; Task.WhenAll(tasks).GetAwaiter().GetResult()")]
    [InlineData("if (s_all.TryGetValue(\"x\", out var before)) { _n = before.Length; }")]
    [InlineData("_handlers[\"x\"] = static octet => Console.WriteLine(octet)")]
    [InlineData("new Thread(() => Console.WriteLine(_n)).Start()")]
    [InlineData("_slots[0] = chunk.ToArray()")]
    [InlineData("_weak = new(new Item(1, chunk.ToArray()))")]
    [InlineData("_nullable = chunk.Length > 3 ? chunk.ToArray() : null")]
    [InlineData("_source.TrySetException(new InvalidOperationException(chunk.Length.ToString()))")]
    [InlineData("_ = Task.Delay(5).ContinueWith(_ => Console.WriteLine(_n))")]
    [InlineData("_map.TryUpdate(1, chunk.ToArray(), default)")]
    [InlineData("ThreadPool.QueueUserWorkItem(static octets => Console.WriteLine(octets.Length), chunk.ToArray(), false)")]
    public Task WhatIsCopiedOrStaysInTheEvent_IsFine(string statement) => Check.Source<LifetimeAnalyzer>(In($"[OnContent] void Chunk(ReadOnlyMemory<byte> chunk) {{ {statement}; }}"));

    private static string In(string member) => $$"""
        using System.Buffers;
        using System.Collections.Concurrent;
        using System.Collections.Immutable;
        using System.Linq;
        using System.Text;
        using System.Threading.Channels;

        public class Store
        {
            private ReadOnlySequence<byte> _last;
            private readonly Dictionary<int, Action> _later = new();
            public static ReadOnlyMemory<byte> Shared { get; set; }
            public ReadOnlyMemory<byte> Last { get; set; }
            public void Add(int key, Action later) => _later[key] = later;
            public List<ReadOnlyMemory<byte>> All { get; } = new();
            public void Add(ReadOnlyMemory<byte> chunk) => All.Add(chunk);
            public void Copy(ReadOnlyMemory<byte> chunk) => All.Add(chunk.ToArray());
            public void Keep(ReadOnlySequence<byte> chunk) { _last = chunk; }
        }

        public record Item(int Id, ReadOnlyMemory<byte> Octets);

        [Handler("POST /upload")]
        public partial class Upload(Store store, Channel<ReadOnlyMemory<byte>> channel, List<ReadOnlyMemory<byte>> list)
        {
            private static ReadOnlyMemory<byte> s_last;
            private readonly List<ReadOnlyMemory<byte>> _chunks = new();
            private readonly List<byte[]> _copies = new();
            private ReadOnlyMemory<byte> _last;
            private ReadOnlySequence<byte> _seq;
            private int _n;
            private static readonly Dictionary<string, ReadOnlyMemory<byte>> s_all = new();
            private static readonly ConcurrentQueue<ReadOnlyMemory<byte>> s_queue = new();
            private static readonly Queue<(int, ReadOnlyMemory<byte>)> s_pairs = new();
            private static Lazy<int>? s_lazy;
            private readonly ConcurrentDictionary<int, ReadOnlyMemory<byte>> _map = new();
            private readonly Dictionary<string, Action<int>> _handlers = new();
            private readonly List<ReadOnlyMemory<byte>> _all = new();
            private readonly List<Action> _actions = new();
            private readonly List<Task> _tasks = new();
            private readonly ReadOnlyMemory<byte>[] _slots = new ReadOnlyMemory<byte>[4];
            private readonly TaskCompletionSource<ReadOnlyMemory<byte>> _source = new();
            private ImmutableList<ReadOnlyMemory<byte>> _immutable = [];
            private (int, ReadOnlyMemory<byte>) _pair;
            private ReadOnlyMemory<byte>? _nullable;
            private WeakReference<Item>? _weak;
            private object? _box;
            private Item _item = null!;
            private Action? _later;
            private Timer? _timer;
            private Lazy<int>? _lazy;
            private Task? _pending;
            private event EventHandler? Fired;
            private Downstream Downstream => default;
            private Task Work(ReadOnlyMemory<byte> chunk) => Task.CompletedTask;

            {{member}}
        }
        """;
}
