using System.Text;
using Microsoft.Extensions.Logging;
using Picard.Gen;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryFileEventTests : FileEventTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class InMemoryFileEventThroughMemoryTests : FileEventTests
{
    protected override Network Network => Network.InMemory;

    protected override FileWay Way => FileWay.Memory;
}

public sealed class SocketFileEventTests : FileEventTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopFileEventTests : FileEventTests
{
    protected override Network Network => Network.EventLoops;
}

/// <summary>Event handlers that answer with a file.</summary>
public abstract class FileEventTests : IAsyncLifetime
{
    private const int Bytes = 300_000;

    private readonly EventLog _log = new();
    private readonly FileHandler _files = new(Encoding.ASCII.GetBytes(new string('f', Bytes)));

    protected abstract Network Network { get; }

    protected virtual FileWay Way => FileWay.Transport;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _files.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task File_IsSentWhole_AndThenTheDoneEventComes()
    {
        _log.Script = Respond;
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send") + Get("/send", "Range: bytes=0-9,20-29\r\n") + Get("/send", "Connection: close\r\n"));
        Assert.Equal(new string('f', Bytes), TestPeer.ContentOf(await peer.ReadResponseAsync()));
        Assert.StartsWith("HTTP/1.1 206 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal(new string('f', Bytes), TestPeer.ContentOf(await peer.ReadToEndAsync()));
        Assert.Equal("request done request done request done", _log.All);
        Assert.Equal((3, 0), (_files.OpenedCount, _files.OpenCount));
        server.AssertQuietLog();
    }

    [Fact]
    public async Task File_FromAnAsynchronousEvent_IsSentWhole()
    {
        _log.Script = async downstream =>
        {
            await _log.Gate.Task;
            downstream.Respond(_files.Open());
        };
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        _log.Gate.SetResult();
        Assert.Equal(new string('f', Bytes), TestPeer.ContentOf(await peer.ReadResponseAsync()));
        await _log.SeenAsync("done");
        Assert.Equal((1, 0), (_files.OpenedCount, _files.OpenCount));
    }

    [Fact]
    public async Task ClientThatLeaves_GivesTheAbortEvent_AndTheFileIsClosed()
    {
        using (var file = File.OpenHandle(_files.Path, FileMode.Open, FileAccess.Write))
        {
            RandomAccess.SetLength(file, 1L << 30);
        }

        _log.Script = Respond;
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        await peer.CountAsync(atLeast: 1);
        peer.Reset();
        await server.EmptyAsync();
        Assert.Equal("request abort:ClientGone", _log.All);
        Assert.Equal((1, 0), (_files.OpenedCount, _files.OpenCount));
        server.AssertQuietLog();
    }

    [Fact]
    public async Task FileThatCannotBeSent_GivesTheAbortEvent()
    {
        _files.Length = Bytes + 1;
        _log.Script = Respond;
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        Assert.Equal("(reset)", await peer.ReadToEndAsync());
        await server.EmptyAsync();
        Assert.Equal("request abort:HandlerFailed", _log.All);
        Assert.Equal((1, 0), (_files.OpenedCount, _files.OpenCount));
        Assert.Single(server.Log.From(LogLevel.Error));
    }

    [Fact]
    public async Task File_ForAnExchangeThatWasAborted_IsClosedAtOnce()
    {
        var openCount = -1;
        _log.Script = downstream =>
        {
            downstream.Abort();
            downstream.Respond(_files.Open());
            openCount = _files.OpenCount;
            return default;
        };
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        Assert.Equal("(reset)", await peer.ReadToEndAsync());
        await server.EmptyAsync();
        Assert.Equal((1, 0), (_files.OpenedCount, openCount));
    }

    [Fact]
    public async Task File_AfterAResponse_IsRefused_AndClosed()
    {
        _log.Script = downstream =>
        {
            downstream.Respond(StatusCode.Ok, "first");
            Assert.Throws<InvalidOperationException>(() => downstream.Respond(_files.Open()));
            return default;
        };
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        Assert.EndsWith("first", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal((1, 0), (_files.OpenedCount, _files.OpenCount));
    }

    private ValueTask Respond(Downstream downstream)
    {
        downstream.Respond(_files.Open());
        return default;
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network, new Application(EventApplication.Create(_log), Way));

    private sealed class Application(IHandler inner, FileWay way) : IHandler
    {
        public ExchangeStep Handle(Exchange exchange)
        {
            exchange.SendsThroughMemory = way == FileWay.Memory;
            return inner.Handle(exchange);
        }

        public string? RouteOf(Exchange exchange) => inner.RouteOf(exchange);
    }
}
