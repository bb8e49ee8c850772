namespace Picard.Gen.Analyzers.Tests;

public class FanOutAnalyzerTests
{
    private const string Handle = "Task Handle(Job job) => Task.CompletedTask;\n";

    [Fact]
    public Task UnboundedFanOut_IsReported() => Check.Source<FanOutAnalyzer>(
        "using System.Threading.Channels; public class Jobs { Task Handle(int job) => Task.CompletedTask; public async Task Run(ChannelReader<int> jobs) { await foreach (var job in jobs.ReadAllAsync()) { _ = {|#0:Handle(job)|}; } } }",
        Check.Message(
            Rules.UnboundedFanOut,
            "'Run' starts 'Handle' for each item and waits for none before it starts the next, so as much runs at once as there are items; use Parallel.ForEachAsync, or a SemaphoreSlim that is waited for first"));

    [Theory]
    [InlineData(Handle + "async Task Run(ChannelReader<Job> jobs) { await foreach (var job in jobs.ReadAllAsync()) { _ = {|PIC2008:Task.Run(() => Handle(job))|}; } }")]
    [InlineData(Handle + "async Task Run(ChannelReader<Job> jobs) { while (await jobs.WaitToReadAsync()) { while (jobs.TryRead(out var job)) { _ = {|PIC2008:Handle(job)|}; } } }")]
    [InlineData(Handle + "async Task Run(ChannelReader<Job> jobs) { var tasks = new List<Task>(); await foreach (var job in jobs.ReadAllAsync()) { tasks.Add({|PIC2008:Handle(job)|}); } await Task.WhenAll(tasks); }")]
    [InlineData(Handle + "async Task Run(UdpClient client) { while (true) { var got = await client.ReceiveAsync(); _ = {|PIC2008:Handle(new Job(got.Buffer.Length))|}; } }")]
    [InlineData(Handle + "async Task Run(IAsyncEnumerable<Job> jobs) { await foreach (var job in jobs) { {|PIC2008:ThreadPool.QueueUserWorkItem(_ => Handle(job))|}; } }")]
    [InlineData("async Task Fetch(HttpClient client, IEnumerable<string> urls) { await {|PIC2008:Task.WhenAll(urls.Select(u => client.GetStringAsync(u)))|}; }")]
    [InlineData("void Run(List<int> items) => {|PIC2008:Parallel.ForEach(items, async i => await Task.Yield())|};")]
    [InlineData("Task Run(List<int> items) => {|PIC2008:Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = int.MaxValue }, (i, _) => default)|};")]
    public Task WorkForEachItem_IsReported(string members) => Subject.Members<FanOutAnalyzer>(members);

    [Theory]
    [InlineData(Handle + "async Task Run(ChannelReader<Job> jobs) { await foreach (var job in jobs.ReadAllAsync()) { await Handle(job); } }")]
    [InlineData(Handle + "async Task Run(ChannelReader<Job> jobs) { var gate = new SemaphoreSlim(4); await foreach (var job in jobs.ReadAllAsync()) { await gate.WaitAsync(); _ = Task.Run(async () => { try { await Handle(job); } finally { gate.Release(); } }); } }")]
    [InlineData(Handle + "async Task Run(ChannelReader<Job> jobs) { var tasks = new List<Task>(); await foreach (var job in jobs.ReadAllAsync()) { tasks.Add(Handle(job)); if (tasks.Count >= 10) { tasks.Remove(await Task.WhenAny(tasks)); } } }")]
    [InlineData(Handle + "Task Run(ChannelReader<Job> jobs) => Parallel.ForEachAsync(jobs.ReadAllAsync(), async (job, _) => await Handle(job));")]
    [InlineData("async Task Serve(TcpClient c) => await c.GetStream().FlushAsync(); async Task Accept(TcpListener listener) { while (true) { var c = await listener.AcceptTcpClientAsync(); _ = Serve(c); } }")]
    [InlineData("async Task Fetch(HttpClient client, IEnumerable<string> urls) { foreach (var some in urls.Chunk(8)) { await Task.WhenAll(some.Select(u => client.GetStringAsync(u))); } }")]
    [InlineData("async Task Fetch(HttpClient client) => await Task.WhenAll(Enumerable.Range(0, 4).Select(i => client.GetStringAsync($\"/{i}\")));")]
    [InlineData("async Task Fetch(HttpClient client) => await Task.WhenAll(client.GetStringAsync(\"/a\"), client.GetStringAsync(\"/b\"));")]
    [InlineData("async Task Run() { var workers = new List<Task>(); for (var i = 0; i < Environment.ProcessorCount; i++) { workers.Add(Task.Run(() => { })); } await Task.WhenAll(workers); }")]
    [InlineData("Task Run(List<int> items) => Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (i, _) => default);")]
    [InlineData("async Task Tick() { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync()) { await Task.Yield(); } }")]
    public Task WorkWithABound_IsFine(string members) => Subject.Members<FanOutAnalyzer>(members);

    [Theory]
    [InlineData("Task Load(int id) => Task.CompletedTask; [Post(\"/a\")] async ValueTask Post(int[] ids) { await {|PIC2008:Task.WhenAll(ids.Select(id => Load(id)))|}; }")]
    [InlineData("Task Load(int id) => Task.CompletedTask; [Post(\"/a\")] void Post(int[] ids) { foreach (var id in ids) { _ = {|PIC2008:Load(id)|}; } }")]
    [InlineData("Task Load(int id) => Task.CompletedTask; [Post(\"/a\")] async ValueTask Post(int[] ids) { if (ids.Length > 16) { return; } await Task.WhenAll(ids.Select(id => Load(id))); }")]
    [InlineData("Task Load(int id) => Task.CompletedTask; [Post(\"/a\")] async ValueTask Post(int[] ids) { await Task.WhenAll(ids.Take(16).Select(id => Load(id))); }")]
    [InlineData("Task Load(int id) => Task.CompletedTask; [Post(\"/a\")] async ValueTask Post(int[] ids) { foreach (var id in ids) { await Load(id); } }")]
    public Task WorkForEachItemOfARequest_IsReportedUnlessItHasABound(string members) => Subject.Routes<FanOutAnalyzer>(members);
}
