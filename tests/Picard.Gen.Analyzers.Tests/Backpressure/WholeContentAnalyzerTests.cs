namespace Picard.Gen.Analyzers.Tests;

public class WholeContentAnalyzerTests
{
    [Fact]
    public Task WholeContent_IsReported() => Check.Source<WholeContentAnalyzer>(
        "using System.IO; using System.Net.Sockets; public class Reader { public async Task Read(NetworkStream stream) { var all = new MemoryStream(); await {|#0:stream.CopyToAsync(all)|}; } }",
        Check.Message(
            Rules.WholeContent,
            "'stream.CopyToAsync' holds all of the content in memory, so a peer decides how much memory is held; pass the content on piece by piece, or check its length against a limit"));

    [Theory]
    [InlineData("async Task<string> Read(TcpClient c) { using var r = new StreamReader(c.GetStream()); return await {|PIC2007:r.ReadToEndAsync()|}; }")]
    [InlineData("async Task<byte[]> Fetch(HttpClient c) { using var r = await c.GetAsync(\"/\", HttpCompletionOption.ResponseHeadersRead); return await {|PIC2007:r.Content.ReadAsByteArrayAsync()|}; }")]
    [InlineData("async Task Fetch(HttpClient c) { using var r = await c.GetAsync(\"/\", HttpCompletionOption.ResponseHeadersRead); using var s = await r.Content.ReadAsStreamAsync(); var all = new MemoryStream(); await {|PIC2007:s.CopyToAsync(all)|}; }")]
    [InlineData("async Task Read(PipeReader reader) { var all = new MemoryStream(); await {|PIC2007:reader.CopyToAsync(all)|}; }")]
    [InlineData("async Task Read(PipeReader reader) { while (true) { var r = await reader.ReadAsync(); if (r.IsCompleted) { return; } {|PIC2007:reader.AdvanceTo(r.Buffer.Start, r.Buffer.End)|}; } }")]
    [InlineData("async Task Read(NetworkStream s) { var head = new byte[4]; await s.ReadExactlyAsync(head); var n = BinaryPrimitives.ReadInt32BigEndian(head); var all = {|PIC2007:new byte[n]|}; await s.ReadExactlyAsync(all); }")]
    public Task ContentWithoutALimit_IsReported(string members) => Subject.Members<WholeContentAnalyzer>(members);

    [Theory]
    [InlineData("async Task<string> Read(string path) { using var r = new StreamReader(path); return await r.ReadToEndAsync(); }")]
    [InlineData("async Task Read(string path) { using var f = File.OpenRead(path); var all = new MemoryStream(); await f.CopyToAsync(all); }")]
    [InlineData("async Task Read(TcpClient c) { using var f = File.Create(\"all\"); await c.GetStream().CopyToAsync(f); }")]
    [InlineData("async Task<byte[]> Fetch(HttpClient c) { using var r = await c.GetAsync(\"/\"); return await r.Content.ReadAsByteArrayAsync(); }")]
    [InlineData("async Task<byte[]> Fetch(HttpClient c) { using var r = await c.GetAsync(\"/\", HttpCompletionOption.ResponseHeadersRead); if (r.Content.Headers.ContentLength > 9999) { return []; } return await r.Content.ReadAsByteArrayAsync(); }")]
    [InlineData("async Task Read(PipeReader reader) { while (true) { var r = await reader.ReadAsync(); if (r.Buffer.Length > 9999) { return; } if (r.IsCompleted) { return; } reader.AdvanceTo(r.Buffer.Start, r.Buffer.End); } }")]
    [InlineData("bool TryTake(ref ReadOnlySequence<byte> b) => false; async Task Read(PipeReader reader) { while (true) { var r = await reader.ReadAsync(); var b = r.Buffer; while (TryTake(ref b)) { } reader.AdvanceTo(b.Start, b.End); if (r.IsCompleted) { return; } } }")]
    [InlineData("async Task Read(NetworkStream s) { var head = new byte[4]; await s.ReadExactlyAsync(head); var n = BinaryPrimitives.ReadInt32BigEndian(head); if (n is < 0 or > 9999) { return; } var all = new byte[n]; await s.ReadExactlyAsync(all); }")]
    [InlineData("async Task Read(NetworkStream s, int n) { var all = new byte[n]; await s.ReadExactlyAsync(all); }")]
    public Task ContentThatIsLimited_IsFine(string members) => Subject.Members<WholeContentAnalyzer>(members);

    [Theory]
    [InlineData("[Put(\"/a\")] async ValueTask<StatusCode> Put(ContentReader content) { var all = new MemoryStream(); await {|PIC2007:content.CopyToAsync(all)|}; return StatusCode.Ok; }")]
    [InlineData("[Get(\"/proxy\")] async Task<string> Fetch(string url) => await {|PIC2007:client.GetStringAsync(url)|};")]
    [InlineData("[Put(\"/a\"), MaxContent(100)] async ValueTask<StatusCode> Put(ContentReader content) { var all = new MemoryStream(); await content.CopyToAsync(all); return StatusCode.Ok; }")]
    [InlineData("[Put(\"/a\")] async ValueTask<StatusCode> Put(ContentReader content) { using var file = File.Create(\"a\"); await content.CopyToAsync(file); return StatusCode.Ok; }")]
    [InlineData("[Get(\"/weather/{city}\")] async Task<string> Fetch(string city) => await client.GetStringAsync($\"http://weather/{city}\");")]
    public Task ContentOfRequests_IsReportedUnlessItIsLimited(string members) => Subject.Routes<WholeContentAnalyzer>(members);

    [Theory]
    [InlineData(" : ControllerBase", "public async Task<string> Post() { using var r = new StreamReader(Request.Body); return await {|PIC2007:r.ReadToEndAsync()|}; }")]
    [InlineData(" : ControllerBase", "[{|PIC2007:DisableRequestSizeLimit|}] public void Post() { }")]
    [InlineData("", "void Set(Limits limits) { {|PIC2007:limits.MaxRequestBodySize = null|}; }")]
    [InlineData(" : ControllerBase", "[RequestSizeLimit(1000)] public async Task<string> Post() { using var r = new StreamReader(Request.Body); return await r.ReadToEndAsync(); }")]
    [InlineData(" : ControllerBase", "[DisableRequestSizeLimit] public async Task Post() { using var file = File.Create(\"a\"); await Request.Body.CopyToAsync(file); }")]
    [InlineData("", "void Set(Limits limits) { limits.MaxRequestBodySize = 1 << 20; }")]
    [InlineData("", "void Open(IHttpMaxRequestBodySizeFeature limit) { limit.MaxRequestBodySize = null; }")]
    [InlineData("", "void Open(IHttpMaxRequestBodySizeFeature limit) { {|PIC2007:limit.MaxRequestBodySize = null|}; } static Task Read(HttpRequest request) => {|PIC2007:request.Body.CopyToAsync(new MemoryStream())|};")]
    public Task ContentOfThePlatform_IsReportedUnlessItIsLimited(string declaration, string members) => Subject.OfPlatform<WholeContentAnalyzer>(declaration, members);
}
