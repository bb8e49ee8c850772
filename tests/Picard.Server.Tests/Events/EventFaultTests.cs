using Microsoft.Extensions.Logging;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>What becomes of an exchange whose handler throws, or whose client breaks the rules in its content.</summary>
public sealed class EventFaultTests
{
    private const string Tail = " reason:HandlerFailed abort";

    // EV-36, EV-41, SV-62, SV-71, SV-72, EV-16: whatever event throws, at once or later, the abort event follows, and nothing after that.
    [Theory]
    [InlineData("request", "request", "500")]
    [InlineData("content", "request content", "500")]
    [InlineData("trailers", "request content trailers", "500")]
    [InlineData("end", "request content trailers end", "500")]
    [InlineData("pause", "request content trailers end pause", "reset")]
    [InlineData("resume", "request content trailers end pause resume", "reset")]
    [InlineData("signal", "request content trailers end signal", "500")]
    [InlineData("timer", "request content trailers end timer", "500")]
    public async Task Event_ThatThrows_IsLoggedOnce_AndEndsItsExchange(string at, string events, string answer)
    {
        foreach (var how in new[] { "now", "later" })
        {
            var log = new EventLog();
            await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
            await using var peer = await server.ConnectAsync();
            await peer.SendAsync(Chunked.Post($"/fault/{at}/{how}", "x: y\r\n", "content"));
            if (answer == "500")
            {
                Assert.StartsWith("HTTP/1.1 500 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);

                // SV-44: the connection goes on; what the handler did not read of the request is thrown away.
                await peer.SendAsync(Get("/record"));
                Assert.EndsWith("0 octets, sum none, instance 1, exchange 1", await peer.ReadResponseAsync(), StringComparison.Ordinal);
                Assert.Equal(events + Tail + " request end done:0", log.All);
            }
            else
            {
                Assert.EndsWith("(reset)", await peer.ReadToEndAsync(), StringComparison.Ordinal);
                Assert.Equal(events + Tail, log.All);
            }

            AssertLogged(server, $"thrown at {at}");
        }
    }

    // EV-41: what is thrown while an exchange ends changes nothing any more, but is not hidden.
    [Theory]
    [InlineData("now")]
    [InlineData("later")]
    public async Task AbortEvent_ThatThrows_IsLogged(string how)
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        Assert.Equal("(reset)", await server.ConverseAsync(Chunked.Post($"/fault/abort/{how}", "", "content")));
        await server.EmptyAsync();

        // SV-63: nothing was sent, and the abort event comes once.
        Assert.Equal("request content end reason:Handler abort", log.All);
        AssertLogged(server, "thrown at abort");
    }

    [Theory]
    [InlineData("now")]
    [InlineData("later")]
    public async Task DoneEvent_ThatThrows_IsLogged_AndTheResponseIsNoneTheWorse(string how)
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Chunked.Post($"/fault/done/{how}", "", "content"));
        Assert.EndsWith("whole", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await peer.SendAsync(Get("/record"));
        await peer.ReadResponseAsync();
        Assert.Equal("request content end done request end done:0", log.All);
        AssertLogged(server, "thrown at done");
    }

    [Theory]
    [InlineData("late", "request content abort:Violation", 400)]
    [InlineData("early", "request content abort:Violation", 0)]
    public async Task BrokenContent_IsRefusedOnce_IfTheResponseHasNotBegun(string answer, string events, int status)
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"POST /ten/{answer} HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
        await peer.SendAsync("nonsense\r\n");
        AssertEnd(await peer.ReadToEndAsync(), status);
        Assert.Equal(events, log.All);
        server.AssertQuietLog();
    }

    // RFC 9112 §9.3.2: pipelined requests are answered in order, so what breaks one of them takes nothing from those before it.
    [Fact]
    public async Task ResponsesBeforeABrokenExchange_AreSent()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(new EventLog()));
        await using var peer = await server.ConnectAsync();

        // Before anything is sent: what has come is read although a reset follows it.
        var first = peer.ReadResponseAsync();
        await peer.SendAsync(Get("/record") + "POST /ten/early HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n");
        Assert.EndsWith("instance 1, exchange 1", await first, StringComparison.Ordinal);
        Assert.EndsWith("(reset)", await peer.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("late", false, "request content abort:ContentTooLarge", 413)]
    [InlineData("early", false, "request content abort:ContentTooLarge", 0)]
    [InlineData("late", true, "request abort:ContentTooLarge", 413)]
    public async Task ContentBeyondTheLimitOfTheHandler_IsRefused(string answer, bool hasLength, string events, int status)
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        var framing = hasLength ? "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n6\r\nHello!\r\n0\r\n\r\n";
        AssertEnd(await server.ConverseAsync($"POST /ten/{answer} HTTP/1.1\r\nHost: test\r\n{framing}"), status);
        Assert.Equal(events, log.All);
        server.AssertQuietLog();
    }

    // SV-82.
    [Theory]
    [InlineData("late", 408)]
    [InlineData("early", 0)]
    public async Task ContentThatComesTooSlowly_IsRefused(string answer, int status)
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"POST /ten/{answer} HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n12345");
        await server.AdvanceAsync(4.9);
        Assert.Equal("request content", log.All);
        await server.AdvanceAsync(1);
        Assert.Equal("request content abort:TooSlow", log.All);
        AssertEnd(await peer.ReadToEndAsync(), status);
        server.AssertQuietLog();
    }

    // A parameter that does not bind is refused before any event.
    [Fact]
    public async Task BadParameterOfTheRequestEvent_IsRefused_AndNoEventComes()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/bound/7?page=x", "content"));
        var response = await peer.ReadResponseAsync();
        Assert.StartsWith("HTTP/1.1 400 ", response, StringComparison.Ordinal);
        Assert.Contains("page", response, StringComparison.Ordinal);
        Assert.Equal("", log.All);
        await peer.SendAsync(Post("/bound/7?page=3", "content", "X-Name: Ada\r\n"));
        Assert.EndsWith("7 3 Ada True", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal("request done", log.All);
    }

    // A task that nobody awaits: its memory is not used once the exchange is over.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteThatIsNotAwaited_EndsTheExchange_WithAClearError(bool isSuspended)
    {
        var log = new EventLog();
        log.Script = async downstream =>
        {
            downstream.Begin(StatusCode.Ok);
            if (isSuspended)
            {
                await Task.Yield();
            }

            _ = downstream.WriteAsync(new byte[1 << 20]).AsTask();
        };
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        await log.SeenAsync("abort:HandlerFailed");
        await server.EmptyAsync();
        Assert.Equal("request abort:HandlerFailed", log.All);
        AssertLogged(server, "WriteAsync");
    }

    private static void AssertEnd(string stream, int status)
    {
        if (status == 0)
        {
            Assert.EndsWith("(reset)", stream, StringComparison.Ordinal);
        }
        else
        {
            AssertRefused(stream, status);
        }
    }

    private static void AssertLogged(TestServer server, string text)
    {
        var (level, message, exception) = Assert.Single(server.Log.From(LogLevel.Information));
        Assert.Equal(LogLevel.Error, level);
        Assert.Matches("^(Faults|Sends|Picard\\.Server\\.Tests\\.(Faults|Sends)) failed\\.$", message);
        Assert.Contains(text, exception!.Message, StringComparison.Ordinal);
    }
}
