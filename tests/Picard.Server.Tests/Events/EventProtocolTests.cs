using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryEventProtocolTests : EventProtocolTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class EventLoopEventProtocolTests : EventProtocolTests
{
    protected override Network Network => Network.EventLoops;
}

/// <summary>What HTTP makes of what an event handler sends.</summary>
public abstract class EventProtocolTests
{
    protected abstract Network Network { get; }

    // SV-24, SV-25, EV-67, EV-71: the head is all; a producer without end stops because nothing is accepted.
    [Fact]
    public async Task Head_IsAnsweredWithTheHead_AndWritesAreClosed()
    {
        var log = new EventLog();
        log.Script = downstream =>
        {
            downstream.Begin(StatusCode.Ok);
            while (downstream.Write("endless") != Flow.Closed)
            {
                log.Add("accepted");
            }

            log.Add($"{downstream.Write($"{Fail()}")}");
            downstream.Complete();
            return default;
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await peer.SendAsync("HEAD /send HTTP/1.1\r\nHost: test\r\n\r\n");
            var response = await peer.ReadResponseAsync("HEAD");
            Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", response, StringComparison.Ordinal);
            Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
        }

        await log.SeenAsync("done");
        Assert.Equal("request Closed done request Closed done", log.All);
    }

    private static string Fail()
    {
        Assert.Fail("Nobody would read it: it is not evaluated.");
        return "";
    }

    // SV-21, EV-71, EV-72: the end of the connection is the end of the content.
    [Fact]
    public async Task Http10_GetsContentUntilTheClose_OrByItsLength()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        log.Script = static downstream =>
        {
            downstream.Begin(StatusCode.Ok);
            downstream.Write("Hello, ");
            downstream.Write("World");
            downstream.Complete(new ResponseFields { { "X-Dropped", "yes" } });
            return default;
        };
        var response = await server.ConverseAsync("GET /send HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        Assert.Contains("\r\nConnection: close\r\n", response, StringComparison.Ordinal);
        Assert.DoesNotContain("Transfer-Encoding", response, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length", response, StringComparison.Ordinal);
        Assert.Equal("Hello, World", TestPeer.ContentOf(response));

        log.Script = static downstream =>
        {
            downstream.Begin(StatusCode.Ok, 5);
            downstream.Write("Hello");
            downstream.Complete();
            return default;
        };
        await using var peer = await server.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await peer.SendAsync("GET /send HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            response = await peer.ReadResponseAsync();
            Assert.Contains("\r\nConnection: keep-alive\r\n", response, StringComparison.Ordinal);
            Assert.Equal("Hello", TestPeer.ContentOf(response));
        }
    }

    // SV-50, SV-53, SV-54, EV-83: by itself as soon as content is wanted, and only if it is not there yet.
    [Fact]
    public async Task Continue_IsSentByItself_WhenContentIsWanted()
    {
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create());
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /record HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await peer.ReadOnceAsync());
        await peer.SendAsync("Hello");
        Assert.Contains("5 octets", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await peer.SendAsync(Post("/record", "Hello", "Expect: 100-continue\r\n"));
        var response = await peer.ReadResponseAsync();
        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
    }

