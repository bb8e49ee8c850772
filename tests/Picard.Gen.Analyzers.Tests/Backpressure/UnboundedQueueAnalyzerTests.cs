namespace Picard.Gen.Analyzers.Tests;

public class UnboundedQueueAnalyzerTests
{
    [Fact]
    public Task UnboundedQueue_IsReported() => Check.Source<UnboundedQueueAnalyzer>(
        "using System.Threading.Channels; public class Jobs { private readonly Channel<int> _jobs = {|#0:Channel.CreateUnbounded<int>()|}; }",
        Check.Message(
            Rules.UnboundedQueue,
            "The channel of 'Channel.CreateUnbounded' has no bound, so a producer that is faster than its consumer fills memory instead of waiting; use Channel.CreateBounded and await WriteAsync"));

    [Theory]
    [InlineData("Channel<int> _c = {|PIC2005:Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true })|};")]
    [InlineData("Channel<int> Make() => {|PIC2005:Channel.CreateUnbounded<int>()|};")]
    [InlineData("Channel<int> _c = {|PIC2005:Channel.CreateBounded<int>(int.MaxValue)|};")]
    [InlineData("Channel<int> _c = Channel.CreateBounded<int>({|PIC2005:new BoundedChannelOptions(int.MaxValue)|});")]
    [InlineData("BufferBlock<int> _b = {|PIC2005:new()|};")]
    [InlineData("ActionBlock<int> _b = {|PIC2005:new ActionBlock<int>(i => { })|};")]
    [InlineData("ActionBlock<int> _b = {|PIC2005:new ActionBlock<int>(i => { }, new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = 4 })|};")]
    [InlineData("BufferBlock<int> _b = {|PIC2005:new BufferBlock<int>(new DataflowBlockOptions { BoundedCapacity = DataflowBlockOptions.Unbounded })|};")]
    [InlineData("BlockingCollection<int> _b = {|PIC2005:new BlockingCollection<int>()|};")]
    [InlineData("BlockingCollection<int> _b = {|PIC2005:new(new ConcurrentQueue<int>())|};")]
    [InlineData("Pipe _p = new({|PIC2005:new PipeOptions(pauseWriterThreshold: 0)|});")]
    [InlineData("ConcurrentQueue<int> _q = new(); SemaphoreSlim _s = new(0); public void Add(int i) { {|PIC2005:_q.Enqueue(i)|}; _s.Release(); } async Task Run() { while (true) { await _s.WaitAsync(); _q.TryDequeue(out _); } }")]
    public Task QueueThatIsNeverFull_IsReported(string members) => Subject.Members<UnboundedQueueAnalyzer>(members);

    [Theory]
    [InlineData("Channel<int> _c = Channel.CreateBounded<int>(100);")]
    [InlineData("Channel<int> _c = Channel.CreateBounded<int>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest });")]
    [InlineData("async Task<int> Sum(int[] items) { var c = Channel.CreateUnbounded<int>(); foreach (var i in items) { c.Writer.TryWrite(i); } c.Writer.Complete(); return await c.Reader.ReadAsync(); }")]
    [InlineData("Channel<int> _c = Channel.CreateUnbounded<int>(); int _n; public bool Add(int i) => Interlocked.Increment(ref _n) < 100 && _c.Writer.TryWrite(i);")]
    [InlineData("Channel<int> _c = Channel.CreateUnbounded<int>(); SemaphoreSlim _slots = new(100); public async Task Add(int i) { await _slots.WaitAsync(); _c.Writer.TryWrite(i); }")]
    [InlineData("Channel<int> _pool = Channel.CreateUnbounded<int>(); public Subject() { for (var i = 0; i < 9; i++) { _pool.Writer.TryWrite(i); } } async Task Use() { var one = await _pool.Reader.ReadAsync(); _pool.Writer.TryWrite(one); }")]
    [InlineData("BufferBlock<int> _b = new(new DataflowBlockOptions { BoundedCapacity = 10 });")]
    [InlineData("BroadcastBlock<int> _b = new(i => i);")]
    [InlineData("void Make() { var options = new ExecutionDataflowBlockOptions(); options.BoundedCapacity = 5; var b = new ActionBlock<int>(i => { }, options); }")]
    [InlineData("async Task Run(List<int> items) { var b = new ActionBlock<int>(i => { }); foreach (var i in items) { b.Post(i); } b.Complete(); await b.Completion; }")]
    [InlineData("BlockingCollection<int> _b = new(100); BlockingCollection<int> _c = new(new ConcurrentQueue<int>(), 100);")]
    [InlineData("Pipe _p = new(); Pipe _q = new(new PipeOptions(pauseWriterThreshold: 65536, resumeWriterThreshold: 32768));")]
    [InlineData("ConcurrentQueue<int> _q = new(); SemaphoreSlim _s = new(0); bool Add(int i) { if (_q.Count >= 100) { return false; } _q.Enqueue(i); _s.Release(); return true; } async Task Run() { while (true) { await _s.WaitAsync(); _q.TryDequeue(out _); } }")]
    [InlineData("ConcurrentQueue<byte[]> _free = new(); byte[] Rent() => _free.TryDequeue(out var one) ? one : new byte[9]; void Return(byte[] one) => _free.Enqueue(one);")]
    public Task QueueWithABound_IsFine(string members) => Subject.Members<UnboundedQueueAnalyzer>(members);

    [Fact]
    public Task LimitOfAServer_IsReportedWhereItIsSwitchedOff() => Subject.OfPlatform<UnboundedQueueAnalyzer>(
        "", "void Set(Limits limits) { {|PIC2005:limits.MaxRequestBufferSize = null|}; limits.MaxRequestBufferSize = 1 << 20; }");
}
