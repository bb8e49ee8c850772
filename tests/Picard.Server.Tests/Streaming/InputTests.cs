using System.Globalization;
using System.Text;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryInputTests : InputTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketInputTests : InputTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopInputTests : InputTests
{
    protected override Network Network => Network.EventLoops;
}

/// <summary>Content of requests that is read item by item: JSON Lines and Server-Sent Events.</summary>
public abstract class InputTests
{
    private const int MaxItemBytes = 64 * 1024;

    private readonly EventLog _log = new();

    protected abstract Network Network { get; }

    [Fact]
    public async Task Lines_AreItems_HoweverTheyArrive()
    {
        const string Content = "\u00ef\u00bb\u00bf{\"id\":1}\r\n\n \t\r\n{\"id\":2,\"text\":\"x\"}\n{\"id\":3}";
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/samples", Content, "Content-Type: application/jsonl\r\n"));
        Assert.Equal("1,2x,3", TestPeer.ContentOf(await peer.ReadResponseAsync()));
        await peer.SendByteByByteAsync(Post("/samples", Content, "Content-Type: application/x-ndjson; charset=\"utf-8\"\r\n"));
        Assert.Equal("1,2x,3", TestPeer.ContentOf(await peer.ReadResponseAsync()));
        for (var at = 1; at < Content.Length; at++)
        {
            await peer.SendAsync($"PUT /samples HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk(Content[..at])}");
            await peer.SendAsync($"{Chunk(Content[at..])}0\r\n\r\n");
            Assert.Equal("1,2x,3", TestPeer.ContentOf(await peer.ReadResponseAsync()));
        }

        server.AssertQuietLog();
    }

    [Fact]
    public async Task Items_OfValueTypes_MayBeNull() =>
        Assert.Equal("1,none,-2", TestPeer.ContentOf(await AskAsync(Post("/numbers", "1\nnull\n-2\n"))));

