using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>The opening handshake (RFC 6455 §4.2): what is accepted, what is refused with which status, and that a refusal never reaches the method.</summary>
public sealed class HandshakeTests
{
    private const string Path = "/sockets/strict";
    private const string Upgrade = "Upgrade: websocket\r\n";
    private const string Connection = "Connection: Upgrade\r\n";
    private const string Key = $"Sec-WebSocket-Key: {SocketPeer.Key}\r\n";
    private const string Version = "Sec-WebSocket-Version: 13\r\n";
    private const string All = Upgrade + Connection + Key + Version;

    private readonly EventLog _log = new();

    public static TheoryData<int, string> Bad => new()
    {
        // Seed WS-01, SV-91: what is no WebSocket is answered as HTTP.
        { 426, Get(Path) },
        { 426, Get(Path, Connection + Key + Version) },
        { 426, Get(Path, Upgrade + Key + Version) },
        { 426, Get(Path, "Upgrade: h2c\r\n" + Connection + Key + Version) },
        { 426, Get(Path, "Upgrade: websocket/13\r\n" + Connection + Key + Version) },
        { 426, $"GET {Path} HTTP/1.0\r\nHost: test\r\n{All}\r\n" },
        { 426, $"HEAD {Path} HTTP/1.1\r\nHost: test\r\n{All}\r\n" },
        { 426, Get(Path, Upgrade + Connection + Key) },
        { 426, Get(Path, Upgrade + Connection + Key + "Sec-WebSocket-Version: 8\r\n") },
        { 426, Get(Path, Upgrade + Connection + Key + "Sec-WebSocket-Version: 13, 8\r\n") },
        { 426, Get(Path, All + Version) },

        // Seed WS-08.
        { 400, Get(Path, Upgrade + Connection + Version) },
        { 400, Get(Path, Upgrade + Connection + Version + "Sec-WebSocket-Key:\r\n") },
        { 400, Get(Path, Upgrade + Connection + Version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\r\n") }, // no padding
        { 400, Get(Path, Upgrade + Connection + Version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZX==\r\n") }, // bits behind the end
        { 400, Get(Path, Upgrade + Connection + Version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j\r\n") }, // 15 octets
        { 400, Get(Path, Upgrade + Connection + Version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZWE=\r\n") }, // 17 octets
        { 400, Get(Path, Upgrade + Connection + Version + "Sec-WebSocket-Key: dGhlIHNhbXBsZS-ub25jZQ==\r\n") }, // not of this alphabet
        { 400, Get(Path, Upgrade + Connection + Version + "Sec-WebSocket-Key: dGhlIHNh bXBsZSBub25jZ==\r\n") },
        { 400, Get(Path, All + Key) },
        { 400, Get(Path, All + "Content-Length: 2\r\n") + "hi" },
        { 400, Get(Path, All + "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n" },
        { 400, Get(Path, All + "Sec-WebSocket-Protocol: chat 2\r\n") },
        { 400, Get(Path, All + "Sec-WebSocket-Protocol: \"chat\"\r\n") },
        { 400, Get(Path, All + "Sec-WebSocket-Extensions: =a\r\n") },
        { 400, Get(Path, All + "Sec-WebSocket-Extensions: a; b=\r\n") },
        { 400, Get(Path, All + "Sec-WebSocket-Extensions: a;;b\r\n") },
        { 400, Get(Path, All + "Sec-WebSocket-Extensions: a=b\r\n") },

        { 403, Get(Path, All + "Origin: https://test\r\n") }, // the same origin is not in the list
        { 403, Get(Path, All + "Origin: http://a.example\r\n") },
        { 403, Get(Path, All + "Origin: https://a.example:444\r\n") },
        { 403, Get(Path, All + "Origin: https://a.example.evil\r\n") },
        { 403, Get(Path, All + "Origin: https://evil/https://a.example\r\n") },
        { 403, Get(Path, All + "Origin: null\r\n") },
        { 403, Get(Path, All + "Origin: *\r\n") },
        { 403, Get(Path, All + "Origin: https://a.example\r\nOrigin: https://a.example\r\n") },
        { 403, Get("/sockets/echo", All + "Origin: http://other\r\n") },
        { 403, Get("/sockets/echo", All + "Origin: http://test:81\r\n") },
        { 403, Get("/sockets/echo", All + "Origin: https://test:80\r\n") },
        { 403, Get("/sockets/echo", All + "Origin: null\r\n") },
        { 403, Get("/sockets/echo", All + "Origin: test\r\n") },
    };

    public static TheoryData<string, string> Good => new()
    {
        { Path, All },
        { Path, "upgrade: WebSocket\r\nconnection: keep-alive, upgrade\r\n" + Key + Version },
        { Path, "Upgrade: h2c, websocket\r\n" + Connection + Key + Version },
        { Path, All + "Origin: https://a.example\r\n" },
        { Path, All + "Origin: HTTPS://A.EXAMPLE\r\n" },
        { Path, All + "Origin: https://a.example:443\r\n" },
        { Path, All + "Origin: http://b.example:8080\r\n" },
        { Path, All + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" }, // offered, and not taken
        { Path, All + "Sec-WebSocket-Extensions: a; b=\"c\"; d = e, f\r\n" },
        { "/sockets/open", All + "Origin: https://any.example\r\n" },
        { "/sockets/open", All + "Origin: null\r\n" },
        { "/sockets/echo", All + "Origin: http://test\r\n" },
        { "/sockets/echo", All + "Origin: https://TEST\r\n" }, // TLS ends before us
        { "/sockets/echo", All + "Origin: http://test:80\r\n" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task BadHandshake_IsRefused_AndNeverReachesTheMethod(int status, string request)
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        var response = await server.ConverseAsync(request + Frames.Text("not a request"));
        Assert.Single(StatusesOf(response));
        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        Assert.Contains(status == 426 ? "\r\nConnection: close, Upgrade\r\n" : "\r\nConnection: close\r\n", response, StringComparison.Ordinal);
        Assert.Equal(status == 426, response.Contains("\r\nUpgrade: websocket\r\n", StringComparison.Ordinal));
        Assert.Equal("", _log.All);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task OtherVersion_IsToldWhichThereIs()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        var response = await server.ConverseAsync(Get(Path, Upgrade + Connection + Key + "Sec-WebSocket-Version: 14\r\n"));
        Assert.StartsWith("HTTP/1.1 426 ", response, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Version: 13\r\n", response, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Version must be 13", response, StringComparison.Ordinal);
    }

    // Seed WS-02, with the key of RFC 6455 §1.3; bug J 47 is not copied: Upgrade in any case.
    [Theory]
    [MemberData(nameof(Good))]
    public async Task GoodHandshake_IsAnswered101(string path, string fields)
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        var response = await server.ConverseAsync(Get(path, fields) + Frames.Close(1000));
        Assert.StartsWith(
            $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {SocketPeer.Accept}\r\n\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith(Frames.Closed(1000), response, StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Theory]
    [InlineData("chat.1", "chat.1")]
    [InlineData("chat.1, chat.2", "chat.2")] // the server's preference
    [InlineData("other, chat.1", "chat.1")]
    [InlineData("other", null)]
    [InlineData("CHAT.1", null)]
    [InlineData("", null)]
    public async Task Subprotocol_IsTheFirstOfOurs_ThatTheClientOffers(string offered, string? chosen)
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        var response = await server.ConverseAsync(Get(Path, $"{All}Sec-WebSocket-Protocol: {offered}\r\n") + Frames.Close());
        Assert.StartsWith("HTTP/1.1 101 ", response, StringComparison.Ordinal);
        Assert.Equal(chosen is not null, response.Contains($"\r\nSec-WebSocket-Protocol: {chosen}\r\n", StringComparison.Ordinal));
        Assert.Equal(chosen is null, !response.Contains("Sec-WebSocket-Protocol", StringComparison.Ordinal));
        Assert.Equal($"protocol:{chosen ?? "none"}", _log.All);
    }

    [Fact]
    public async Task Subprotocols_InSeveralFields_AreOneList()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        var response = await server.ConverseAsync(Get(Path, $"{All}Sec-WebSocket-Protocol: chat.1\r\nSec-WebSocket-Protocol: chat.2\r\n") + Frames.Close());
        Assert.Contains("\r\nSec-WebSocket-Protocol: chat.2\r\n", response, StringComparison.Ordinal);
    }

    // Seed WS-06: a parameter that does not bind answers in HTTP, and the method is not called.
    [Fact]
    public async Task BadParameter_IsAnswered400_InsteadOf101()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        var response = await server.ConverseAsync(SocketPeer.Handshake("/sockets/rooms/a?times=x"));
        AssertRefused(response, 400);
        Assert.Contains("times", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://a")]
    [InlineData("https://a/")]
    [InlineData("https://")]
    [InlineData("a.example")]
    [InlineData("https://*.example")]
    [InlineData("")]
    public void BadOrigin_FailsWhenTheServerStarts(string origin) =>
        Assert.Contains($"'{origin}'", Assert.Throws<ArgumentException>(() => new Picard.Gen.WebSocketRoute(new WebSocketAttribute("/") { Origins = [origin] })).Message, StringComparison.Ordinal);

    [Fact]
    public void BadProtocolsAndTimes_FailWhenTheServerStarts()
    {
        Assert.Throws<ArgumentException>(() => new Picard.Gen.WebSocketRoute(new WebSocketAttribute("/") { Protocols = ["a b"] }));
        Assert.Throws<ArgumentException>(() => new Picard.Gen.WebSocketRoute(new WebSocketAttribute("/") { KeepAliveIntervalSeconds = -1 }));
        Assert.Throws<ArgumentException>(() => new Picard.Gen.WebSocketRoute(new WebSocketAttribute("/") { KeepAliveTimeoutSeconds = 86_401 }));
    }
}
