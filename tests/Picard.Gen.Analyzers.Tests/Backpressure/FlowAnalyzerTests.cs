namespace Picard.Gen.Analyzers.Tests;

public class FlowAnalyzerTests
{
    [Fact]
    public Task IgnoredFlow_IsReported() => Subject.Events<FlowAnalyzer>(
        "[OnContent] void Chunk(ReadOnlySequence<byte> chunk) => {|#0:Downstream.Write(chunk)|};",
        Check.Message(
            Rules.IgnoredFlow,
            "'Chunk' ignores the Flow of 'Downstream.Write', so it writes on while the client reads slowly and what waits for the client grows; return the Flow, await the write, or stop at Flow.Paused"));

    [Theory]
    [InlineData("[OnContent] void Chunk(ReadOnlySequence<byte> chunk, Upstream upstream) => {|#0:upstream.Write(chunk)|};", "upstream.Write")]
    [InlineData("private Upstream _server; Flow Send(ReadOnlySpan<byte> octets) => _server.Write(octets); [OnContent] void Chunk(ReadOnlySpan<byte> chunk) { {|#0:Send(chunk)|}; }", "Send")]
    public Task IgnoredFlowToAServer_NamesTheServer(string members, string call) => Check.Source<FlowAnalyzer>(
        $"using System.Buffers;\n[ResponseHandler] public partial class Tail {{ {members} }}",
        Check.Message(
            Rules.IgnoredFlow,
            $"'Chunk' ignores the Flow of '{call}', so it writes on while the server reads slowly and what waits for the server grows; return the Flow, await the write, or stop at Flow.Paused"));

    [Fact]
    public Task IgnoredFlowToAClient_InAHandlerOfResponses_NamesTheClient() => Check.Source<FlowAnalyzer>(
        "using System.Buffers;\n[ResponseHandler] public partial class Tail(Downstream client) { [OnContent] void Chunk(ReadOnlySequence<byte> chunk) => {|#0:client.Write(chunk)|}; }",
        Check.Message(
            Rules.IgnoredFlow,
            "'Chunk' ignores the Flow of 'client.Write', so it writes on while the client reads slowly and what waits for the client grows; return the Flow, await the write, or stop at Flow.Paused"));

    [Theory]
    [InlineData("[OnContent] void Chunk(ReadOnlySequence<byte> chunk) { _ = {|PIC2001:Downstream.Write(chunk)|}; }")]
    [InlineData("[OnContent] void Chunk(ReadOnlySequence<byte> chunk) { var flow = {|PIC2001:Downstream.Write(chunk)|}; }")]
    [InlineData("[OnRequest] void Begin() { for (var i = 0; i < 1_000_000; i++) { {|PIC2001:Downstream.Write($\"{i}\")|}; } Downstream.Complete(); }")]
    [InlineData("[OnTimer] void Tick() { {|PIC2001:Downstream.Write($\"{DateTime.UtcNow}\")|}; Downstream.WakeAfter(TimeSpan.FromSeconds(1)); }")]
    [InlineData("[OnRequest] void Begin(byte[] all) { {|PIC2001:Downstream.Write(all)|}; }")]
    [InlineData("Flow Send(ReadOnlySpan<byte> octets) => Downstream.Write(octets); [OnContent] void Chunk(ReadOnlySpan<byte> chunk) { {|PIC2001:Send(chunk)|}; }")]
    [InlineData("[OnRequest] void Begin(List<string> rows) { foreach (var row in rows) { if ({|PIC2001:Downstream.Write(row)|} == Flow.Closed) { return; } } Downstream.Complete(); }")]
    [InlineData("int _slow; [OnRequest] void Begin(List<string> rows) { foreach (var row in rows) { if ({|PIC2001:Downstream.Write(row)|} != Flow.Ready) { _slow++; } } Downstream.Complete(); }")]
    [InlineData("int _slow; [OnRequest] void Begin(List<string> rows) { foreach (var row in rows) { var flow = {|PIC2001:Downstream.Write(row)|}; if (flow is Flow.Paused) { _slow++; continue; } } Downstream.Complete(); }")]
    public Task FlowThatNobodyLooksAt_IsReported(string members) => Subject.Events<FlowAnalyzer>(members);

