namespace Picard.Gen.Analyzers.Tests;

public class UnawaitedWriteAnalyzerTests
{
    [Fact]
    public Task UnawaitedWrite_IsReported() => Check.Source<UnawaitedWriteAnalyzer>(
        "using System.IO; public class Copy { public void Send(Stream target) { _ = {|#0:target.WriteAsync(new byte[9])|}; } }",
        Check.Message(Rules.UnawaitedWrite, "'Send' does not await 'target.WriteAsync', so it goes on while the reader is slow, and writes that wait pile up in memory"));

    [Theory]
    [InlineData("void Send(WebSocket socket) { {|PIC2004:socket.SendAsync(new byte[9], WebSocketMessageType.Binary, true, default)|}; }")]
    [InlineData("void Send(Socket socket) { {|PIC2004:socket.SendAsync(new byte[9], SocketFlags.None)|}; }")]
    [InlineData("void Send(Stream stream) { {|PIC2004:stream.FlushAsync()|}; }")]
    [InlineData("void Send(Stream stream) { {|PIC2004:stream.WriteAsync(new byte[9])|}.ConfigureAwait(false); }")]
    [InlineData("void Send(Stream stream) { var lost = {|PIC2004:stream.WriteAsync(new byte[9])|}.AsTask(); }")]
    [InlineData("void Send(Stream stream) { _ = {|PIC2004:stream.CopyToAsync(stream)|}.ContinueWith(done => { }); }")]
    [InlineData("void Send(TextWriter writer) => {|PIC2004:writer.WriteLineAsync(\"line\")|};")]
    [InlineData("void Send(PipeWriter writer) { _ = {|PIC2004:writer.FlushAsync()|}; }")]
    [InlineData("void Send(ChannelWriter<int> writer) { _ = {|PIC2004:writer.WriteAsync(1)|}; }")]
    [InlineData("void Send(ITargetBlock<int> target) { {|PIC2004:target.SendAsync(1)|}; }")]
    [InlineData("void Send(List<int> items, Stream stream) => items.ForEach(i => {|PIC2004:stream.WriteAsync(new byte[i])|});")]
    [InlineData("async Task SendFrameAsync(Stream s, byte[] frame) { await s.WriteAsync(frame); await s.FlushAsync(); } void Send(Stream s) { _ = {|PIC2004:SendFrameAsync(s, new byte[9])|}; }")]
    [InlineData("async void Broadcast(WebSocket socket) { await {|PIC2004:socket.SendAsync(new byte[9], WebSocketMessageType.Binary, true, default)|}; }")]
    [InlineData("void Send(Downstream downstream) { _ = {|PIC2004:downstream.WriteAsync(new byte[9])|}; }")]
    public Task WriteThatNobodyAwaits_IsReported(string members) => Subject.Members<UnawaitedWriteAnalyzer>(members);

    [Theory]
    [InlineData("async Task Send(Stream stream) { await stream.WriteAsync(new byte[9]).ConfigureAwait(false); }")]
    [InlineData("Task Send(Stream stream) => stream.WriteAsync(new byte[9]).AsTask();")]
    [InlineData("async Task Send(Stream stream) { var write = stream.WriteAsync(new byte[9]); await write; }")]
    [InlineData("async Task Send(Stream a, Stream b) { var one = a.FlushAsync(); var two = b.FlushAsync(); await Task.WhenAll(one, two); }")]
    [InlineData("Task? _pending; void Send(Stream stream) { _pending = stream.FlushAsync(); }")]
    [InlineData("ValueTask Send(PipeWriter writer) { var flush = writer.FlushAsync(); return flush.IsCompletedSuccessfully ? default : Wait(flush); } async ValueTask Wait(ValueTask<FlushResult> flush) => await flush;")]
    [InlineData("void Send() { var memory = new MemoryStream(); _ = memory.WriteAsync(new byte[9]); }")]
    [InlineData("void Print() { Console.Out.WriteLineAsync(\"line\"); }")]
    [InlineData("async void OnClick(object sender, EventArgs e) { using var file = new FileStream(\"log\", FileMode.Append); await file.WriteAsync(new byte[9]); }")]
    [InlineData("void Fetch(HttpClient client) { _ = client.SendAsync(new HttpRequestMessage()); }")]
    [InlineData("void Keep(Task task) { } void Send(Stream stream) => Keep(stream.FlushAsync());")]
    [InlineData("async Task Send(List<Stream> streams) => await Task.WhenAll(streams.Select(s => s.FlushAsync()));")]
    [InlineData("async Task Send(ChannelWriter<int> writer) { for (var i = 0; i < 9; i++) { await writer.WriteAsync(i); } }")]
    [InlineData("Func<Task> Later(Stream stream) => () => stream.FlushAsync();")]
    [InlineData("async void Pump(ChannelReader<byte[]> queue, Stream stream) { do { while (queue.TryRead(out var item)) { await stream.WriteAsync(item).ConfigureAwait(false); } } while (await queue.WaitToReadAsync()); }")]
    public Task WriteThatIsAwaited_IsFine(string members) => Subject.Members<UnawaitedWriteAnalyzer>(members);

    [Theory]
    [InlineData(" : Hub", "public void Send(string text) { {|PIC2004:Clients.All.SendAsync(\"text\", text)|}; }")]
    [InlineData(" : Hub<IChat>", "public void Send(string text) { {|PIC2004:Clients.All.Receive(text)|}; }")]
    [InlineData("", "public void Send(HttpResponse response) { {|PIC2004:response.WriteAsync(\"text\")|}; }")]
    public Task WriteOfThePlatform_IsReported(string declaration, string members) => Subject.OfPlatform<UnawaitedWriteAnalyzer>(declaration, members);

    [Theory]
    [InlineData(" : Hub", "public async Task Send(string text) => await Clients.All.SendAsync(\"text\", text);")]
    [InlineData(" : Hub<IChat>", "public Task Send(string text) => Clients.All.Receive(text);")]
    [InlineData("", "public async Task Send(HttpResponse response) => await response.WriteAsync(\"text\");")]
    public Task WriteOfThePlatformThatIsAwaited_IsFine(string declaration, string members) => Subject.OfPlatform<UnawaitedWriteAnalyzer>(declaration, members);
}