    [Fact]
    public async Task RequestWithoutContent_HasNoItems() =>
        Assert.EndsWith("\r\n\r\n", await AskAsync("POST /samples HTTP/1.1\r\nHost: test\r\nContent-Type: text/html\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task Item_IsThere_BeforeTheNextHasCome()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /samples HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await peer.ReadOnceAsync());
        await peer.SendAsync(Chunk("{\"id\":1}\n{\"id\""));
        await _log.SeenAsync("sample:1");
        await peer.SendAsync(Chunk(":2}\n") + "0\r\n\r\n");
        Assert.EndsWith("\r\n\r\n1,2", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Theory]
    [InlineData("{\"id\":1}\n\n{\"id\":x}\n", "Line 3 of the content at $.id is not well-formed JSON.")]
    [InlineData("{\"id\":1}\n{\"id\":\"y\"}", "Line 2 of the content at $.id ")]
    [InlineData("{\"id\":1} {\"id\":2}\n", "Line 1 of the content ")]
    [InlineData("{\"id\":1\n", "Line 1 of the content ")]
    [InlineData("null\n", "Line 1 of the content is null.")]
    [InlineData("{\"id\":1}\n{\"id\":-1}\n", "Line 2 of the content is not valid.")]
    public async Task LineThatIsNoItem_IsRefusedWith400_AndItsNumber(string content, string detail)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/samples", content));
        var response = await peer.ReadResponseAsync();
        Assert.StartsWith("HTTP/1.1 400 ", response, StringComparison.Ordinal);
        Assert.Contains($"\"detail\":\"{detail}", response, StringComparison.Ordinal);
        Assert.Contains("\"parameter\":\"samples\"", response, StringComparison.Ordinal);

        // What was not read is thrown away, and the connection goes on.
        await peer.SendAsync(Post("/samples", "{\"id\":4}"));
        Assert.Equal("4", TestPeer.ContentOf(await peer.ReadResponseAsync()));
        server.AssertQuietLog();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task LineLongerThanAnyMayBe_IsRefusedWith413(int more, bool isRead)
    {
        var content = "{\"id\":8}\n" + "{\"id\":9}".PadLeft(MaxItemBytes + more, ' ') + "\n";
        var response = await AskAsync(Post("/samples", content));
        Assert.StartsWith(isRead ? "HTTP/1.1 200 " : "HTTP/1.1 413 ", response, StringComparison.Ordinal);
        Assert.Contains(isRead ? "8,9" : "Line 2 of the content is longer than 65,536 octets.", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: application/json\r\n")]
    [InlineData("Content-Type: application/json-seq\r\n")]
    [InlineData("Content-Type: text/event-stream\r\n")]
    [InlineData("Content-Type: application/jsonl; charset=iso-8859-1\r\n")]
    [InlineData("Content-Type: application/jsonl; charset\r\n")]
    [InlineData("Content-Type: application/jsonl\r\nContent-Type: application/jsonl\r\n")]
    public async Task LinesOfAnotherMediaType_AreRefusedWith415(string fields)
    {
        var response = await AskAsync(Post("/samples", "{\"id\":1}", fields));
        Assert.StartsWith("HTTP/1.1 415 ", response, StringComparison.Ordinal);
        Assert.Equal("", _log.All);
    }

    [Fact]
    public async Task Lines_BeyondTheLimitOfContent_AreRefusedWith413() =>
        Assert.StartsWith("HTTP/1.1 413 ", await AskAsync(Post("/limited-samples", "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n")), StringComparison.Ordinal);

    [Fact]
    public async Task MethodThatStopsEarly_LeavesTheRest()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/first", "{\"id\":5}\nnonsense\n") + Post("/first", ""));
        Assert.Equal("5", TestPeer.ContentOf(await peer.ReadResponseAsync()));
        Assert.Equal("none", TestPeer.ContentOf(await peer.ReadResponseAsync()));
        server.AssertQuietLog();
    }

    [Fact]
    public async Task Items_AreReadOnce()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/twice", "{\"id\":5}\n"));
        Assert.StartsWith("HTTP/1.1 500 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Contains("read once", Assert.Single(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Error)).Exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientThatLeavesWithinALine_EndsTheMethodQuietly()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /samples HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\n{\"id\":1}\n{\"id\"");
        await _log.SeenAsync("sample:1");
        await peer.FinishAsync();
        _ = await peer.ReadToEndAsync();
        await server.EmptyAsync();
        server.AssertQuietLog();
    }

    [Fact]
    public async Task ItemsOfBothSides_TakeTurns()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /doubled HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
        var seen = new StringBuilder();
        while (!seen.ToString().Contains("HTTP/1.1 200 ", StringComparison.Ordinal))
        {
            await ReadUntilAsync(peer, seen, "\r\n\r\n");
        }

        Assert.StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n", seen.ToString(), StringComparison.Ordinal);
        for (var i = 1; i <= 100; i++)
        {
            // Each answer comes before the next item is sent: neither side waits for the other's end.
            await peer.SendAsync(Chunk($"{{\"id\":{i}}}\n"));
            await ReadUntilAsync(peer, seen.Clear(), $"{{\"id\":{2 * i},\"text\":null}}\n\r\n");
        }

