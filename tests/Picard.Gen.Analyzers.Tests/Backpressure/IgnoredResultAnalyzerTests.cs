namespace Picard.Gen.Analyzers.Tests;

public class IgnoredResultAnalyzerTests
{
    private const string Bounded = "private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(100);\n";
    private const string Dropping = "private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest });\n";
    private const string Block = "private readonly ActionBlock<int> _block = new(i => { }, new ExecutionDataflowBlockOptions { BoundedCapacity = 8 });\n";

    [Fact]
    public Task IgnoredResult_IsReported() => Check.Source<IgnoredResultAnalyzer>(
        "using System.Threading.Channels; public class Log(ChannelWriter<string> lines) { public void Add(string line) => {|#0:lines.TryWrite(line)|}; }",
        Check.Message(Rules.IgnoredResult, "'Add' ignores the result of 'lines.TryWrite', so an item for which there is no room is lost and its producer never slows down"));

    [Theory]
    [InlineData(Bounded + "void Add(Job job) => {|PIC2002:_jobs.Writer.TryWrite(job)|};")]
    [InlineData(Bounded + "void Add(Job job) { _ = {|PIC2002:_jobs.Writer.TryWrite(job)|}; }")]
    [InlineData("void Add(ChannelWriter<int> writer) { var isAdded = {|PIC2002:writer.TryWrite(1)|}; }")]
    [InlineData("async Task Add() { var c = Channel.CreateBounded<int>(8); for (var i = 0; i < 1000; i++) { {|PIC2002:c.Writer.TryWrite(i)|}; } c.Writer.Complete(); await c.Reader.Completion; }")]
    [InlineData(Block + "void Add() { {|PIC2002:_block.Post(1)|}; }")]
    [InlineData("void Add(ITargetBlock<int> target) { {|PIC2002:target.Post(1)|}; }")]
    [InlineData("BlockingCollection<int> _items = new(100); void Add() { {|PIC2002:_items.TryAdd(1)|}; }")]
    [InlineData("BlockingCollection<int> _items = new(100); void Give(int item) => {|PIC2002:_items.TryAdd(item)|}; void Run() { foreach (var item in _items.GetConsumingEnumerable()) { } }")]
    [InlineData("BlockingCollection<int> _items = new(100); void Submit(int item) => {|PIC2002:_items.TryAdd(item)|}; int Next() => _items.Take();")]
    [InlineData("async Task Enter(SemaphoreSlim gate) { await {|PIC2002:gate.WaitAsync(TimeSpan.FromSeconds(1))|}; gate.Release(); }")]
    [InlineData("async Task Fill(Socket socket, PipeWriter writer) { while (true) { var n = await socket.ReceiveAsync(writer.GetMemory(512)); if (n == 0) { break; } writer.Advance(n); await {|PIC2002:writer.FlushAsync()|}; } }")]
    [InlineData("async Task Fill(Socket socket, PipeWriter writer) { while (true) { var n = await socket.ReceiveAsync(writer.GetMemory(512)); if (n == 0) { break; } writer.Advance(n); var r = await {|PIC2002:writer.FlushAsync()|}; if (r.IsCanceled) { break; } } }")]
    [InlineData("async Task Relay(PipeWriter writer, IAsyncEnumerable<byte[]> pieces) { await foreach (var piece in pieces) { await {|PIC2002:writer.WriteAsync(piece)|}; } }")]
    public Task ResultThatNobodyLooksAt_IsReported(string members) => Subject.Members<IgnoredResultAnalyzer>(members);

    [Theory]
    [InlineData(Bounded + "bool Add(Job job) => _jobs.Writer.TryWrite(job);")]
    [InlineData("BlockingCollection<int> _free = new(100); void GiveBack(int slot) { _free.TryAdd(slot, 0); }")]
    [InlineData("BlockingCollection<byte[]> _free = new(100); byte[] Rent() => _free.Take(); void Return(byte[] lent) => _free.TryAdd(lent);")]
    [InlineData("BlockingCollection<byte[]> _free = new(100); byte[] Rent() => _free.TryTake(out var lent) ? lent : new byte[99]; void Recycle(byte[] lent) { _free.TryAdd(lent); }")]
    [InlineData("ConcurrentDictionary<int, int> _seen = new(); void Add(int item) => _seen.TryAdd(item, 1);")]
    [InlineData(Bounded + "void Add(Job job) { if (!_jobs.Writer.TryWrite(job)) { throw new InvalidOperationException(); } }")]
    [InlineData(Bounded + "async Task Add(Job job) { while (await _jobs.Writer.WaitToWriteAsync()) { if (_jobs.Writer.TryWrite(job)) { return; } } }")]
    [InlineData(Bounded + "async Task Add(Job job) => await _jobs.Writer.WriteAsync(job);")]
    [InlineData(Dropping + "void Add(Job job) => _jobs.Writer.TryWrite(job);")]
    [InlineData("private readonly Channel<Job> _jobs = Channel.CreateUnbounded<Job>(); void Add(Job job) => _jobs.Writer.TryWrite(job);")]
    [InlineData("bool Add(ChannelWriter<int> writer) { var isAdded = writer.TryWrite(1); return isAdded; }")]
    [InlineData(Block + "async Task Add() => await _block.SendAsync(1);")]
    [InlineData(Block + "void Add() { if (!_block.Post(1)) { throw new InvalidOperationException(); } }")]
    [InlineData("async Task Enter(SemaphoreSlim gate, CancellationToken stop) { await gate.WaitAsync(stop); gate.Release(); }")]
    [InlineData("async Task Enter(SemaphoreSlim gate) { if (!await gate.WaitAsync(TimeSpan.FromSeconds(1))) { return; } gate.Release(); }")]
    [InlineData("async Task Fill(Socket socket, PipeWriter writer) { while (true) { var n = await socket.ReceiveAsync(writer.GetMemory(512)); if (n == 0) { break; } writer.Advance(n); var r = await writer.FlushAsync(); if (r.IsCompleted) { break; } } }")]
    [InlineData("async Task Fill(Socket socket, PipeWriter writer) { while (true) { var n = await socket.ReceiveAsync(writer.GetMemory(512)); if (n == 0) { break; } writer.Advance(n); if ((await writer.FlushAsync()).IsCompleted) { break; } } }")]
    [InlineData("async Task One(PipeWriter writer) { writer.Write(new byte[9]); await writer.FlushAsync(); await writer.CompleteAsync(); }")]
    [InlineData("async Task Few(PipeWriter writer, List<byte[]> parts) { foreach (var part in parts) { await writer.WriteAsync(part); } }")]
    public Task ResultThatIsLookedAt_IsFine(string members) => Subject.Members<IgnoredResultAnalyzer>(members);
}