    // SV-52, SV-55, EV-13, A.10.7, EV-80, EV-81, SV-54.
    [Fact]
    public async Task Continue_MayBeSentByTheHandler_OnceAndToWhoeverWaitsForIt()
    {
        var log = new EventLog
        {
            Script = static downstream =>
            {
                downstream.Continue();
                Assert.Throws<InvalidOperationException>(downstream.Continue);
                downstream.Respond(StatusCode.NoContent);
                Assert.Throws<InvalidOperationException>(downstream.Continue);
                return default;
            },
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/send", "Hello", "Expect: 100-continue\r\n"));
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await peer.ReadResponseAsync());
        Assert.StartsWith("HTTP/1.1 204 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await peer.SendAsync("POST /send HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nHello");
        Assert.StartsWith("HTTP/1.1 500 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
    }

    // SV-51, EV-82: what the client sends anyway is thrown away.
    [Fact]
    public async Task Expectation_MayBeRefused_AndTheConnectionGoesOn()
    {
        var log = new EventLog
        {
            Script = static downstream =>
            {
                downstream.Respond(StatusCode.ExpectationFailed);
                return default;
            },
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /send HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 417 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await peer.SendAsync("Hello" + Get("/record"));
        Assert.EndsWith("0 octets, sum none, instance 1, exchange 1", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.StartsWith("request done request end", log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EarlyHints_ComeBeforeTheResponse_AndNotToHttp10()
    {
        var log = new EventLog
        {
            Script = static downstream =>
            {
                downstream.EarlyHints(new ResponseFields { { "Link", "</a.css>; rel=preload" } });
                downstream.Fields.Set("X-One", "1");
                downstream.Respond(StatusCode.Ok, "final");
                return default;
            },
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        var stream = await server.ConverseAsync(Get("/send", "Connection: close\r\n"));
        Assert.Equal(["103", "200"], StatusesOf(stream));
        Assert.StartsWith("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\nX-One: 1\r\n", stream, StringComparison.Ordinal);
        Assert.Equal(["200"], StatusesOf(await server.ConverseAsync("GET /send HTTP/1.0\r\n\r\n")));
    }

    [Fact]
    public async Task Trailers_FollowTheContent()
    {
        var log = new EventLog
        {
            Script = static downstream =>
            {
                downstream.Begin(StatusCode.Ok);
                downstream.Write("content");
                downstream.Complete(new ResponseFields { { "X-Sum", "7" }, { "X-Sum", "8" } });
                return default;
            },
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        Assert.Equal("content|X-Sum: 7\r\nX-Sum: 8\r\n", Chunked.Decode(await server.ConverseAsync(Get("/send", "Connection: close\r\n"))));
    }

    public static TheoryData<Action<Downstream>, string, string> Answers => new()
    {
        { static d => d.Respond(StatusCode.NoContent), "204", "" },
        { static d => d.Respond(StatusCode.Accepted, "text"), "202", "text" },
        { static d => d.Respond(StatusCode.Created, "octets"u8.ToArray()), "201", "octets" },
        { static d => d.Respond(new Response(StatusCode.Ok) { Content = "response"u8.ToArray() }), "200", "response" },
        { static d => d.Respond(new Problem(StatusCode.Conflict) { Title = "No" }), "409", "No" },
        { static d => d.Begin(StatusCode.NoContent), "204", "" },
        { static d => d.Begin(StatusCode.NotModified), "304", "" },
        { static d => d.Begin(StatusCode.ResetContent), "205", "" },
    };

    [Theory] // Seed A.3.9, RS-01, RS-05
    [MemberData(nameof(Answers))]
    public async Task WholeResponses_AreSentAsTheyAre(Action<Downstream> answer, string status, string content)
    {
        var log = new EventLog
        {
            Script = downstream =>
            {
                answer(downstream);
                _ = Record.Exception(() => downstream.Complete());
                return default;
            },
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        var stream = await server.ConverseAsync(Get("/send") + Get("/record", "Connection: close\r\n"));
        Assert.Equal([status, "200"], StatusesOf(stream));
        Assert.Contains(content, stream[..stream.LastIndexOf("HTTP/1.1", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.EndsWith("exchange 1", stream, StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    // What responses before have left in the output is no fault of this one: it may write as much as ever.
    [Theory]
    [InlineData(1000)]
    [InlineData(15_000)]
    [InlineData(32_000)]
    public async Task PipelinedResponses_LeaveRoomForEachOther(int octets)
    {
        const int Requests = 60;
        var log = new EventLog
        {
            Script = downstream =>
            {
                downstream.Begin(StatusCode.Ok, octets);
                downstream.Write(new byte[octets]);
                downstream.Complete();
                return default;
            },
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(string.Concat(Enumerable.Repeat(Get("/send"), Requests)));
        for (var i = 0; i < Requests; i++)
        {
            Assert.Equal(octets, TestPeer.ContentOf(await peer.ReadResponseAsync()).Length);
        }

        server.AssertQuietLog();
    }

    // Large content is sent from the handler's memory, which is the handler's again when the exchange is done.
    [Fact] // Seed EV-17
    public async Task Done_ComesAfterTheWholeResponse_HasLeftTheHandlersMemory()
    {
        var octets = new byte[8 << 20];
        var log = new EventLog
        {
            Script = downstream =>
            {
                downstream.Respond(StatusCode.Ok, octets);
                return default;
            },
            Finished = _ => octets.AsSpan().Fill((byte)'!'),
        };
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        await log.SeenAsync("request");
        Assert.Equal(0, log.Count("done"));
        Assert.DoesNotContain('!', TestPeer.ContentOf(await peer.ReadResponseAsync()));
        await log.SeenAsync("done");
    }

    [Fact]
    public async Task Events_MayAllBeAsynchronous()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await peer.SendAsync(Chunked.Post("/async", "x: y\r\n", "Hello, ", "World"));
            var response = "";
            while (!Chunked.IsWhole(response))
            {
                response += await peer.ReadOnceAsync();
            }

            Assert.Equal("Hello, World", Chunked.Decode(response));
        }

        await peer.SendAsync(Get("/record"));
        await peer.ReadResponseAsync();
        const string One = "request:POST trailers end:Hello, World timer signal done ";
        Assert.StartsWith(One + One + One + "request end", log.All, StringComparison.Ordinal);
        server.AssertQuietLog();
    }
}
