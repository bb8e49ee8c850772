using Picard.Transport;

namespace Picard.Middleware.Tests;

public sealed class CompressionTests
{
    private static readonly string s_page = string.Concat(Enumerable.Repeat("All work and no play. ", 500));

    private readonly CompressionOptions _options = new();
    private readonly Steps _steps = new();

    [Theory] // RFC 9110 §12.5.3
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, br", "br")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData("*", "br")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("gzip;q=0.9, br;q=0.8", "gzip")]
    [InlineData("gzip ; q=1.000, br;q=0.999", "gzip")]
    [InlineData("identity;q=0, gzip;q=0.001", "gzip")]
    [InlineData("identity;q=0.5, gzip;q=0.4", null)]
    [InlineData("identity, gzip;q=0.4", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData("gzip;q=2", null)]
    [InlineData("gzip;level=1", null)]
    [InlineData("*;q=0", null)]
    [InlineData("identity;q=0", null)]
    [InlineData("deflate, zstd", null)]
    [InlineData("", null)]
    public async Task AcceptEncoding_DecidesTheCoding(string accepted, string? expected)
    {
        var response = await GetAsync("/text/5000", accepted);
        Assert.Equal(expected, response["Content-Encoding"]);
        Assert.Equal("Accept-Encoding", response["Vary"]);
        Assert.Equal(s_page[..5000], response.Content);
        Assert.Equal(expected is null, response.Body.Length == 5000);
    }

    [Fact] // Seed H.6 MW-21
    public async Task RequestWithoutAcceptEncoding_GetsContentAsItIs()
    {
        var response = ReceivedResponse.Of(await SendAsync("GET /text/5000 HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"));
        Assert.Null(response["Content-Encoding"]);
        Assert.Equal("Accept-Encoding", response["Vary"]);
        Assert.Equal("5000", response["Content-Length"]);
    }

    [Theory] // Seed MW-21; Seed H.6 MW-20
    [InlineData("text/plain", "gzip")]
    [InlineData("text/html", "gzip")]
    [InlineData("text/xhtml", "gzip")]
    [InlineData("text/javascript", "gzip")]
    [InlineData("application/javascript", "gzip")]
    [InlineData("text/css", "gzip")]
    [InlineData("TEXT/HTML; charset=utf-8", "gzip")]
    [InlineData("application/problem+json", "gzip")]
    [InlineData("image/svg+xml;x=1", "gzip")]
    [InlineData("image/png", null)]
    [InlineData("application/octet-stream", null)]
    [InlineData("application/json-like", null)]
    [InlineData("json", null)]
    [InlineData("a+json/b", null)]
    public async Task MediaType_DecidesWhetherThereIsOne(string type, string? expected)
    {
        var response = await GetAsync($"/typed?type={Uri.EscapeDataString(type)}", "gzip");
        Assert.Equal(expected, response["Content-Encoding"]);
        Assert.Equal(expected is null ? null : "Accept-Encoding", response["Vary"]);
        Assert.Equal(type, response["Content-Type"]);
        Assert.Equal(s_page, response.Content);
    }

    [Theory]
    [InlineData(1023, null)]
    [InlineData(1024, "br")]
    public async Task ShortContent_IsSentAsItIs(int length, string? expected)
    {
        var response = await GetAsync($"/text/{length}", "br");
        Assert.Equal(expected, response["Content-Encoding"]);
        Assert.Equal(expected is null ? null : "Accept-Encoding", response["Vary"]);
    }

    [Theory]
    [InlineData("Content-Encoding", "deflate", 200)]
    [InlineData("Content-Encoding", "identity", 200)]
    [InlineData("Content-Range", "bytes 0-1/2", 200)]
    [InlineData("Cache-Control", "public, No-Transform", 200)]
    [InlineData("X-Any", "1", 206)]
    public async Task ResponseThatMustNotChange_DoesNot(string name, string value, int status)
    {
        var stream = await SendAsync(Get($"/with?name={name}&value={Uri.EscapeDataString(value)}&status={status}", "gzip, br"));
        Assert.Contains($"\r\nContent-Length: {s_page.Length}\r\n", stream, StringComparison.Ordinal);
        Assert.EndsWith(s_page, stream, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nVary", stream, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "Origin, Accept-Encoding")]
    [InlineData("accept-encoding, Origin", "accept-encoding, Origin")]
    [InlineData("*", "*")]
    public async Task VaryOfTheHandler_Stays(string given, string expected) =>
        Assert.Equal(expected, (await GetAsync($"/with?name=Vary&value={Uri.EscapeDataString(given)}", "gzip"))["Vary"]);

    [Theory] // RFC 9110 §8.8.1 and §13.1.2: the weak tag that was given out is one the client comes back with.
    [InlineData("gzip", "", "200", "W/\"one\"")]
    [InlineData("identity", "", "200", "\"one\"")]
    [InlineData("gzip", "If-None-Match: W/\"one\"\r\n", "304", "W/\"one\"")]
    [InlineData("identity", "If-None-Match: W/\"one\"\r\n", "304", "\"one\"")]
    public async Task StrongEntityTag_BecomesWeak(string accepted, string fields, string status, string tag)
    {
        var response = ReceivedResponse.Of(await SendAsync(Get("/tagged", accepted, fields)));
        Assert.StartsWith($"HTTP/1.1 {status} ", response.StatusLine, StringComparison.Ordinal);
        Assert.Equal(tag, response["ETag"]);
        Assert.Equal("Accept-Encoding", response["Vary"]);
        Assert.Equal(status == "200" && accepted == "gzip" ? "gzip" : null, response["Content-Encoding"]);
    }

    [Theory] // Seed H.6 MW-21 (doesnt-explode-on-head-request); RFC 9110 §8.6, §9.3.2
    [InlineData("/text/5000")]
    [InlineData("/json")]
    [InlineData("/stream")]
    [InlineData("/announced?announced=5000&written=5000")]
    public async Task Head_SaysWhatGetSaysButTheLength(string target)
    {
        var stream = await SendAsync($"HEAD {target} HTTP/1.1\r\nHost: test\r\nAccept-Encoding: br\r\n\r\n" + Get("/text/1", "br"));
        var head = stream[..(stream.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];
        Assert.Contains("\r\nContent-Encoding: br\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nVary: Accept-Encoding\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length", head, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", stream[head.Length..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task JsonAndLargeAndWholeOfAnEventHandler_AreDecodedToWhatTheyWere(string coding)
    {
        Assert.Equal([s_page, "\u00e9\u4e2d"], System.Text.Json.JsonSerializer.Deserialize<string[]>((await GetAsync("/json", coding)).Content)!);
        Assert.Equal(new string('x', 5000), (await GetAsync("/whole", coding)).Content);
        var typed = await GetAsync("/typed?type=text/x", coding);
        Assert.Equal(s_page, typed.Content);
        Assert.Equal(coding, typed["Content-Encoding"]);
        Assert.True(typed.Body.Length < s_page.Length / 10);
    }

    [Theory] // Seed H.6 MW-22, MW-24
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Stream_IsCompressedAsItGoes(string coding)
    {
        var response = await GetAsync("/stream", coding);
        Assert.Equal("chunked", response["Transfer-Encoding"]);
        Assert.Null(response["Content-Length"]);
        Assert.Equal(coding, response["Content-Encoding"]);
        Assert.StartsWith("one ", response.Content, StringComparison.Ordinal);
        Assert.EndsWith(" end", response.Content, StringComparison.Ordinal);
    }

    [Theory] // Seed H.6 MW-23 is decided differently: content that is written piece by piece goes out so, whatever length was announced.
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task StreamOfAnnouncedLength_GoesOutInChunks(string coding)
    {
        var response = await GetAsync("/announced?announced=2000&written=2000", coding);
        Assert.Equal("chunked", response["Transfer-Encoding"]);
        Assert.Equal(new string('\0', 2000), response.Content);
    }

    [Theory] // Seed H.6 MW-25: the head is out where content is streamed, so the connection is reset instead of a 500.
    [InlineData(2000, 2001)]
    [InlineData(2000, 1999)]
    public async Task StreamThatIsNotAsLongAsAnnounced_IsNotTakenForAWhole(int announced, int written)
    {
        Assert.Equal("(reset)", await SendAsync(Get($"/announced?announced={announced}&written={written}", "gzip")));
        Assert.Equal(0, CompressionChoice.Of(_options).AtWork);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task ToHttp10_AWholeHasALengthAndAStreamEndsWithTheConnection(string coding)
    {
        var whole = ReceivedResponse.Of(await SendAsync($"GET /text/5000 HTTP/1.0\r\nAccept-Encoding: {coding}\r\n\r\n"));
        Assert.Equal(s_page[..5000], whole.Content);
        Assert.NotNull(whole["Content-Length"]);
        var stream = ReceivedResponse.Of(await SendAsync($"GET /stream HTTP/1.0\r\nConnection: keep-alive\r\nAccept-Encoding: {coding}\r\n\r\n"));
        Assert.Equal("close", stream["Connection"]);
        Assert.Null(stream["Transfer-Encoding"]);
        Assert.EndsWith(" end", stream.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trailers_FollowCompressedContent()
    {
        var stream = await SendAsync(Get("/trailers", "gzip"));
        Assert.Contains("\r\nTrailer: X-Sum\r\n", stream, StringComparison.Ordinal);
        Assert.EndsWith("\r\n0\r\nX-Sum: 1\r\n\r\n", stream, StringComparison.Ordinal);
        Assert.Equal(s_page, ReceivedResponse.Of(stream).Content);
    }

    [Fact]
    public async Task PipelinedResponses_AreCompressedOneByOne()
    {
        var stream = await SendAsync(string.Concat(Enumerable.Repeat("GET /text/5000 HTTP/1.1\r\nHost: test\r\nAccept-Encoding: gzip\r\n\r\n", 3)) + Get("/text/5000", "br"));
        var responses = stream.Split("HTTP/1.1 200 OK\r\n", StringSplitOptions.RemoveEmptyEntries).Select(static r => ReceivedResponse.Of("HTTP/1.1 200 OK\r\n" + r)).ToArray();
        Assert.Equal(["gzip", "gzip", "gzip", "br"], responses.Select(static r => r["Content-Encoding"]));
        Assert.All(responses, static r => Assert.Equal(s_page[..5000], r.Content));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task EventOfAStream_ReachesTheClientAtOnce(string coding)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/events", coding));
        _steps.Next.Release();
        var begun = await peer.ReadOnceAsync();
        while (ReceivedResponse.Begun(begun).Content.Length == 0)
        {
            begun += await peer.ReadOnceAsync();
        }

        Assert.Equal("data: event 1\n\n", ReceivedResponse.Begun(begun).Content);
        _steps.Next.Release();
        Assert.Equal("data: event 1\n\ndata: event 2\n\n", ReceivedResponse.Of(begun + await peer.ReadToEndAsync()).Content);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task EventHandler_IsPacedByWhatItWrites(string coding)
    {
        Assert.Equal(1_000_000, (await GetAsync("/machine", coding)).Content.Length);
        var echo = ReceivedResponse.Of(await SendAsync($"POST /echo HTTP/1.1\r\nHost: test\r\nConnection: close\r\nAccept-Encoding: {coding}\r\nContent-Length: 5000\r\n\r\n{new string('e', 5000)}"));
        Assert.Equal(new string('e', 5000), echo.Content);
        Assert.Equal(coding, echo["Content-Encoding"]);
    }

    [Fact] // However small content becomes, a handler is told to stop as it would be without compression.
    public async Task HandlerThatWritesForEver_IsStopped()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/spin", "br"));
        Assert.InRange(_steps.WrittenBytes, 30_000, 33_000);
        peer.Reset();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task ClientThatDoesNotRead_StopsTheHandler_AndTheEncoderIsFreeWhenItLeaves(string coding)
    {
        var server = await StartAsync();
        await using (var peer = await server.ConnectAsync(new Watermarks { HighBytes = 16 * 1024, LowBytes = 8 * 1024 }))
        {
            await peer.SendAsync(Get("/endless", coding));
            Assert.InRange(_steps.WrittenBytes, 8 * 1024, 128 * 1024);
            Assert.Equal(1, CompressionChoice.Of(_options).AtWork);
            peer.Reset();
        }

        await server.DisposeAsync();
        Assert.Equal(0, CompressionChoice.Of(_options).AtWork);
    }

    [Fact]
    public async Task ResponseBeyondTheMostAtOnce_IsSentAsItIs()
    {
        var options = new CompressionOptions { MaxResponses = 1 };
        await using var server = await TestServer.StartAsync(Network.InMemory, Applications.Create<CompressedApp>(options, _steps));
        await using (var slow = await server.ConnectAsync())
        {
            await slow.SendAsync(Get("/events", "gzip"));
            _steps.Next.Release();
            _ = await slow.ReadOnceAsync();
            var other = ReceivedResponse.Of(await server.ConverseAsync(Get("/text/5000", "gzip")));
            Assert.Null(other["Content-Encoding"]);
            Assert.Equal("Accept-Encoding", other["Vary"]);
            _steps.Next.Release();
            _ = await slow.ReadToEndAsync();
        }

        Assert.Equal("gzip", ReceivedResponse.Of(await server.ConverseAsync(Get("/text/5000", "gzip")))["Content-Encoding"]);
    }

    [Fact]
    public void OptionsOutOfRange_FailAtStart()
    {
        Assert.Contains("Codings", FailureOf(new CompressionOptions { Codings = [] }), StringComparison.Ordinal);
        Assert.Contains("'json'", FailureOf(new CompressionOptions { MediaTypes = ["json"] }), StringComparison.Ordinal);
        Assert.Contains("MinContentBytes", FailureOf(new CompressionOptions { MinContentBytes = -1 }), StringComparison.Ordinal);
        Assert.Contains("MaxResponses", FailureOf(new CompressionOptions { MaxResponses = 0 }), StringComparison.Ordinal);
        Assert.Contains("Level", FailureOf(new CompressionOptions { Level = System.IO.Compression.CompressionLevel.NoCompression }), StringComparison.Ordinal);
    }

    private string FailureOf(CompressionOptions options) => Assert.ThrowsAny<ArgumentException>(() => Applications.Create<CompressedApp>(options, _steps)).Message;

    private static string Get(string target, string accepted, string fields = "") =>
        $"GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nAccept-Encoding: {accepted}\r\n{fields}\r\n";

    private async Task<ReceivedResponse> GetAsync(string target, string accepted) => ReceivedResponse.Of(await SendAsync(Get(target, accepted)));

    private async Task<string> SendAsync(string request)
    {
        await using var server = await StartAsync();
        return await server.ConverseAsync(request);
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network.InMemory, Applications.Create<CompressedApp>(_options, _steps));
}
