using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryMultipartTests : MultipartTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketMultipartTests : MultipartTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopMultipartTests : MultipartTests
{
    protected override Network Network => Network.EventLoops;
}

/// <summary>RFC 7578: forms that a method reads part by part.</summary>
public abstract class MultipartTests
{
    private const string Type = "Content-Type: multipart/form-data; boundary=\"a b\"\r\n";

    private const string Form =
        "preamble\r\n--a b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHello,\r\n--a\r\n"
        + "--a b \r\nContent-Disposition: form-data; name=skip\r\nX-Other: 1\r\n\r\nnot read\r\n"
        + "--a b\r\nContent-Type: image/png\r\nContent-Disposition: Form-Data; NAME=\"file\" ; FileName=\"a.png\"\r\n\r\n0123456789\r\n"
        + "--a b--\r\nepilogue";

    private const string Found = "title/-/-/1:Hello,\r\n--a;skip/-/-/2:skipped;file/a.png/image/png/2:10 octets;end";

    private readonly EventLog _log = new();

    protected MultipartTests() => _log.Gate.SetResult();

    protected abstract Network Network { get; }

    [Fact]
    public async Task Parts_AreRead_HoweverTheyArrive()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/parts", Form, Type));
        Assert.Equal(Found, TestPeer.ContentOf(await peer.ReadResponseAsync()));
        await peer.SendByteByByteAsync(Post("/parts", Form, Type));
        Assert.Equal(Found, TestPeer.ContentOf(await peer.ReadResponseAsync()));
        for (var at = 1; at < Form.Length; at++)
        {
            await peer.SendAsync($"POST /parts HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n{Type}\r\n{at:x}\r\n{Form[..at]}\r\n");
            await peer.SendAsync($"{Form.Length - at:x}\r\n{Form[at..]}\r\n0\r\n\r\n");
            Assert.Equal(Found, TestPeer.ContentOf(await peer.ReadResponseAsync()));
        }

