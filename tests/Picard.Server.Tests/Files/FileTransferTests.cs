using System.Text;
using Microsoft.Extensions.Logging;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryFileTransferTests : FileTransferTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class InMemoryFileThroughMemoryTests : FileTransferTests
{
    protected override Network Network => Network.InMemory;

    protected override FileWay Way => FileWay.Memory;
}

public sealed class SocketFileTransferTests : FileTransferTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopFileTransferTests : FileTransferTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class EventLoopFileThroughMemoryTests : FileTransferTests
{
    protected override Network Network => Network.EventLoops;

    protected override FileWay Way => FileWay.Memory;
}

public sealed class UnixSocketFileTransferTests : FileTransferTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>How files get to their clients, and that they are closed however that ends.</summary>
public abstract class FileTransferTests
{
    // More than any two sockets hold; the file has holes, so it costs no disk.
    private const long HugeBytes = 1L << 30;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    protected abstract Network Network { get; }

    protected virtual FileWay Way => FileWay.Transport;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8 * 1024)]
    [InlineData(32 * 1024 + 1)]
    [InlineData(1_000_000)]
    public async Task File_BetweenPipelinedRequests_IsSentWholeAndInOrder(int bytes)
    {
        var content = Letters(bytes);
        using var handler = Handler(content);
        await using var server = await TestServer.StartAsync(Network, handler);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/other") + Get("/file") + "HEAD /file HTTP/1.1\r\nHost: test\r\n\r\n" + Get("/file", "Range: bytes=-1,0-0\r\n") + Get("/file") + Get("/other"));
        Assert.EndsWith("other", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        AssertWhole(content, await peer.ReadResponseAsync());
        Assert.Contains($"\r\nContent-Length: {bytes}\r\n", await peer.ReadResponseAsync("HEAD"), StringComparison.Ordinal);
        Assert.StartsWith(bytes > 1 ? "HTTP/1.1 206 " : "HTTP/1.1 200 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        AssertWhole(content, await peer.ReadResponseAsync());
        Assert.EndsWith("other", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal((4, 0), (handler.OpenedCount, handler.OpenCount));
        server.AssertQuietLog();
    }

    [Fact]
    public async Task File_OfAHandlerThatAwaited_IsSentWhole()
    {
        var content = Letters(500_000);
        using var handler = Handler(content);
        await using var server = await TestServer.StartAsync(Network, handler);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/waiting", "Range: bytes=100-\r\n") + Get("/other"));
        handler.Gate.SetResult();
        AssertWhole(content[100..], await peer.ReadResponseAsync());
        Assert.EndsWith("other", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal((1, 0), (handler.OpenedCount, handler.OpenCount));
    }

    [Fact]
    public async Task File_ToHttp10_EndsWithTheConnection()
    {
        var content = Letters(100_000);
        using var handler = Handler(content);
        await using var server = await TestServer.StartAsync(Network, handler);
        AssertWhole(content, await server.ConverseAsync("GET /file HTTP/1.0\r\n\r\n"));
    }

    [Fact]
    public async Task Parts_OfALargeFile_AreSentInTheOrderAskedFor()
    {
        var content = Letters(1_000_000);
        using var handler = Handler(content);
        await using var server = await TestServer.StartAsync(Network, handler);
        var response = await server.ConverseAsync(Get("/file", "Connection: close\r\nRange: bytes=500000-899999,0-299999\r\n"));
        var text = Encoding.Latin1.GetString(content);
        Assert.Contains($"\r\nContent-Range: bytes 500000-899999/1000000\r\n\r\n{text[500_000..900_000]}\r\n--", response, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Range: bytes 0-299999/1000000\r\n\r\n{text[..300_000]}\r\n--", response, StringComparison.Ordinal);
        Assert.EndsWith("--\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientThatLeaves_HasItsFileClosed()
    {
        using var handler = Huge();
        await using var server = await TestServer.StartAsync(Network, handler);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/file"));
        await peer.CountAsync(atLeast: 1_000);
        Assert.Equal(1, handler.OpenCount);
        peer.Reset();
        await server.EmptyAsync();
        Assert.Equal(0, handler.OpenCount);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task ClientThatLeavesBeforeTheAnswer_HasItsFileClosed()
    {
        using var handler = Handler(Letters(10));
        await using var server = await TestServer.StartAsync(Network, handler);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/waiting"));
        peer.Reset();
        handler.Gate.SetResult();
        await server.EmptyAsync();
        Assert.Equal(0, handler.OpenCount);
    }

    [Fact] // decisions: minimum response rate
    public async Task ClientThatStopsReading_IsResetAfterTheGrace_AndItsFileClosed()
    {
        using var handler = Huge();
        await using var server = await TestServer.StartAsync(Network, handler);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/file"));
        await peer.CountAsync(atLeast: 1);
        await server.AdvanceAsync(4);
        Assert.Equal(1, handler.OpenCount);
        for (var seconds = 0; seconds < 40 && handler.OpenCount > 0; seconds++)
        {
            await server.AdvanceAsync(1);
        }

        await server.EmptyAsync();
        Assert.Equal(0, handler.OpenCount);
        await AssertCutAsync(peer);
    }

    [Fact]
    public async Task ClientThatReadsOn_KeepsItsConnection_HoweverLongTheFileTakes()
    {
        using var handler = Huge();
        await using var server = await TestServer.StartAsync(Network, handler);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/file"));
        for (var round = 0; round < 20; round++)
        {
            // As much as makes the kernels' buffers move.
            await peer.CountAsync(atLeast: 8_000_000);
            await server.AdvanceAsync(3);
        }

        Assert.Equal((1, 1), (handler.OpenCount, server.Server.OpenConnections));
    }

    [Fact]
    public async Task FileThatBecomesShorter_ResetsTheConnection()
    {
        using var handler = Huge();
        await using var server = await TestServer.StartAsync(Network, handler);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/file"));
        await peer.CountAsync(atLeast: 1);
        using (var shorter = new FileStream(handler.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            shorter.SetLength(0);
        }

        await AssertCutAsync(peer);
        await server.EmptyAsync();
        Assert.Equal(0, handler.OpenCount);
        var line = Assert.Single(server.Log.From(LogLevel.Information));
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains("Files.Get answered with a file", line.Text, StringComparison.Ordinal);
        Assert.Contains("became shorter", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatIsShorterThanSaid_ResetsTheConnection()
    {
        using var handler = Handler(Letters(10));
        await using var server = await TestServer.StartAsync(Network, handler);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/waiting") + Get("/other"));
        handler.Length = 11;
        handler.Gate.SetResult();
        await AssertCutAsync(peer);
        await server.EmptyAsync();
        Assert.Equal((1, 0), (handler.OpenedCount, handler.OpenCount));
    }

    [Fact]
    public async Task ServerThatStopsAtOnce_ClosesFiles()
    {
        using var handler = Huge();
        var server = await TestServer.StartAsync(Network, handler);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/file"));
        await peer.CountAsync(atLeast: 1);
        await server.Server.StopAsync(new CancellationToken(canceled: true)).WaitAsync(s_patience);
        Assert.Equal(0, handler.OpenCount);
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("/throw", 1)]
    [InlineData("/twice", 2)]
    [InlineData("/same", 1)]
    public async Task HandlerThatFailsAfterItsFile_ResetsTheConnection_AndTheFileIsClosed(string target, int opened)
    {
        using var handler = Huge();
        await using var server = await TestServer.StartAsync(Network, handler);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get(target));
        await AssertCutAsync(peer);
        await server.EmptyAsync();
        Assert.Equal((opened, 0), (handler.OpenedCount, handler.OpenCount));
        Assert.Single(server.Log.From(LogLevel.Error));
    }

    private static void AssertWhole(byte[] expected, string response) =>
        Assert.True(TestPeer.ContentOf(response) == Encoding.Latin1.GetString(expected), $"The content differs: {response[..Math.Min(300, response.Length)]}");

    /// <summary>The client sees that what it has is not all: by a reset, or, where the network has none, by the length.</summary>
    private async Task AssertCutAsync(TestPeer peer)
    {
        var rest = await peer.ReadToEndAsync();
        if (Network != Network.UnixSockets)
        {
            Assert.Equal("(reset)", rest);
            return;
        }

        Assert.InRange(rest.Length, 0, HugeBytes - 1);
        Assert.DoesNotContain("other", rest, StringComparison.Ordinal);
    }

    private static byte[] Letters(int count)
    {
        var letters = new byte[count];
        for (var i = 0; i < count; i++)
        {
            letters[i] = (byte)('a' + (i % 25));
        }

        return letters;
    }

    private FileHandler Handler(byte[] content, Action<FileResponse>? change = null) => new(content) { Way = Way, Changed = change ?? (static _ => { }) };

    private FileHandler Huge()
    {
        var handler = Handler([]);
        using var file = File.OpenHandle(handler.Path, FileMode.Open, FileAccess.Write);
        RandomAccess.SetLength(file, HugeBytes);
        return handler;
    }
}
