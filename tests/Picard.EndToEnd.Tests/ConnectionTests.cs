using System.Text;
using System.Text.Json;
using Picard.EndToEnd.Tests.Peers;

namespace Picard.EndToEnd.Tests;

/// <summary>One connection, octet by octet: what a client can only be sure of that sees every one of them.</summary>
public abstract class ConnectionTests(EchoServer server)
{
    private const string Host = "Host: a\r\n";

    [Fact]
    public async Task PipelinedRequests_AreAnsweredInOrder()
    {
        await using var connection = await ConnectAsync();
        string[] methods = ["GET", "POST", "HEAD", "PUT", "PURGE"];
        var requests = Enumerable.Range(0, 500).Select(number => (Method: methods[number % methods.Length], Target: $"/{number}", Content: number % 5 is 1 or 3 ? new string('x', number) : "")).ToArray();
        await connection.SendAsync(string.Concat(requests.Select(request =>
            $"{request.Method} {request.Target} HTTP/1.1\r\n{Host}{(request.Content.Length > 0 ? $"Content-Length: {request.Content.Length}\r\n" : "")}\r\n{request.Content}")));
        foreach (var request in requests)
        {
            var response = await connection.RequireAsync(request.Method);
            Assert.False(response.Closes);
            if (request.Method != "HEAD")
            {
                AssertEchoed(response, request.Method, request.Target, request.Content);
            }
        }
    }

    [Fact]
    public async Task PipelinedRequests_WhoseAnswersAreReadLate_AreAllAnswered()
    {
        // More than the socket buffers of both sides hold, so that the server has to stop reading until we read.
        const int Requests = 2_000;
        await using var connection = await ConnectAsync();
        var padding = new string('p', 4_000);
        var sending = connection.SendAsync(string.Concat(Enumerable.Range(0, Requests).Select(number => $"GET /{number} HTTP/1.1\r\n{Host}X-Padding: {padding}\r\n\r\n")));
        for (var number = 0; number < Requests; number++)
        {
            Assert.Equal($"/{number}", (await connection.RequireAsync()).Json().GetProperty("target").GetString());
        }

        await sending;
    }

    [Fact]
    public async Task Target_OfEveryForm_IsEchoedAsReceived()
    {
        await using var connection = await ConnectAsync();
        foreach (var (method, target) in new[]
        {
            ("GET", "/"), ("GET", "/a/b?c=d&e=%20+"), ("GET", "/?"), ("GET", "//a//"), ("GET", "/../../etc/passwd"), ("GET", "/%2e%2e/x"), ("GET", "/a%00b"), ("GET", "/%41"),
            ("OPTIONS", "*"), ("GET", "http://b.example"), ("GET", "http://b.example/../x?y"), ("BREW", "https://[::1]:8080/"), ("POST", "/a;b=c,d:e@f!$&'()*+"),
        })
        {
            await connection.SendAsync($"{method} {target} HTTP/1.1\r\n{Host}\r\n");
            AssertEchoed(await connection.RequireAsync(method), method, target, "");
        }
    }

    [Fact]
    public async Task Connect_IsNotImplementedAndCloses()
    {
        await using var connection = await ConnectAsync();
        await connection.SendAsync($"CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\nGET / HTTP/1.1\r\n{Host}\r\n");
        var response = await connection.RequireAsync("CONNECT");
        Assert.Equal((501, true), (response.Status, response.Closes));
        await connection.RequireEndAsync();
    }

    [Fact]
    public async Task Fields_AreEchoedAsReceived()
    {
        await using var connection = await ConnectAsync();
        await connection.SendAsync("GET / HTTP/1.1\r\nx-B:\t1 \r\nHOST: a\r\nX-a: \r\nX-b: \xe9\xff\"\\<>\r\n\r\n");
        var headers = (await connection.RequireAsync()).Json().GetProperty("headers").GetRawText();
        Assert.Equal("""[["x-B","1"],["HOST","a"],["X-a",""],["X-b","éÿ\"\\<>"]]""", headers);
    }

    [Fact]
    public async Task Trailers_AreEchoedIfThereWereAny()
    {
        await using var connection = await ConnectAsync();
        await connection.SendAsync($"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n5;name=\"v\"\r\nhello\r\n1\r\n!\r\n0\r\nX-One: 1\r\nx-two: \xe9\r\n\r\n");
        var json = (await connection.RequireAsync()).Json();
        Assert.Equal("hello!", Encoding.ASCII.GetString(json.GetProperty("body").GetBytesFromBase64()));
        Assert.Equal("""[["X-One","1"],["x-two","é"]]""", json.GetProperty("trailers").GetRawText());

        await connection.SendAsync($"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        Assert.False((await connection.RequireAsync()).Json().TryGetProperty("trailers", out _));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n")]
    public async Task Continue_IsSentBeforeTheContent(string framing, string content)
    {
        await using var connection = await ConnectAsync();
        for (var repeat = 0; repeat < 2; repeat++)
        {
            await connection.SendAsync($"POST / HTTP/1.1\r\n{Host}Expect: 100-continue\r\n{framing}\r\n");
            Assert.Equal(100, (await connection.RequireAsync("POST")).Status);
            await connection.SendAsync(content);
            AssertEchoed(await connection.RequireAsync("POST"), "POST", "/", "hello");
        }
    }