    [Theory]
    [InlineData("[OnContent] Flow Chunk(ReadOnlySequence<byte> chunk) => Downstream.Write(chunk);")]
    [InlineData("[OnContent] Flow Chunk(ReadOnlySequence<byte> chunk) { var flow = Flow.Ready; foreach (var part in chunk) { flow = Downstream.Write(part.Span); } return flow; }")]
    [InlineData("[OnContent] async ValueTask Chunk(ReadOnlyMemory<byte> chunk) => await Downstream.WriteAsync(chunk);")]
    [InlineData("[OnContent] async ValueTask<Flow> Chunk(ReadOnlyMemory<byte> chunk) => await Downstream.WriteAsync(chunk);")]
    [InlineData("[OnRequest] void Begin() { Downstream.Begin(StatusCode.Ok); Downstream.Write(\"Hello, \"); Downstream.Write($\"{DateTime.UtcNow}\"); Downstream.Complete(); }")]
    [InlineData("[OnRequest] void Begin() { Downstream.Begin(StatusCode.Ok); Downstream.Write(\"<html>\"u8); }")]
    [InlineData("[OnRequest] void Begin() { for (var i = 0; i < 3; i++) { Downstream.Write($\"{i}\"); } Downstream.Complete(); }")]
    [InlineData("Flow Note(Flow flow) => flow; [OnContent] void Chunk(ReadOnlySpan<byte> chunk) { Note(Downstream.Write(chunk)); }")]
    [InlineData("[OnContent] void Chunk(ReadOnlySpan<byte> chunk) { if (Downstream.Write(chunk) == Flow.Paused) { Downstream.Pause(); } }")]
    [InlineData("int _next; List<string> _rows = []; [OnRequest] void Begin() => Produce(); [OnResume] void Produce() { while (_next < _rows.Count) { if (Downstream.Write(_rows[_next++]) != Flow.Ready) { return; } } Downstream.Complete(); }")]
    [InlineData("int _next; List<string> _rows = []; [OnRequest, OnResume] void Produce() { var isReady = true; while (isReady && _next < _rows.Count) { if (Downstream.Write(_rows[_next++]) != Flow.Ready) { isReady = false; } } }")]
    [InlineData("[OnContent] void Chunk(ReadOnlySequence<byte> chunk) { foreach (var part in chunk) { if (Downstream.Write(part.Span) == Flow.Paused) { Downstream.Pause(); } } } [OnResume] void Go() => Downstream.Resume();")]
    public Task FlowThatIsLookedAt_IsFine(string members) => Subject.Events<FlowAnalyzer>(members);

    [Theory]
    [InlineData("[Get(\"/rows\")] async ValueTask Rows(ContentWriter content) { for (var i = 0; i < 100_000; i++) { {|PIC2001:content.Write(\"row\"u8)|}; } }")]
    public Task ContentThatIsWrittenInALoop_IsReported(string members) => Subject.Routes<FlowAnalyzer>(members);

    [Theory]
    [InlineData("[Get(\"/row\")] void Row(ContentWriter content) => content.Write(\"row\"u8);")]
    [InlineData("[Get(\"/rows\")] async ValueTask Rows(ContentWriter content) { for (var i = 0; i < 100_000; i++) { content.Write(\"row\"u8); await content.FlushAsync(); } }")]
    [InlineData("[Get(\"/rows\")] async ValueTask Rows(ContentWriter content) { for (var i = 0; i < 100_000; i++) { if (content.Write(\"row\"u8) == Flow.Paused) { await content.FlushAsync(); } } }")]
    [InlineData("[Get(\"/rows\")] async ValueTask Rows(ContentWriter content) { for (var i = 0; i < 100_000; i++) { content.Write(\"row\"u8); if (i % 100 == 0) { await content.FlushAsync(); } } }")]
    public Task ContentThatIsFlushed_IsFine(string members) => Subject.Routes<FlowAnalyzer>(members);

    [Theory]
    [InlineData("int _next; [OnRequest] void Begin() { while (_next < 1_000_000 && {|PIC2009:Downstream.Write($\"{_next++}\")|} == Flow.Ready) { } if (_next == 1_000_000) { Downstream.Complete(); } }")]
    [InlineData("int _next; [OnRequest] void Begin() => Produce(); void Produce() { while (_next < 9_000) { if ({|PIC2009:Downstream.Write($\"{_next++}\")|} == Flow.Paused) { return; } } Downstream.Complete(); }")]
    public Task ProducerWithoutResume_IsReported(string members) => Subject.Events<FlowAnalyzer>(members);

    [Theory]
    [InlineData("int _next; [OnRequest] void Begin() => Produce(); [OnResume] void Produce() { while (_next < 9_000 && Downstream.Write($\"{_next++}\") == Flow.Ready) { } }")]
    [InlineData("int _next; [OnTimer] void Tick() { while (_next < 9_000 && Downstream.Write($\"{_next++}\") == Flow.Ready) { } Downstream.WakeAfter(TimeSpan.FromSeconds(1)); }")]
    [InlineData("int _next; [OnRequest] Flow Begin() { while (_next < 9_000) { var flow = Downstream.Write($\"{_next++}\"); if (flow != Flow.Ready) { return flow; } } return Flow.Ready; }")]
    [InlineData("int _next; [OnRequest] async ValueTask Begin() { while (_next++ < 9_000) { if (await Downstream.WriteAsync(new byte[9]) == Flow.Closed) { return; } } Downstream.Complete(); }")]
    [InlineData("int _next; [OnContent] void Content(ReadOnlySpan<byte> octets) { foreach (var octet in octets) { if (Downstream.Write($\"{octet}\") == Flow.Paused) { Downstream.Pause(); break; } } }")]
    [InlineData("int _next; [OnRequest] void Begin() { while (_next++ < 9_000) { if (Downstream.Write($\"{_next}\") == Flow.Paused) { Downstream.Pause(); return; } } } [OnEnd] void End() => Downstream.Resume();")]
    public Task ProducerThatGoesOn_IsFine(string members) => Subject.Events<FlowAnalyzer>(members);

    [Theory]
    [InlineData("int _next; [OnRequest] void Begin(Upstream upstream) { while (_next < 1_000_000 && {|PIC2009:upstream.Write($\"{_next++}\")|} == Flow.Ready) { } if (_next == 1_000_000) { upstream.Complete(); } }")]
    [InlineData("int _next; [OnRequest, OnResume] void Produce() { while (_next < 1_000_000 && Upstream.Write($\"{_next++}\") == Flow.Ready) { } if (_next == 1_000_000) { Upstream.Complete(); } }")]
    public Task ProducerOfARequest_GoesOnAtResume(string members) => Subject.ResponseEvents<FlowAnalyzer>(members);
}