        await peer.SendAsync("0\r\n\r\n");
        await ReadUntilAsync(peer, seen.Clear(), "0\r\n\r\n");
        await _log.SeenAsync("doubled");
        server.AssertQuietLog();
    }

    [Fact]
    public async Task ManyItemsOfBothSides_AreAllAnswered()
    {
        var content = string.Concat(Enumerable.Range(0, 5000).Select(static i => $"{{\"id\":{i}}}\n"));
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        var sending = peer.SendAsync(Post("/doubled", content, "Connection: close\r\n"));
        var all = await peer.ReadToEndAsync();
        await sending;
        Assert.Contains("{\"id\":9998,", all, StringComparison.Ordinal);
        Assert.EndsWith("0\r\n\r\n", all, StringComparison.Ordinal);
        Assert.Equal(5000, all.Split("\"id\"").Length - 1);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task BadLine_AfterTheResponseHasBegun_DoesNotLookComplete()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/doubled", "{\"id\":1}\nnonsense\n"));
        Assert.DoesNotContain("0\r\n\r\n", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        await server.EmptyAsync();
        Assert.Empty(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Error));
    }

    [Fact]
    public async Task Events_AreItems_HoweverTheyArrive()
    {
        const string Content = ": hello\n\nevent: a\r\nid: 7\r\ndata: {\"id\":1,\r\ndata: \"text\":\"x\"}\r\n\r\ndata:{\"id\":2}\r\rdata: {\"id\":3}\n";
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        for (var at = 1; at < Content.Length; at++)
        {
            await peer.SendAsync($"POST /events HTTP/1.1\r\nHost: test\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk(Content[..at])}");
            await peer.SendAsync($"{Chunk(Content[at..])}0\r\n\r\n");

            // HTML Living Standard §9.2.6: an event that no empty line ends is none.
            Assert.Equal("a/7/1x,message//2", TestPeer.ContentOf(await peer.ReadResponseAsync()));
        }

        server.AssertQuietLog();
    }

    [Fact]
    public async Task Event_IsThere_BeforeTheNextHasCome()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /events HTTP/1.1\r\nHost: test\r\nContent-Type: text/event-stream\r\nContent-Length: 33\r\n\r\ndata: {\"id\":1}\n\n");
        await _log.SeenAsync("event:1");
        await peer.SendAsync("data: {\"id\":22}\n\n");
        Assert.EndsWith("message//1,message//22", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventsOfText_AreText() =>
        Assert.Equal("one\ntwo,{", TestPeer.ContentOf(await AskAsync(Post("/texts", "data: one\ndata: two\n\ndata: {\n\n", "Content-Type: text/event-stream\r\n"))));

    [Theory]
    [InlineData("data: {\"id\":1}\n\ndata: {\n\n", "Event 2 of the content ", 400)]
    [InlineData("data: null\n\n", "Event 1 of the content is null.", 400)]
    [InlineData("data: {\"id\":-1}\n\n", "Event 1 of the content is not valid.", 400)]
    public async Task EventThatIsNoItem_IsRefused_WithItsNumber(string content, string detail, int status)
    {
        var response = await AskAsync(Post("/events", content, "Content-Type: text/event-stream\r\n"));
        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        Assert.Contains($"\"detail\":\"{detail}", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventLongerThanAnyMayBe_IsRefusedWith413()
    {
        var content = $"data: {{\"id\":1}}\n\ndata: {new string(' ', MaxItemBytes)}{{\"id\":2}}\n\n";
        var response = await AskAsync(Post("/events", content, "Content-Type: text/event-stream\r\n"));
        Assert.StartsWith("HTTP/1.1 413 ", response, StringComparison.Ordinal);
        Assert.Contains("Event 2 of the content is longer than 65,536 octets.", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task CommentsThatKeepAStreamAlive_AreNoPartOfAnEvent(string end)
    {
        var comments = string.Concat(Enumerable.Repeat($":{new string('k', 1000)}{end}{end}", 100));
        var content = $"{comments}data: {{\"id\":1}}{end}{end}";
        Assert.Equal("message//1", TestPeer.ContentOf(await AskAsync(Post("/events", content, "Content-Type: text/event-stream\r\n"))));
    }

    [Fact]
    public async Task EventsOfAnotherMediaType_AreRefusedWith415() => Assert.StartsWith("HTTP/1.1 415 ", await AskAsync(Post("/events", "data: {}\n\n")), StringComparison.Ordinal);

    private static string Chunk(string content) => string.Create(CultureInfo.InvariantCulture, $"{content.Length:x}\r\n{content}\r\n");

    private static async Task ReadUntilAsync(TestPeer peer, StringBuilder seen, string end)
    {
        do
        {
            seen.Append(await peer.ReadOnceAsync());
        }
        while (!seen.ToString().EndsWith(end, StringComparison.Ordinal));
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