    [Fact]
    public async Task Continue_IsNotSentToHttp10()
    {
        await using var connection = await ConnectAsync();
        await connection.SendAsync("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
        await connection.SendAsync("x");
        AssertEchoed(await connection.RequireAsync("POST"), "POST", "/", "x");
        await connection.RequireEndAsync();
    }

    [Fact]
    public async Task Expectation_OfTooMuch_IsRefusedWithoutContinue()
    {
        await using var connection = await ConnectAsync();
        await connection.SendAsync($"POST / HTTP/1.1\r\n{Host}Expect: 100-continue\r\nContent-Length: 30000001\r\n\r\n");
        var response = await connection.RequireAsync("POST");
        Assert.Equal((413, true), (response.Status, response.Closes));
        await connection.RequireEndAsync();
    }

    [Fact]
    public async Task ContentBeyondTheLimit_IsRefusedWhileItIsStillBeingSent()
    {
        await using var connection = await ConnectAsync();
        await connection.SendAsync($"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n");
        var chunk = Encoding.ASCII.GetBytes($"100000\r\n{new string('c', 0x100000)}\r\n");
        var sending = SendEndlesslyAsync();
        var response = await connection.RequireAsync("POST");
        Assert.Equal((413, true), (response.Status, response.Closes));
        await sending;

        // Our chunks never end; the server does, and then sending fails.
        async Task SendEndlesslyAsync()
        {
            try
            {
                while (true)
                {
                    await connection.SendAsync(chunk);
                }
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The answer was there before.
            }
        }
    }

    [Fact]
    public async Task ContentOfTheLimit_IsEchoed()
    {
        await using var connection = await ConnectAsync();
        var content = new string('l', 30_000_000);
        var sending = connection.SendAsync($"POST / HTTP/1.1\r\n{Host}Content-Length: {content.Length}\r\n\r\n{content}");
        AssertEchoed(await connection.RequireAsync("POST"), "POST", "/", content);
        await sending;
    }

    [Fact]
    public async Task Http10_ClosesAfterItsAnswer()
    {
        await using var connection = await ConnectAsync();
        await connection.SendAsync("GET /one HTTP/1.0\r\n\r\nGET /two HTTP/1.0\r\n\r\n");
        var response = await connection.RequireAsync();
        AssertEchoed(response, "GET", "/one", "");
        Assert.True(response.Closes);
        await connection.RequireEndAsync();
    }

    [Fact]
    public async Task Http10_WithKeepAlive_Persists()
    {
        await using var connection = await ConnectAsync();
        for (var repeat = 0; repeat < 3; repeat++)
        {
            await connection.SendAsync("GET /old HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
            var response = await connection.RequireAsync();
            AssertEchoed(response, "GET", "/old", "");
            Assert.Equal("keep-alive", response["Connection"]);
        }
    }

    [Fact]
    public async Task Close_IsAnsweredWithCloseAndFollowed()
    {
        await using var connection = await ConnectAsync();
        await connection.SendAsync($"GET /last HTTP/1.1\r\n{Host}Connection: close\r\n\r\nGET /after HTTP/1.1\r\n{Host}\r\n");
        var response = await connection.RequireAsync();
        AssertEchoed(response, "GET", "/last", "");
        Assert.True(response.Closes);
        await connection.RequireEndAsync();
    }

    [Fact]
    public async Task HalfClosedClient_StillGetsALargeAnswer()
    {
        await using var connection = await ConnectAsync();
        var content = new string('h', 4_000_000);
        var sending = connection.SendAsync($"POST / HTTP/1.1\r\n{Host}Content-Length: {content.Length}\r\n\r\n{content}");
        await sending;
        connection.CloseOutput();
        AssertEchoed(await connection.RequireAsync("POST"), "POST", "/", content);
        await connection.RequireEndAsync();
    }

    [Fact]
    public async Task RefusedRequest_IsAnsweredAfterThoseBeforeIt()
    {
        await using var connection = await ConnectAsync();
        await connection.SendAsync($"GET /1 HTTP/1.1\r\n{Host}\r\nGET /2 HTTP/1.1\r\n{Host}\r\nGET /3 HTTP/1.1\r\nHost : a\r\n\r\nGET /4 HTTP/1.1\r\n{Host}\r\n");
        AssertEchoed(await connection.RequireAsync(), "GET", "/1", "");
        AssertEchoed(await connection.RequireAsync(), "GET", "/2", "");
        var refusal = await connection.RequireAsync();
        Assert.Equal((400, true, "application/problem+json"), (refusal.Status, refusal.Closes, refusal["Content-Type"]));
        Assert.Equal(400, JsonDocument.Parse(refusal.Content).RootElement.GetProperty("status").GetInt32());
        await connection.RequireEndAsync();
    }

    private static void AssertEchoed(ReceivedResponse response, string method, string target, string content)
    {
        var json = response.Json();
        Assert.Equal((method, target), (json.GetProperty("method").GetString(), json.GetProperty("target").GetString()));
        Assert.True(json.GetProperty("body").GetBytesFromBase64().AsSpan().SequenceEqual(Encoding.Latin1.GetBytes(content)), "the content came back changed");
    }

    private Task<RawConnection> ConnectAsync() => RawConnection.ConnectAsync(server.EndPoint);
}
