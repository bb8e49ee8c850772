using System.Text.RegularExpressions;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>The seed's statements about what an application is told of a request (B.1, A.11).</summary>
public sealed class SeedRequestTests
{
    private readonly EventLog _log = new();

    [Theory] // Seed SV-01, RT-03, RS-02
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Request_WithoutContent_IsTheRequestAndThenDone_AndTheClientGetsItsResponse(string method)
    {
        _log.Script = static downstream =>
        {
            downstream.Respond(StatusCode.Ok, "Hello");
            return default;
        };
        await using var server = await StartAsync();
        var response = await server.ConverseAsync($"{method} /send HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/plain", response, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 5\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nHello", response, StringComparison.Ordinal);
        Assert.Equal("request done", _log.All);
    }

    // Seed SV-02, SV-03, SV-04, SV-05, SV-06, SV-07, EV-60, EV-61, EV-66, EV-69: as received, each octet; what was not sent is not there.
    [Theory]
    [InlineData("GET /witness/ HTTP/1.1\r\nHost: test\r\n\r\n", "request:GET path=/witness/ query= Http11 length=none [Host: test] end: done")]
    [InlineData("GET /witness/foo?bar=baz HTTP/1.1\r\nHost: test\r\n\r\n", "request:GET path=/witness/foo query=bar=baz Http11 length=none [Host: test] end: done")]
    [InlineData("GET /witness/%66oo?b%61r HTTP/1.1\r\nHost: test\r\n\r\n", "request:GET path=/witness/%66oo query=b%61r Http11 length=none [Host: test] end: done")]
    [InlineData("GET http://example.com/witness/search?q=zomg HTTP/1.1\r\nHost: test\r\n\r\n", "request:GET path=/witness/search query=q=zomg Http11 length=none [Host: test] end: done")]
    [InlineData("POST /witness/ HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nHello", "request:POST path=/witness/ query= Http11 length=5 [Host: test|Content-Length: 5] content end:Hello done")]
    [InlineData("POST /witness/ HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n", "request:POST path=/witness/ query= Http11 length=0 [Host: test|Content-Length: 0] end: done")]
    [InlineData("GET /witness/ HTTP/1.0\r\n\r\n", "request:GET path=/witness/ query= Http10 length=none [] end: done")]
    [InlineData(
        "GET /witness/ HTTP/1.1\r\nHost: test\r\nbar: omg\r\nFoo: 1\r\nbar: hi2u\r\nfoo: 2\r\nfoo: 1\r\nbaz: x\r\n\r\n",
        "request:GET path=/witness/ query= Http11 length=none [Host: test|bar: omg|Foo: 1|bar: hi2u|foo: 2|foo: 1|baz: x] end: done")]
    public async Task Request_IsToldAsItWasSent(string request, string events)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(request);
        Assert.EndsWith("\r\n\r\nHello", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal(events, _log.All);
    }

    [Fact] // Seed SV-02, A.2.1, EV-60
    public async Task Addresses_OfBothEnds_AreTold()
    {
        foreach (var network in new[] { Network.Sockets, Network.EventLoops, Network.UnixSockets })
        {
            await using var server = await TestServer.StartAsync(network, EventApplication.Create(_log));
            await using var peer = await server.ConnectAsync();
            await peer.SendAsync(Get("/whereabouts"));
            var addresses = TestPeer.ContentOf(await peer.ReadResponseAsync());
            Assert.EndsWith($" {server.EndPoint}", addresses, StringComparison.Ordinal);
            Assert.True(network == Network.UnixSockets || addresses.StartsWith($"{peer.Connection.LocalEndPoint} ", StringComparison.Ordinal), addresses);
        }
    }

    [Theory] // Seed SV-08, and SV-56, where the decision "HTTP/1.0" is another: no chunked, and the sender is told so
    [InlineData("gibberish\r\n\r\n")]
    [InlineData("\x16\x03\x01\x02\r\n\r\n")]
    [InlineData("POST /witness/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n5\r\nHello\r\n0\r\n\r\n")]
    public async Task Gibberish_ReachesNoHandler(string gibberish)
    {
        await using var server = await StartAsync();
        AssertRefused(await server.ConverseAsync(gibberish), 400);
        Assert.Equal("", _log.All);
    }

    [Fact] // Seed SV-09, EV-65: a head is an event of its own, however large or small the content is
    public async Task Request_IsToldBeforeItsContentHasCome()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /witness/ HTTP/1.1\r\nHost: test\r\nContent-Length: 10000\r\n\r\n");
        const string Head = "request:POST path=/witness/ query= Http11 length=10000 [Host: test|Content-Length: 10000]";
        Assert.Equal(Head, _log.All);
        await peer.SendAsync(new string('x', 9_999));
        Assert.Matches($"^{Regex.Escape(Head)}( content)+$", _log.All);
        await peer.SendAsync("x");
        Assert.EndsWith("\r\n\r\nHello", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Matches($"^{Regex.Escape(Head)}( content)+ end:10000 done$", _log.All);
    }

    [Fact] // Seed SV-11, EV-63
    public async Task ChunkedRequests_ThatFollowEachOther_EachHaveTheirOwnEvents()
    {
        await using var server = await StartAsync();
        var stream = await server.ConverseAsync(
            Chunked.Post("/witness/1", "", "Hello", " World") + Chunked.Post("/witness/2", "", "ZomG!!", "INCEPTION") + Get("/witness/3", "Connection: close\r\n"));
        Assert.Equal(["200", "200", "200"], StatusesOf(stream));
        Assert.Matches(
            "^request:POST path=/witness/1 [^]]+\\]( content)+ end:Hello World done request:POST path=/witness/2 [^]]+\\]( content)+ end:ZomG!!INCEPTION done request:GET path=/witness/3 [^]]+\\] end: done$",
            _log.All);
    }

    // Seed EV-12, SV-10, SV-60, where the decisions "Done and abort" and "Early response" are others: the response ends the exchange, and what is left of the request is thrown away.
    [Fact]
    public async Task ResponseBeforeTheContent_IsFollowedByDone_AndByNothingOfTheContent()
    {
        _log.Script = static downstream =>
        {
            downstream.Respond(StatusCode.Ok, "early");
            return default;
        };
        await using var server = await StartAsync();
        await using (var peer = await server.ConnectAsync())
        {
            await peer.SendAsync("POST /send HTTP/1.1\r\nHost: test\r\nContent-Length: 10000\r\n\r\ntwenty-six octets of it....");
            Assert.EndsWith("early", await peer.ReadResponseAsync(), StringComparison.Ordinal);
            Assert.Equal("request done", _log.All);
        }

        await server.EmptyAsync();
        Assert.Equal("request done", _log.All);
        server.AssertQuietLog();
    }

    [Fact] // Seed EV-32, EP-06: a handler that does not read stops its client
    public async Task ContentThatNobodyReads_IsNotTakenFromTheClient()
    {
        await using var server = await StartAsync();
        foreach (var (request, goOn) in new (string, Action)[] { ("PUT /reluctant", () => _log.Gate.SetResult()), ("POST /pausing/signal", () => _log.Signal.Set()) })
        {
            await using var peer = await server.ConnectAsync(new Picard.Transport.Watermarks { HighBytes = 16 * 1024, LowBytes = 8 * 1024 });
            var sending = peer.SendAsync($"{request} HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n{new string('x', 1_000_000)}");
            Assert.False(sending.IsCompleted);
            Assert.InRange(peer.Connection.SentBytes, 0, 160 * 1024);
            goOn();
            Assert.StartsWith("HTTP/1.1 200 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
            await sending;
        }
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
}
