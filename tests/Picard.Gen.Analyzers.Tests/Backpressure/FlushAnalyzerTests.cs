namespace Picard.Gen.Analyzers.Tests;

public class FlushAnalyzerTests
{
    private const string WriteRow = "static void WriteRow(PipeWriter writer, string row) { var span = writer.GetSpan(row.Length * 3); writer.Advance(Encoding.UTF8.GetBytes(row, span)); }\n";

    [Fact]
    public Task UnflushedWrites_AreReported() => Check.Source<FlushAnalyzer>(
        "using System.IO.Pipelines; using System.Text; public class Rows { public async Task Send(PipeWriter writer, IEnumerable<string> rows) { foreach (var row in rows) { {|#0:Encoding.UTF8.GetBytes(row, writer)|}; } await writer.FlushAsync(); } }",
        Check.Message(Rules.UnflushedWrites, "'Send' writes to 'writer' in a loop that awaits no flush, so all of it is held in memory however slowly it is read; await FlushAsync in the loop"));

    [Theory]
    [InlineData("async Task Fill(Socket socket, PipeWriter writer) { while (true) { var memory = {|PIC2003:writer.GetMemory(512)|}; var n = await socket.ReceiveAsync(memory); if (n == 0) { break; } writer.Advance(n); } await writer.FlushAsync(); }")]
    [InlineData(WriteRow + "async Task Send(PipeWriter writer, IAsyncEnumerable<string> rows) { await foreach (var row in rows) { {|PIC2003:WriteRow(writer, row)|}; } await writer.FlushAsync(); }")]
    [InlineData("async Task Send(PipeWriter writer, long size) { var sum = 0L; while (sum < size) { {|PIC2003:writer.GetSpan(4096)|}.Clear(); writer.Advance(4096); sum += 4096; } await writer.FlushAsync(); }")]
    [InlineData("async Task Send(PipeWriter writer) { for (var i = 0; i < 1_000_000; i++) { {|PIC2003:writer.Write(\"hello\"u8)|}; } await writer.FlushAsync(); }")]
    [InlineData("async Task Send(PipeWriter writer, IEnumerable<int> numbers) { var json = new Utf8JsonWriter(writer); foreach (var number in numbers) { {|PIC2003:json.WriteNumberValue(number)|}; } await json.FlushAsync(); }")]
    [InlineData("async Task Send(ContentWriter content) { for (var i = 0; i < 100_000; i++) { {|PIC2003:content.GetSpan(1)|}[0] = 1; content.Advance(1); } await content.FlushAsync(); }")]
    [InlineData("async Task Mirror(PipeReader reader, PipeWriter a, PipeWriter b) { while (true) { var read = await reader.ReadAsync(); foreach (var part in read.Buffer) { a.Write(part.Span); {|PIC2003:b.Write(part.Span)|}; } reader.AdvanceTo(read.Buffer.End); await a.FlushAsync(); } }")]
    [InlineData("async Task Send(PipeWriter writer, Func<ReadOnlyMemory<byte>> next) { ReadOnlyMemory<byte> part; do { part = next(); {|PIC2003:writer.Write(part.Span)|}; } while (part.Length > 0); await writer.FlushAsync(); }")]
    [InlineData("async Task Send(PipeWriter writer, long size, ReadOnlyMemory<byte> line) { while (size > 0) { {|PIC2003:writer.Write(line.Span)|}; size -= line.Length; } await writer.FlushAsync(); }")]
    [InlineData("async Task Send(PipeWriter writer, byte[] scratch, IEnumerator<byte> more) { while (more.MoveNext()) { scratch[0] = more.Current; {|PIC2003:writer.Write(scratch.AsSpan(0, 1))|}; } await writer.FlushAsync(); }")]
    public Task LoopWithoutFlush_IsReported(string members) => Subject.Members<FlushAnalyzer>(members);

