using System.IO.Pipelines;

namespace Picard.Client.Tests;

public sealed class RetryTests : IAsyncDisposable
{
    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;

    public RetryTests() => _client = new PicardClient(new ClientOptions { Connector = _network });

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    // Seed CL-39
    [Fact]
    public async Task StaleConnection_IsReplacedOnce_AndTheCallerHearsNothing()
    {
        var stale = await UseAsync();
        var asked = Ask(Method.Get);
        await stale.ReadHeadAsync();
        stale.Reset();
        var fresh = await _network.AcceptAsync();
        Assert.StartsWith("GET / HTTP/1.1\r\n", await fresh.ReadHeadAsync(), StringComparison.Ordinal);
        await fresh.RespondAsync("again");
        await using var response = await asked;
        Assert.Equal("again", await response.ReadTextAsync());
        Assert.Equal(2, _network.Connections);
    }

    [Fact]
    public async Task StaleConnection_IsReplacedForContentAtHand_WhichIsSentWholeAgain()
    {
        var stale = await UseAsync();
        var asked = Ask(Method.Put, "abc"u8.ToArray());
        await stale.ReadUntilAsync("abc");
        stale.Reset();
        var fresh = await _network.AcceptAsync();
        Assert.EndsWith("Content-Length: 3\r\n\r\nabc", await fresh.ReadUntilAsync("abc"), StringComparison.Ordinal);
        await fresh.RespondAsync("");
        await using var response = await asked;
        Assert.Equal(StatusCode.Ok, response.Status);
    }

    [Fact]
    public async Task SecondLoss_IsTheCallers()
    {
        var stale = await UseAsync();
        var asked = Ask(Method.Get);
        await stale.ReadHeadAsync();
        stale.Reset();
        var fresh = await _network.AcceptAsync();
        await fresh.ReadHeadAsync();
        fresh.Reset();
        await AssertLostAsync(asked, connections: 2);
    }

    // Seed CL-36
    [Fact]
    public async Task FreshConnection_ThatIsLost_IsNotReplaced()
    {
        var asked = Ask(Method.Get);
        var fresh = await _network.AcceptAsync();
        await fresh.ReadHeadAsync();
        fresh.Reset();
        await AssertLostAsync(asked, connections: 1);
    }

    // RFC 9110 §9.2.2: the server may have acted on it.
    [Fact]
    public async Task Post_IsNotSentAgain()
    {
        var stale = await UseAsync();
        var asked = Ask(Method.Post);
        await stale.ReadHeadAsync();
        stale.Reset();
        await AssertLostAsync(asked, connections: 1);
    }

    // RFC 9110 §10.1.1: without its content the server has not acted on it.
    [Fact]
    public async Task Post_WhoseContentWaitsForA100_IsSentAgain()
    {
        var stale = await UseAsync();
        var pipe = new Pipe();
        var asked = _client.SendAsync(new ClientRequest(Method.Post, "http://127.0.0.1/") { ContentPipe = pipe.Reader, ContentLength = 3, ContentStart = ContentStart.OnContinue });
        await stale.ReadHeadAsync();
        stale.Reset();
        var fresh = await _network.AcceptAsync();
        await fresh.ReadHeadAsync();
        await fresh.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        await pipe.Writer.WriteAsync("abc"u8.ToArray());
        await pipe.Writer.CompleteAsync();
        Assert.Equal("abc", await fresh.ReadUntilAsync("abc"));
        await fresh.RespondAsync("");
        await using var response = await asked;
        Assert.Equal(StatusCode.Ok, response.Status);
    }

    [Fact]
    public async Task Post_WhoseContentWasAskedFor_IsNotSentAgain()
    {
        var stale = await UseAsync();
        var pipe = new Pipe();
        var asked = _client.SendAsync(new ClientRequest(Method.Post, "http://127.0.0.1/") { ContentPipe = pipe.Reader, ContentLength = 3, ContentStart = ContentStart.OnContinue });
        await stale.ReadHeadAsync();
        await stale.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        await pipe.Writer.WriteAsync("ab"u8.ToArray());
        await stale.ReadUntilAsync("ab");
        stale.Reset();
        await AssertLostAsync(asked, connections: 1);
        await pipe.Writer.CompleteAsync();
    }

    [Fact]
    public async Task Response_ThatHasBegun_IsNotAskedForAgain()
    {
        var stale = await UseAsync();
        var asked = Ask(Method.Get);
        await stale.ReadHeadAsync();
        await stale.SendAsync("HTTP/1.1 2");
        await stale.FinishAsync();
        await AssertLostAsync(asked, connections: 1);
    }

    private ValueTask<ClientResponse> Ask(Method method, byte[]? content = null) => _client.SendAsync(new ClientRequest(method, "http://127.0.0.1/") { Content = content });

    /// <summary>Makes a connection that has carried an exchange.</summary>
    private async Task<ScriptedPeer> UseAsync()
    {
        var asked = Ask(Method.Get);
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("first");
        await using var response = await asked;
        Assert.Equal("first", await response.ReadTextAsync());
        return server;
    }

    private async Task AssertLostAsync(ValueTask<ClientResponse> asked, int connections)
    {
        var fault = await Assert.ThrowsAsync<RequestException>(async () => await asked);
        Assert.Equal(RequestFault.ConnectionLost, fault.Fault);
        Assert.Equal(connections, _network.Connections);
    }
}
