using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryStreamRateTests : StreamRateTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class EventLoopStreamRateTests : StreamRateTests
{
    protected override Network Network => Network.EventLoops;
}

/// <summary>Route handlers that stream are under the minimum rate from the first thing that they wait for.</summary>
public abstract class StreamRateTests
{
    private readonly EventLog _log = new();

    protected abstract Network Network { get; }

    [Theory] // decisions "minimum rate, both ways"
    [InlineData("/megabytes/100")]
    public async Task ClientThatReadsNothingOfAStream_IsAbortedAfterTheGrace(string target)
    {
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get(target));
        await server.AdvanceAsync(4.9);
        Assert.Equal(1, server.Server.OpenConnections);
        await server.AdvanceAsync(1.5);

        // A kernel that takes more meanwhile earns its client time: half a minute each time, until its buffers are full.
        for (var i = 0; Network != Network.InMemory && i < 1000 && server.Server.OpenConnections > 0; i++)
        {
            await server.AdvanceAsync(31);
        }

        await server.EmptyAsync();
        server.AssertQuietLog();
    }

    [Theory] // decisions "minimum rate, both ways"
    [InlineData("")]
    [InlineData("Expect: 100-continue\r\n")]
    public async Task ContentThatNeverComesToItsReader_IsRefusedWith408(string fields)
    {
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"PUT /blobs/a HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n{fields}\r\n");
        await server.AdvanceAsync(4.9);
        Assert.Equal(1, server.Server.OpenConnections);
        await server.AdvanceAsync(1.5);
        Assert.Contains("HTTP/1.1 408 ", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Fact] // product §1.2: the abort of a client that is gone arrives within one second
    public async Task ClientThatLeaves_WhileAStreamWaitsAfterAWriteThatDidNot_AbortsIt()
    {
        await using var server = await TestServer.StartAsync(Network, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/told"));
        await _log.SeenAsync("called");
        _log.Gate.SetResult();
        await _log.SeenAsync("wrote");
        peer.Reset();
        await _log.SeenAsync("aborted");
        await server.EmptyAsync();
        server.AssertQuietLog();
    }
}
