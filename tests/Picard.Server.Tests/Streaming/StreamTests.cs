using System.Text;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryStreamTests : StreamTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketStreamTests : StreamTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopStreamTests : StreamTests
{
    protected override Network Network => Network.EventLoops;
}

/// <summary>Route handlers that read content as it arrives, or write it piece by piece.</summary>
public abstract class StreamTests
{
    private readonly EventLog _log = new();

    protected abstract Network Network { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1_000_000)]
    public async Task ContentReader_ReadsAllThereIs_AndTheConnectionGoesOn(int bytes)
    {
        var responses = await ConverseAsync(Put("/blobs/a", new string('x', bytes)) + Close("/nothing"));
        Assert.Equal($"a: {bytes} of {bytes}", responses[0].Content);
        Assert.Equal("", responses[1].Content);
    }

    [Fact] // Seed EP-03
    public async Task ContentReader_GetsWhatIsThere_BeforeTheRestHasCome()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("PUT /blobs/a HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await peer.ReadOnceAsync());
        await peer.SendAsync("12345");
        await _log.SeenAsync("piece:5");
        await peer.SendAsync("67890");
        Assert.EndsWith("a: 10 of 10", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Theory] // Seed AG-03
    [InlineData("Content-Length: 11\r\n\r\n12345678901")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n")]
    public async Task ContentBeyondItsLimit_IsRefusedWith413(string rest)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("PUT /limited HTTP/1.1\r\nHost: test\r\n" + rest);
        Assert.StartsWith("HTTP/1.1 413 ", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task ContentThatBreaksHttp_IsRefusedWith400()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("PUT /blobs/a HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\nnonsense\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Fact] // Seed EP-05
    public async Task ContentThatEndsEarly_EndsTheHandlerQuietly()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("PUT /blobs/a HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n12345");
        await _log.SeenAsync("piece:5");
        await peer.FinishAsync();
        _ = await peer.ReadToEndAsync();
        await server.EmptyAsync();
        server.AssertQuietLog();
    }

    // The read that the reset ends is the one that tells of it; what the batch before it held is not there any more.
    [Theory]
    [InlineData("/blobs/a", "Content-Length: 10\r\n\r\n12345")]
    [InlineData("/blobs/a", "Transfer-Encoding: chunked\r\n\r\na\r\n12345")]
    [InlineData("/stubborn", "Content-Length: 10\r\n\r\n12345")]
    [InlineData("/stubborn", "Transfer-Encoding: chunked\r\n\r\na\r\n12345")]
    public async Task ContentWhoseClientLeaves_EndsTheHandlerQuietly(string path, string rest)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"PUT {path} HTTP/1.1\r\nHost: test\r\n{rest}");
        await _log.SeenAsync("piece:5");
        peer.Reset();
        await server.EmptyAsync();
        server.AssertQuietLog();
    }

    [Fact]
    public async Task ContentWriter_SendsWhatItReads_WithTheHeadItSays()
    {
        var content = new string('y', 300_000);
        var responses = await ConverseAsync(Post("/mirror", content) + Close("/nothing"));
        Assert.Contains("202 Accepted", responses[0].Head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/x-mirror\r\n", responses[0].Head, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 300000\r\n", responses[0].Head, StringComparison.Ordinal);
        Assert.Equal(content, responses[0].Content);
    }

    [Fact] // Seed RS-03
    public async Task Streams_AreContentOfBothSides()
    {
        var responses = await ConverseAsync(Post("/upper", "one\ntwo\n") + Close("/nothing"));
        Assert.Equal("ONE\nTWO\n", responses[0].Content.ReplaceLineEndings("\n"));
        Assert.Contains("Transfer-Encoding: chunked\r\n", responses[0].Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContentWriter_ThatNobodyWroteTo_IsAnEmpty200()
    {
        var responses = await ConverseAsync(Close("/nothing"));
        Assert.StartsWith("HTTP/1.1 200 ", responses[0].Head, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 0\r\n", responses[0].Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMethodThatFailsAfterItsFirstOctets_DoesNotLookComplete()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/broken"));
        var all = await peer.ReadToEndAsync();
        Assert.DoesNotContain("0\r\n\r\n", all, StringComparison.Ordinal);
        Assert.Single(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Error));
    }

    [Fact]
    public async Task AWriterWhoseClientLeaves_IsToldSo()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/megabytes/1000"));
        await peer.CountAsync(1 << 20);
        peer.Reset();
        await _log.SeenAsync("closed");
        await server.EmptyAsync();
        server.AssertQuietLog();
    }

    [Fact] // Seed EP-04
    public async Task Items_AreSentAsJsonLines()
    {
        var responses = await ConverseAsync(Get("/rows?count=1000") + Get("/rows?count=0") + Get("/later-rows?count=2") + Get("/later-rows?count=-1") + Close("/nothing"));
        Assert.Contains("Content-Type: application/jsonl\r\n", responses[0].Head, StringComparison.Ordinal);
        var lines = responses[0].Content.Split('\n');
        Assert.Equal(1001, lines.Length);
        Assert.Equal("""{"id":999,"name":"row"}""", lines[^2]);
        Assert.Equal("", responses[1].Content);
        Assert.Equal("{\"id\":0,\"name\":\"row\"}\n{\"id\":1,\"name\":\"row\"}\n", responses[2].Content);
        Assert.StartsWith("HTTP/1.1 404 ", responses[3].Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_OfItems_EnumeratesNothing()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("HEAD /rows?count=5 HTTP/1.1\r\nHost: test\r\n\r\n" + Close("/nothing"));
        var all = await peer.ReadToEndAsync();
        Assert.DoesNotContain("{", all, StringComparison.Ordinal);
        Assert.Equal("", _log.All);
        server.AssertQuietLog();
    }

    [Fact] // Seed EP-05
    public async Task ItemsThatFail_DoNotLookComplete()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/failing-rows"));
        Assert.DoesNotContain("0\r\n\r\n", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Single(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Error));
    }

    [Fact]
    public async Task Events_AreSentAsServerSentEvents()
    {
        var responses = await ConverseAsync(Get("/events") + Get("/texts") + Close("/nothing"));
        Assert.Contains("Content-Type: text/event-stream\r\n", responses[0].Head, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-cache\r\n", responses[0].Head, StringComparison.Ordinal);
        Assert.Equal("event: row\ndata: {\"id\":1,\"name\":\"one\"}\nid: 7\n\ndata: {\"id\":2,\"name\":\"two\"}\n\n", responses[0].Content);
        Assert.Equal("data: two\ndata: lines\n\n", responses[1].Content);
    }

    private static string Put(string target, string content) => $"PUT {target} HTTP/1.1\r\nHost: test\r\nContent-Length: {content.Length}\r\n\r\n{content}";

    private static string Close(string target) => $"GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network, EventApplication.Create(_log));

    private async Task<List<(string Head, string Content)>> ConverseAsync(string input)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        var sending = peer.SendAsync(input);
        var all = await peer.ReadToEndAsync();
        await sending;
        server.AssertQuietLog();
        return Parse(all);
    }

    private static List<(string Head, string Content)> Parse(string all)
    {
        var responses = new List<(string, string)>();
        while (all.Length > 0)
        {
            var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            var head = all[..end];
            all = all[end..];
            var content = new StringBuilder();
            if (head.Contains("Transfer-Encoding: chunked\r\n", StringComparison.Ordinal))
            {
                int length;
                do
                {
                    var line = all.IndexOf("\r\n", StringComparison.Ordinal);
                    length = Convert.ToInt32(all[..line], 16);
                    content.Append(all, line + 2, length);
                    all = all[(line + 4 + length)..];
                }
                while (length > 0);
            }
            else
            {
                var field = head.IndexOf("Content-Length: ", StringComparison.Ordinal) + 16;
                var length = int.Parse(head[field..head.IndexOf('\r', field)], System.Globalization.CultureInfo.InvariantCulture);
                content.Append(all, 0, length);
                all = all[length..];
            }

            responses.Add((head, content.ToString()));
        }

        return responses;
    }
}
