namespace Picard.Gen.Analyzers.Tests;

public class ContentEventAnalyzerTests
{
    [Fact]
    public Task PauseWithoutResume_IsReported() => Subject.Events<ContentEventAnalyzer>(
        "[OnContent] void Chunk(ReadOnlySpan<byte> chunk) { {|#0:Downstream.Pause()|}; }",
        Check.Message(Rules.PauseWithoutResume, "'Chunk' pauses the client, but nothing resumes it, so no more content arrives and the exchange stands still"));

    [Theory]
    [InlineData("int _n; [OnContent] void Chunk(ReadOnlySpan<byte> chunk) { _n++; if (_n > 9) { {|PIC2010:Downstream.Pause()|}; } else { Downstream.Resume(); } }")]
    [InlineData("[OnContent] void Chunk(ReadOnlySpan<byte> chunk) { {|PIC2010:Downstream.Pause()|}; } [OnEnd] void End() { Downstream.Resume(); }")]
    [InlineData("[OnContent] async ValueTask Chunk(ReadOnlyMemory<byte> chunk) { {|PIC2010:Downstream.Pause()|}; if (chunk.IsEmpty) { return; } await Task.Yield(); Downstream.Resume(); }")]
    public Task PauseThatMayLast_IsReported(string members) => Subject.Events<ContentEventAnalyzer>(members);

    [Theory]
    [InlineData("[OnContent] void Chunk(ReadOnlySpan<byte> chunk) { Downstream.Pause(); Downstream.WakeAfter(TimeSpan.FromSeconds(1)); } [OnTimer] void Tick() => Downstream.Resume();")]
    [InlineData("[OnContent] void Chunk(ReadOnlySpan<byte> chunk) { Downstream.Pause(); } [OnSignal] void Wake() => Downstream.Resume();")]
    [InlineData("[OnContent] async ValueTask Chunk(ReadOnlyMemory<byte> chunk) { if (chunk.IsEmpty) { return; } Downstream.Pause(); await Task.Yield(); Downstream.Resume(); }")]
    [InlineData("[OnContent] async ValueTask Chunk(ReadOnlyMemory<byte> chunk) { Downstream.Pause(); try { if (chunk.IsEmpty) { return; } await Task.Yield(); } finally { Downstream.Resume(); } }")]
    [InlineData("[OnContent] void Chunk(ReadOnlySpan<byte> chunk) { Downstream.Pause(); Later(Downstream); } void Later(Downstream downstream) { }")]
    public Task PauseThatEnds_IsFine(string members) => Subject.Events<ContentEventAnalyzer>(members);

    [Fact]
    public Task PauseOfAServerWithoutResume_IsReported() => Subject.ResponseEvents<ContentEventAnalyzer>(
        "[OnContent] void Chunk(ReadOnlySpan<byte> chunk) { {|#0:Upstream.Pause()|}; }",
        Check.Message(Rules.PauseWithoutResume, "'Chunk' pauses the server, but nothing resumes it, so no more content arrives and the exchange stands still"));

    [Theory]
    [InlineData("[OnContent] void Chunk(ReadOnlySpan<byte> chunk, Upstream upstream) { {|PIC2010:upstream.Pause()|}; } [OnEnd] void End(Upstream upstream) => upstream.Resume();")]
    [InlineData("[OnResponse] void Begin(Upstream upstream) => {|PIC2010:upstream.Pause()|};")]
    [InlineData("[OnContent] void Chunk(ReadOnlySpan<byte> chunk) { Upstream.Pause(); } [OnSignal] void Wake() => Upstream.Resume();")]
    [InlineData("[OnContent] void Chunk(ReadOnlySpan<byte> chunk, Upstream upstream) { upstream.Pause(); Later(upstream); } void Later(Upstream upstream) { }")]
    public Task PauseOfAServer_IsReportedIfItMayLast(string members) => Subject.ResponseEvents<ContentEventAnalyzer>(members);

    [Fact]
    public Task DetachedContent_IsReported() => Subject.Events<ContentEventAnalyzer>(
        "Task StoreAsync(ReadOnlyMemory<byte> chunk) => Task.CompletedTask; [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) { _ = {|#0:StoreAsync(chunk)|}; }",
        Check.Message(
            Rules.DetachedContent,
            "'Chunk' is called for each piece of content and does not wait for 'StoreAsync', so content is read faster than it is written; return the task or the Flow, or await it"));

    [Theory]
    [InlineData("void Store(ReadOnlyMemory<byte> chunk) { } [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) { {|PIC2011:Task.Run(() => Store(chunk))|}; }")]
    [InlineData("async void StoreAsync(ReadOnlyMemory<byte> chunk) => await Task.Yield(); [OnContent] void Chunk(ReadOnlyMemory<byte> chunk) => {|PIC2011:StoreAsync(chunk)|};")]
    [InlineData("private readonly PipeWriter _store = null!; [OnContent] void Chunk(ReadOnlySpan<byte> chunk) => {|PIC2011:_store.Write(chunk)|};")]
    public Task ContentThatNobodyWaitsFor_IsReported(string members) => Subject.Events<ContentEventAnalyzer>(members);

    [Theory]
    [InlineData("Task StoreAsync(ReadOnlyMemory<byte> chunk) => Task.CompletedTask; [OnContent] async ValueTask Chunk(ReadOnlyMemory<byte> chunk) => await StoreAsync(chunk);")]
    [InlineData("ValueTask StoreAsync(ReadOnlyMemory<byte> chunk) => default; [OnContent] ValueTask Chunk(ReadOnlyMemory<byte> chunk) => StoreAsync(chunk);")]
    [InlineData("private readonly PipeWriter _store = null!; [OnContent] async ValueTask Chunk(ReadOnlyMemory<byte> chunk) { _store.Write(chunk.Span); await _store.FlushAsync(); }")]
    [InlineData("void Store(ReadOnlySpan<byte> chunk) { } [OnContent] void Chunk(ReadOnlySpan<byte> chunk) => Store(chunk);")]
    public Task ContentThatIsWaitedFor_IsFine(string members) => Subject.Events<ContentEventAnalyzer>(members);
}
