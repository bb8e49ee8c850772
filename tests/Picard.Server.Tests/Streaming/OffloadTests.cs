using System.Text;
using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>Handlers that run on the thread pool and not on a loop.</summary>
public sealed class OffloadTests
{
    private readonly EventLog _log = new();

    [Theory]
    [InlineData("/offloaded/7", "7 True", "plain:pool")]
    [InlineData("/offloaded/nothing", "", "nothing:pool")]
    public async Task Method_RunsOnThePool(string target, string content, string seen)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await peer.SendAsync(Get(target));
            Assert.Equal(content, TestPeer.ContentOf(await peer.ReadResponseAsync()));
        }

        Assert.Equal($"{seen} {seen} {seen}", _log.All);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task MethodThatAwaits_AndItsJson_AreAnswered()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /offloaded/later HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n{\"id\":1,\"name\":\"Ada\"}");
        Assert.Equal("Ada", TestPeer.ContentOf(await peer.ReadResponseAsync()));
        Assert.Equal("before:pool", _log.All);
    }

    [Fact]
    public async Task Items_AreEnumeratedOnThePool()
    {
        await using var server = await StartAsync();
        var all = await server.ConverseAsync("GET /offloaded/items HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        Assert.Equal("\"one\"\n\"two\"\n", Chunked.Decode(all));
        Assert.Equal("items:pool", _log.All);
        server.AssertQuietLog();
    }

    [Theory]
    [InlineData("/offloaded/broken/now")]
    [InlineData("/offloaded/broken/later")]
    [InlineData("/offloaded/thrown")]
    public async Task MethodThatThrows_Is500_AndTheConnectionGoesOn(string target)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get(target));
        Assert.StartsWith("HTTP/1.1 500 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await peer.SendAsync(Get("/offloaded/7"));
        Assert.StartsWith("HTTP/1.1 200 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Single(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Error));
    }

    [Fact]
    public async Task MethodThatBlocks_LetsItsLoopServeOthers_AndIsToldThatItsClientLeft()
    {
        await using var server = await StartAsync();
        var blocked = new List<TestPeer>();
        for (var i = 0; i < 2; i++)
        {
            // One on each loop of the server.
            blocked.Add(await server.ConnectAsync());
            await blocked[^1].SendAsync(Get("/offloaded/blocked"));
        }

        await _log.SeenAsync("blocked");
        Assert.Contains(" 200 ", await server.ConverseAsync("GET /nothing HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        blocked.ForEach(static peer => peer.Reset());
        await server.EmptyAsync();
        Assert.Equal(2, _log.Count("released"));
        server.AssertQuietLog();
    }

    [Fact]
    public async Task PipelinedRequests_AreAnsweredInOrder()
    {
        await using var server = await StartAsync();
        var all = await server.ConverseAsync(Get("/offloaded/1") + Get("/nothing") + Get("/offloaded/2") + "GET /offloaded/3 HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        Assert.Equal(["1 True", "2 True", "3 True"], all.Split("\r\n").Select(static line => line.Split("HTTP/1.1")[0]).Where(static line => line.EndsWith("True", StringComparison.Ordinal)));
        server.AssertQuietLog();
    }

    [Fact]
    public async Task Events_RunOnThePool_InOrder_AndTheirSpansStayValid()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        var content = new string('a', 50_000);
        await peer.SendAsync($"POST /offloaded/events/one HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: {content.Length}\r\n\r\n");
        var reading = peer.ReadToEndAsync();
        await peer.SendAsync(content);
        Assert.Equal(content + "50000", Chunked.Decode(await reading));
        await _log.SeenAsync("done");
        Assert.StartsWith("request:one:pool content:pool", _log.All, StringComparison.Ordinal);
        Assert.EndsWith("content:pool end:pool done:pool", _log.All, StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task OneEvent_RunsOnThePool()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/offloaded/event", "abc"));
        Assert.Equal("ended", TestPeer.ContentOf(await peer.ReadResponseAsync()));
        Assert.EndsWith("content:pool", _log.All, StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task EventThatThrows_EndsItsExchange()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/offloaded/event", "x"));
        Assert.StartsWith("HTTP/1.1 500 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Single(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Error));
        Assert.Equal(1, _log.Count("abort:HandlerFailed"));
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network.EventLoops, EventApplication.Create(_log));
}
