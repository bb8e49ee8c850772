using System.Text;

namespace Picard.Client.Tests;

/// <summary>Servers that are slow, that end or reset wherever it hurts, and that lie: the caller gets the whole response or one fault, never a part that looks whole, and never another's response.</summary>
public sealed class FaultyServerTests : IAsyncDisposable
{
    private const string Response = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n5;e=1\r\nHello\r\n1\r\n!\r\n0\r\nX-End: 1\r\n\r\n";
    private const string Fixed = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nHello!";

    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;

    public FaultyServerTests() => _client = new PicardClient(new ClientOptions { Connector = _network });

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Theory]
    [InlineData(Response)]
    [InlineData(Fixed)]
    public async Task Response_SplitAnywhere_IsWhole(string response)
    {
        for (var at = 1; at < response.Length; at++)
        {
            var asked = AskAsync(reuse: Reuse.Never);
            var server = await _network.AcceptAsync();
            await server.ReadHeadAsync();
            await server.SendAsync(response[..at]);
            await server.SendAsync(response[at..]);
            Assert.Equal("Hello!", await asked);
        }
    }

    [Theory]
    [InlineData(Response)]
    [InlineData(Fixed)]
    public async Task Server_ThatEndsAnywhere_IsAFault(string response)
    {
        for (var at = 0; at < response.Length; at++)
        {
            var asked = AskAsync(reuse: Reuse.Never);
            var server = await _network.AcceptAsync();
            await server.ReadHeadAsync();
            await server.SendAsync(response[..at]);
            await server.FinishAsync();
            Assert.Equal(FaultsAt(response, at)[^1], (await Assert.ThrowsAsync<RequestException>(() => asked)).Fault);
        }
    }

    [Theory]
    [InlineData(Response)]
    [InlineData(Fixed)]
    public async Task Server_ThatResetsAnywhere_IsAFault(string response)
    {
        for (var at = 0; at < response.Length; at++)
        {
            var asked = AskAsync(reuse: Reuse.Never);
            var server = await _network.AcceptAsync();
            await server.ReadHeadAsync();
            await server.SendAsync(response[..at]);
            server.Reset();

            // Of what came before it, a reset may take some away.
            Assert.Contains((await Assert.ThrowsAsync<RequestException>(() => asked)).Fault, FaultsAt(response, at));
        }
    }

    [Fact]
    public async Task Server_ThatResetsWithoutTakingTheRequest_IsAFault()
    {
        var asked = AskAsync();
        (await _network.AcceptAsync()).Reset();
        Assert.Equal(RequestFault.ConnectionLost, (await Assert.ThrowsAsync<RequestException>(() => asked)).Fault);
    }

    // RFC 9112 §9.2: what nobody asked for answers nothing, least of all the next request.
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nHello!", "Hel")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nHello!HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "Hello!")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\nevil", "")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nevil", "")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nHello!\r\n0\r\n\r\n\r\nevil", "Hello!")]
    public async Task Octets_AfterTheResponse_EndTheConnection(string response, string content)
    {
        var asked = AskAsync();
        var liar = await _network.AcceptAsync();
        await liar.ReadHeadAsync();
        await liar.SendAsync(response);
        Assert.Equal(content, await asked);
        await AssertNextIsOnAFreshConnectionAsync();
    }

    [Fact]
    public async Task Octets_WhileNobodyAsks_EndTheConnection()
    {
        var asked = AskAsync();
        var liar = await _network.AcceptAsync();
        await liar.ReadHeadAsync();
        await liar.SendAsync(Fixed);
        Assert.Equal("Hello!", await asked);
        await liar.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        await AssertNextIsOnAFreshConnectionAsync();
    }

    [Fact]
    public async Task Content_AfterTheResponseToHead_IsNoResponse()
    {
        var asked = AskAsync(Method.Head);
        var liar = await _network.AcceptAsync();
        await liar.ReadHeadAsync();
        await liar.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        Assert.Equal("", await asked);
        await AssertNextIsOnAFreshConnectionAsync();
    }

    [Fact]
    public async Task Response_BeforeTheRequest_IsNotTakenForItsOwn()
    {
        var asked = AskAsync();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("first");
        Assert.Equal("first", await asked);
        await server.RespondAsync("too early");
        await server.FinishAsync();
        await AssertNextIsOnAFreshConnectionAsync();
    }

    [Fact]
    public async Task InterimResponses_WithoutEnd_AreAFault()
    {
        var asked = AskAsync();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync(string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 1_000)));
        Assert.Equal(RequestFault.Violation, (await Assert.ThrowsAsync<RequestException>(() => asked)).Fault);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nContent-Length: 7\r\n\r\nHello!")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\nHello!")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nHello!")]
    [InlineData("ICY 200 OK\r\n\r\nHello!")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    public async Task Liar_IsOneFault_AndEndsTheConnection(string response)
    {
        var asked = AskAsync();
        var liar = await _network.AcceptAsync();
        await liar.ReadHeadAsync();
        await liar.SendAsync(response);
        Assert.Equal(RequestFault.Violation, (await Assert.ThrowsAsync<RequestException>(() => asked)).Fault);
        await AssertNextIsOnAFreshConnectionAsync();
    }

    /// <summary>What a response that breaks off may be; if all before that has come, the last of it.</summary>
    private static RequestFault[] FaultsAt(string response, int at)
    {
        var head = response.LastIndexOf("HTTP/1.1", StringComparison.Ordinal);
        return at < response.IndexOf("\r\n\r\n", head, StringComparison.Ordinal) + 4 ? [RequestFault.ConnectionLost] : [RequestFault.ConnectionLost, RequestFault.Truncated];
    }

    private async Task AssertNextIsOnAFreshConnectionAsync()
    {
        var asked = AskAsync();
        var fresh = await _network.AcceptAsync();
        Assert.StartsWith("GET / ", await fresh.ReadHeadAsync(), StringComparison.Ordinal);
        await fresh.RespondAsync("honest");
        Assert.Equal("honest", await asked);
        Assert.Equal(2, _network.Connections);
    }

    private async Task<string> AskAsync(Method? method = null, Reuse reuse = Reuse.Allowed)
    {
        await using var response = await _client.SendAsync(new ClientRequest(method ?? Method.Get, "http://127.0.0.1/") { Reuse = reuse });
        return Encoding.Latin1.GetString(await response.ReadAllAsync());
    }
}