    [Theory]
    [InlineData("async Task Send(PipeWriter writer, IEnumerable<string> rows) { var n = 0; foreach (var row in rows) { Encoding.UTF8.GetBytes(row, writer); if (++n % 100 == 0) { await writer.FlushAsync(); } } await writer.FlushAsync(); }")]
    [InlineData("async Task Send(PipeWriter writer) { for (var i = 0; i < 1_000_000; i++) { writer.Write(\"hello\"u8); if (writer.UnflushedBytes > 4096) { await writer.FlushAsync(); } } await writer.FlushAsync(); }")]
    [InlineData(WriteRow + "static readonly string[] s_names = [\"a\", \"b\"]; async Task Send(PipeWriter writer) { foreach (var name in s_names) { WriteRow(writer, name); } await writer.FlushAsync(); }")]
    [InlineData(WriteRow + "async Task Send(PipeWriter writer) { for (var i = 0; i < 4; i++) { WriteRow(writer, \"row\"); } await writer.FlushAsync(); }")]
    [InlineData(WriteRow + "static void WriteAll(PipeWriter writer, List<string> rows) { foreach (var row in rows) { WriteRow(writer, row); } }")]
    [InlineData("async Task Relay(PipeReader reader, PipeWriter writer) { while (true) { var read = await reader.ReadAsync(); foreach (var part in read.Buffer) { writer.Write(part.Span); } reader.AdvanceTo(read.Buffer.End); await writer.FlushAsync(); } }")]
    [InlineData("async Task Copy(PipeWriter writer, ReadOnlyMemory<byte> piece) { while (piece.Length > 0) { var n = Math.Min(512, piece.Length); piece[..n].CopyTo(writer.GetMemory(n)); writer.Advance(n); piece = piece[n..]; } await writer.FlushAsync(); }")]
    [InlineData("async Task Send(PipeWriter writer, IEnumerable<int> numbers) { var json = new Utf8JsonWriter(writer); foreach (var number in numbers) { json.WriteNumberValue(number); await json.FlushAsync(); } }")]
    [InlineData("private readonly Pipe _pipe = new(); void Copy(ReadOnlySpan<byte> source) { var at = 0; var left = source.Length; while (left > 0) { var room = _pipe.Writer.GetSpan(1); var n = Math.Min(left, room.Length); source.Slice(at, n).CopyTo(room); _pipe.Writer.Advance(n); at += n; left -= n; } }")]
    [InlineData("private readonly PipeWriter _output = null!; void Split(in ReadOnlySequence<byte> content, long length, int most) { var rest = content; do { var part = rest.Slice(0, most); foreach (var memory in part) { _output.Write(memory.Span); } length -= most; rest = rest.Slice(most); } while (length > most); }")]
    [InlineData("private readonly PipeWriter _output = null!; void Frames(ReadOnlyMemory<byte> content, int most) { var left = content.Length; while (left > 0) { var n = Math.Min(left, most); _output.Write([(byte)n]); _output.Write(content.Span[..n]); content = content[n..]; left -= n; } }")]
    [InlineData("async Task Send(ArrayBufferWriter<byte> memory, IEnumerable<byte[]> parts) { foreach (var part in parts) { memory.Write(part); } await Task.Yield(); }")]
    [InlineData("async Task Mirror(PipeReader reader, PipeWriter a, PipeWriter b) { while (true) { var read = await reader.ReadAsync(); foreach (var part in read.Buffer) { a.Write(part.Span); b.Write(part.Span); } reader.AdvanceTo(read.Buffer.End); await a.FlushAsync(); await b.FlushAsync(); } }")]
    [InlineData("private readonly Pipe _pipe = new(); async Task Relay(PipeReader reader) { var writer = _pipe.Writer; while (true) { var read = await reader.ReadAsync(); foreach (var part in read.Buffer) { writer.Write(part.Span); } reader.AdvanceTo(read.Buffer.End); await _pipe.Writer.FlushAsync(); } }")]
    public Task LoopThatFlushes_IsFine(string members) => Subject.Members<FlushAnalyzer>(members);
}
