using System.Text;

namespace Picard.Client.Tests;

public sealed class ExchangeTests : IAsyncDisposable
{
    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;

    public ExchangeTests() => _client = new PicardClient(new ClientOptions { Connector = _network });

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    // Seed CL-01, CL-02, CL-61
    [Fact]
    public async Task Get_SendsTheTargetAndHost_AndGivesStatusFieldsAndContent()
    {
        var asked = _client.GetAsync("http://127.0.0.1:8080/a?zomg");
        var server = await _network.AcceptAsync();
        Assert.Equal("GET /a?zomg HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: Picard.Gen\r\n\r\n", await server.ReadHeadAsync());
        await server.RespondAsync("Hello");
        await using var response = await asked;
        Assert.Equal(StatusCode.Ok, response.Status);
        Assert.Equal(5, response.ContentLength);
        Assert.Equal("Hello", await response.ReadTextAsync());
    }

    // Seed CL-06
    [Fact]
    public async Task ChunkedContent_ComesPieceByPiece_WithItsTrailers()
    {
        var asked = _client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n");
        await using var response = await asked;
        Assert.Equal("Hello", Encoding.ASCII.GetString(await response.ReadAsync()));
        var next = response.ReadAsync();
        Assert.False(next.IsCompleted);
        await server.SendAsync("5\r\nWorld\r\n0\r\nDigest: x\r\n\r\n");
        Assert.Equal("World", Encoding.ASCII.GetString(await next));
        Assert.True((await response.ReadAsync()).IsEmpty);
        Assert.Equal("x", response.Trailers.GetText("Digest"));
    }

    // Seed CL-07
    [Fact]
    public async Task CloseDelimitedContent_EndsWithTheConnection()
    {
        var asked = _client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nHel");
        await using var response = await asked;
        await server.SendAsync("lo");
        await server.FinishAsync();
        Assert.Equal("Hello", await response.ReadTextAsync());
    }

    // Seed CL-41
    [Fact]
    public async Task Content_ThatBreaksOff_IsTruncated()
    {
        var asked = _client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHel");
        await server.FinishAsync();
        await using var response = await asked;
        var fault = await Assert.ThrowsAsync<RequestException>(async () => await response.ReadTextAsync());
        Assert.Equal(RequestFault.Truncated, fault.Fault);
    }

    // Seed CL-60
    [Fact]
    public async Task Post_SendsItsContentWithItsLength()
    {
        var asked = _client.SendAsync(new ClientRequest(Method.Post, "http://127.0.0.1/") { Content = "abc"u8.ToArray(), ContentType = "text/plain" });
        var server = await _network.AcceptAsync();
        Assert.EndsWith("\r\nUser-Agent: Picard.Gen\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("abc", await server.ReadAsync(3));
        await server.RespondAsync("");
        await using var response = await asked;
        Assert.Equal(StatusCode.Ok, response.Status);
    }

    // Seed CL-72
    [Fact]
    public async Task Violation_IsOneFault_AndEndsTheConnection()
    {
        var asked = _client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
        var fault = await Assert.ThrowsAsync<RequestException>(async () => await asked);
        Assert.Equal(RequestFault.Violation, fault.Fault);
        Assert.Contains("CRLF", fault.Message, StringComparison.Ordinal);
        Assert.False(await server.ReadToEndAsync());
    }

    [Theory]
    [InlineData("/a b")]
    [InlineData("/a\r\nX-Injected: 1")]
    [InlineData("/\u00e9")]
    public void Target_ThatIsNoUri_IsRefusedBeforeAnythingIsSent(string target)
    {
        var call = _client.Call(Method.Get, Origin.Of("http://127.0.0.1/"));
        call.Path(Encoding.Latin1.GetBytes(target));
        Assert.Contains("RFC 9112 §3.2", Assert.Throws<ArgumentException>(() => call.Field("Accept", "*/*")).Message, StringComparison.Ordinal);
        Assert.Equal(0, _network.Connections);
    }

    [Fact]
    public async Task Cancellation_EndsTheWait_AndTheConnection()
    {
        using var caller = new CancellationTokenSource();
        var asked = _client.GetAsync("http://127.0.0.1/", caller.Token);
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await caller.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await asked);
        Assert.Equal(caller.Token, cancelled.CancellationToken);
        Assert.False(await server.ReadToEndAsync());
    }

    // Seed CL-11
    [Fact]
    public async Task ExpectContinue_HoldsContentBackUntilTheServerAsksForIt()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        var asked = _client.SendAsync(new ClientRequest(Method.Put, "http://127.0.0.1/") { ContentPipe = pipe.Reader, ContentStart = ContentStart.OnContinue });
        await pipe.Writer.WriteAsync("abc"u8.ToArray());
        await pipe.Writer.CompleteAsync();
        var server = await _network.AcceptAsync();
        Assert.Contains("\r\nExpect: 100-continue\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await server.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        Assert.Equal("3\r\nabc\r\n0\r\n\r\n", await server.ReadUntilAsync("0\r\n\r\n"));
        await server.RespondAsync("ok");
        await using var response = await asked;
        Assert.Equal("ok", await response.ReadTextAsync());
    }
}