        server.AssertQuietLog();
    }

    [Fact]
    public async Task Part_IsThere_BeforeTheNextHasCome()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"POST /parts HTTP/1.1\r\nHost: test\r\nContent-Length: {Form.Length}\r\nExpect: 100-continue\r\n{Type}\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await peer.ReadOnceAsync());
        await peer.SendAsync(Form[..80]);
        await _log.SeenAsync("part:title");
        await peer.SendAsync(Form[80..^25]);
        await _log.SeenAsync("part:file");
        await peer.SendAsync(Form[^25..]);
        Assert.EndsWith(Found, await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("form-data; name=\"a%22b%0d%0Ac%41\"", "a\"b\r\nc%41/-")] // HTML Living Standard §4.10.21.8
    [InlineData("form-data; name=\"a\\\"b\\\\c\"; filename=\"C:\\dir\\f\"", "a\"b\\c/C:\\dir\\f")]
    [InlineData("form-data; name=n; filename=\"\"", "n/")]
    [InlineData("form-data; name=n; filename*=UTF-8''other; filename=\"plain\"", "n/plain")] // RFC 7578 §4.2
    [InlineData("form-data; name=n; filename*=UTF-8''other", "n/-")]
    [InlineData("form-data; name=\"\"", "/-")]
    [InlineData("form-data; name=\"\u00c3\u00a9\"", "\u00c3\u00a9/-")]
    public async Task NamesOfAPart_AreThoseThatItsClientMeant(string disposition, string expected)
    {
        var response = await AskAsync(Post("/parts", $"--a b\r\nContent-Disposition: {disposition}\r\n\r\n--a b--", Type));
        Assert.StartsWith(expected + "/-/1:", TestPeer.ContentOf(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Disposition: form-data\r\n")]
    [InlineData("Content-Disposition: attachment; name=n\r\n")]
    [InlineData("Content-Disposition: form-data; filename=f\r\n")]
    [InlineData("Content-Disposition: form-data; name=n; name=m\r\n")]
    [InlineData("Content-Disposition: form-data; name=n; filename=f; filename=g\r\n")]
    [InlineData("Content-Disposition: form-data; name=\"n\r\n")]
    [InlineData("Content-Disposition: form-data; name=n;name\r\n")]
    [InlineData("Content-Disposition: form-data; name=\"\u00e9\"\r\n")]
    [InlineData("Content-Disposition: form-data; name=n\r\nContent-Disposition: form-data; name=n\r\n")]
    public async Task PartThatIsNoField_IsRefusedWith400_AndItsNumber(string head)
    {
        var response = await AskAsync(Post("/parts", $"--a b\r\nContent-Disposition: form-data; name=n\r\n\r\nx\r\n--a b\r\n{head}\r\nx\r\n--a b--", Type));
        Assert.StartsWith("HTTP/1.1 400 ", response, StringComparison.Ordinal);
        Assert.Contains("\"detail\":\"Part 2 of the content must have one Content-Disposition", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 415)]
    [InlineData("Content-Type: multipart/mixed; boundary=\"a b\"\r\n", 415)]
    [InlineData("Content-Type: application/x-www-form-urlencoded\r\n", 415)]
    [InlineData("Content-Type: multipart/form-data\r\n", 400)]
    [InlineData("Content-Type: multipart/form-data; boundary=\"a b \"\r\n", 400)]
    [InlineData("Content-Type: multipart/form-data; boundary=a b\r\n", 400)]
    [InlineData("Content-Type: multipart/form-data; boundary=\"a b\"; boundary=\"a b\"\r\n", 400)]
    public async Task ContentWithoutABoundary_IsRefused_UnreadAndUnasked(string type, int status)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"POST /parts HTTP/1.1\r\nHost: test\r\nContent-Length: 8\r\n{type}Expect: 100-continue\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", await peer.ReadOnceAsync(), StringComparison.Ordinal);
        Assert.Equal("", _log.All);
    }

    [Theory]
    [InlineData("--a b\r\nContent-Disposition: form-data; name=n\r\n\r\nx", 400)] // ends early
    [InlineData("--a b\r\nContent-Disposition: form-data; name=n\r\n\r\nx\r\n--a bc\r\n", 400)] // neither content nor a delimiter
    [InlineData("--a b\r\nContent Disposition: form-data; name=n\r\n\r\nx\r\n--a b--", 400)]
    [InlineData("--a b\r\nContent-Disposition: form-data; name=n\r\n\r\n\u00ff\r\n--a b--", 400)] // no UTF-8, and read as text
    public async Task ContentThatIsNoForm_IsRefused(string content, int status) =>
        Assert.StartsWith($"HTTP/1.1 {status} ", await AskAsync(Post("/parts", content, Type)), StringComparison.Ordinal);

    [Theory]
    [InlineData(100, "HTTP/1.1 200 ")]
    [InlineData(101, "HTTP/1.1 413 ")]
    public async Task TextOfAPart_HasALimit(int bytes, string expected) =>
        Assert.StartsWith(expected, await AskAsync(Post("/parts", $"--a b\r\nContent-Disposition: form-data; name=n\r\n\r\n{new string('x', bytes)}\r\n--a b--", Type)), StringComparison.Ordinal);

    [Theory]
    [InlineData(2, 0, "HTTP/1.1 200 ")]
    [InlineData(3, 0, "HTTP/1.1 413 ")]
    [InlineData(1, 200, "HTTP/1.1 413 ")] // [MaxContent], of the content as a whole
    public async Task PartsAndContent_HaveLimits(int parts, int moreBytes, string expected)
    {
        var content = string.Concat(Enumerable.Repeat("--a b\r\nContent-Disposition: form-data; name=n\r\n\r\nx\r\n", parts)) + "--a b--\r\n" + new string('x', moreBytes);
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/two-parts", content, Type));
        Assert.StartsWith(expected, await peer.ReadResponseAsync(), StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task HundredParts_AreReadAndNoMore()
    {
        const string Part = "--a b\r\nContent-Disposition: form-data; name=skip\r\n\r\nx\r\n";
        var parts = string.Concat(Enumerable.Repeat(Part, 100));
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(Post("/parts", parts + "--a b--", Type)), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 413 ", await AskAsync(Post("/parts", parts + Part + "--a b--", Type)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_HasThePart() =>
        Assert.EndsWith("\r\n\r\n" + "x".PadLeft(20_000, 'y'), await AskAsync(Post("/part-stream", $"--a b\r\nContent-Disposition: form-data; name=n\r\n\r\n{"x".PadLeft(20_000, 'y')}\r\n--a b--", Type)), StringComparison.Ordinal);

    [Theory]
    [InlineData("limits", "before its first part")]
    [InlineData("stale", "before the next is asked for")]
    [InlineData("fields", "before the next is asked for")]
    public async Task Misuse_IsAnExceptionThatNamesTheRule(string what, string rule)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post($"/misuse/{what}", Form, Type));
        Assert.StartsWith("HTTP/1.1 500 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        var exception = Assert.IsType<InvalidOperationException>(Assert.Single(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Error)).Exception);
        Assert.Contains(rule, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--a b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\nsome", "run:4")]
    [InlineData("--a b\r\nContent-Disposition: form-data; name=skip\r\n\r\nsome\r\n--a", "part:skip")]
    public async Task ClientThatLeavesWithinAPart_EndsTheMethodQuietly(string sent, string seen)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"POST /parts HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n{Type}\r\n{sent}");
        await _log.SeenAsync(seen);
        await peer.FinishAsync();
        _ = await peer.ReadToEndAsync();
        await server.EmptyAsync();
        server.AssertQuietLog();
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network, EventApplication.Create(_log));

    private async Task<string> AskAsync(string request)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        var sending = peer.SendAsync(request);
        var response = await peer.ReadResponseAsync();
        await sending;
        server.AssertQuietLog();
        return response;
    }
}
