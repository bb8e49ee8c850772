using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryEventOrderTests : EventOrderTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketEventOrderTests : EventOrderTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopEventOrderTests : EventOrderTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketEventOrderTests : EventOrderTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>In which order events come (EV-11, EV-12, EV-16).</summary>
public abstract class EventOrderTests
{
    protected abstract Network Network { get; }

    // EV-12, SV-10, SV-11, A.3.1, A.3.2, A.3.5.
    [Fact]
    public async Task Events_ComeInTheOrderOfTheRequest_AndDoneIsTheLast()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Chunked.Post("/record", "X-Sum: 12\r\n", "Hello, World"));
        Assert.EndsWith("12 octets, sum 12, instance 1, exchange 1", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await log.SeenAsync("done");
        Assert.Equal("request content trailers end done:12", log.All);
        server.AssertQuietLog();
    }

    // SV-05, EV-63: without content there is no content event, and without trailers no trailers event.
    [Fact]
    public async Task RequestWithoutContent_HasNoEventForIt()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/record"));
        Assert.EndsWith("0 octets, sum none, instance 1, exchange 1", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await log.SeenAsync("done");
        Assert.Equal("request end done:0", log.All);
    }

    // EV-02, SV-40, SV-05: state is fresh in each exchange, readonly fields and services stay, and so does the handler itself.
    [Fact]
    public async Task PipelinedRequests_AreServedOneAfterTheOther_ByOneHandlerWithFreshState()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/record", "first") + Chunked.Post("/record", "X-Sum: 6\r\n", "second") + Get("/record"));
        Assert.EndsWith("5 octets, sum none, instance 1, exchange 1", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.EndsWith("6 octets, sum 6, instance 1, exchange 2", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.EndsWith("0 octets, sum none, instance 1, exchange 3", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        await log.SeenAsync("done:0");
        Assert.Equal("request content end done:5 request content trailers end done:6 request end done:0", log.All);
    }

    // SV-46, EV-44, EV-52: a client that leaves between exchanges leaves no handler.
    [Fact]
    public async Task ClientThatClosesAfterItsExchange_CausesNoEvent()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using (var peer = await server.ConnectAsync())
        {
            await peer.SendAsync(Get("/record"));
            await peer.ReadResponseAsync();
        }

        await server.EmptyAsync();
        Assert.Equal("request end done:0", log.All);
        server.AssertQuietLog();
    }

    // EV-11, SV-70, A.3.4: they alternate, begin with a pause, and do not come once the response is complete.
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(32 * 1024)]
    public async Task PauseAndResume_Alternate_AndNothingIsLost(int size)
    {
        const int Octets = 3_000_000;
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get($"/produce/{Octets}/{size}"));
        var response = await peer.ReadResponseAsync();
        Assert.Equal(Octets, TestPeer.ContentOf(response).Length);
        await log.SeenAsync("done");
        Assert.Matches("^request( pause resume)+ done$", log.All);
        server.AssertQuietLog();
    }

    // The machines of connections that are at work at once are two, and are used again.
    [Fact]
    public async Task Handlers_AreAsManyAsExchangesAtOnce()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(log));
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();
        await first.SendAsync("POST /record HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\n\r\n");
        await log.SeenAsync("request");
        await second.SendAsync(Post("/record", "22"));
        Assert.Contains("2 octets, sum none, instance 2, exchange 1", await second.ReadResponseAsync(), StringComparison.Ordinal);
        await first.SendAsync("1");
        Assert.Contains("1 octets, sum none, instance 1, exchange 1", await first.ReadResponseAsync(), StringComparison.Ordinal);
        await log.SeenAsync("done:1");
        for (var i = 0; i < 3; i++)
        {
            await second.SendAsync(Get("/record"));
            Assert.Matches("instance [12], exchange [2-4]$", await second.ReadResponseAsync());
        }
    }
}
