using Microsoft.Extensions.Logging;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

public sealed class InMemoryRefusalTests : RefusalTests
{
    protected override Network Network => Network.InMemory;
}

public sealed class SocketRefusalTests : RefusalTests
{
    protected override Network Network => Network.Sockets;
}

public sealed class EventLoopRefusalTests : RefusalTests
{
    protected override Network Network => Network.EventLoops;
}

public sealed class UnixSocketRefusalTests : RefusalTests
{
    protected override Network Network => Network.UnixSockets;
}

/// <summary>Broken rules and limits: one response, then the close, and the response is never lost.</summary>
public abstract class RefusalTests
{
    protected abstract Network Network { get; }

    public static TheoryData<int, string> Refusals => new()
    {
        { 400, "GET / HTTP/1.1\r\n\r\n" }, // no Host
        { 400, "GET / HTTP/1.1\nHost: test\n\n" }, // bare LF
        { 400, "gibberish\r\n\r\n" }, // SV-08
        { 400, "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { 400, "POST /content HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n" },
        { 414, $"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: test\r\n\r\n" },
        { 431, $"GET / HTTP/1.1\r\nHost: test\r\nLong: {new string('a', 40_000)}\r\n\r\n" },
        { 431, $"GET / HTTP/1.1\r\nHost: test\r\n{string.Concat(Enumerable.Repeat("A: b\r\n", 120))}\r\n" },
        { 417, "GET / HTTP/1.1\r\nHost: test\r\nExpect: tea\r\n\r\n" },
        { 501, "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" },
        { 505, "GET / HTTP/2.0\r\nHost: test\r\n\r\n" },
        { 413, "POST /small HTTP/1.1\r\nHost: test\r\nContent-Length: 11\r\n\r\n12345678901" },
        { 413, "POST /small HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n5\r\n78901\r\n0\r\n\r\n" },
        { 413, "POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 30000001\r\n\r\n" },
    };

    [Theory] // Seed A.15.11, A.15.12, AG-03; decisions "Parser leniency" and "Defaults"
    [MemberData(nameof(Refusals))]
    public async Task BrokenRequest_IsRefusedOnce_AndNothingAfterItIsServed(int status, string request)
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/before") + request + Get("/smuggled"));
        await peer.FinishAsync();
        var stream = await peer.ReadToEndAsync();
        Assert.Equal(["200", $"{status}"], StatusesOf(stream));
        AssertRefused(stream[stream.IndexOf("/before", StringComparison.Ordinal)..]["/before".Length..], status);
        Assert.DoesNotContain("smuggled", stream, StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task DriverThatRunsOutOfMemory_ClosesItsConnectionAndNoOther()
    {
        using var log = new FailingLog(new OutOfMemoryException("none left"));
        await using var server = await TestServer.StartAsync(Network, basics => new ServerOptions { TimeProvider = basics.Time, LoggerFactory = log });
        await using var other = await server.ConnectAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("broken\r\n\r\n");
        _ = await peer.ReadToEndAsync();
        await other.SendAsync(Get("/other", "Connection: close\r\n"));
        Assert.EndsWith("/other", await other.ReadToEndAsync(), StringComparison.Ordinal);
        await other.DisposeAsync();
        await server.EmptyAsync();
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task BrokenRequest_ThatIsCutInTwo_IsRefusedAlike(int status, string request)
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(request[..(request.Length / 2)]);
        await peer.SendAsync(request[(request.Length / 2)..]);
        AssertRefused(await peer.ReadToEndAsync(), status);
    }

    [Fact] // decisions "Early response": the response is never lost to a reset
    public async Task Refusal_ReachesAClientThatIsStillSending()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 40000000\r\n\r\n");
        await peer.SendAsync(new byte[100_000]);
        AssertRefused(await peer.ReadToEndAsync(), 413);
    }

    [Fact]
    public async Task Refusal_SaysWhatIsWrong_AsAProblem()
    {
        await using var server = await TestServer.StartAsync(Network);
        var stream = await server.ConverseAsync($"GET / HTTP/1.1\r\nHost: test\r\nBad-One : x\r\n\r\n");
        AssertRefused(stream, 400);
        Assert.Contains("\r\nContent-Type: application/problem+json\r\n", stream, StringComparison.Ordinal);
        using var problem = System.Text.Json.JsonDocument.Parse(TestPeer.ContentOf(stream));
        Assert.Equal(400, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Equal("Bad Request", problem.RootElement.GetProperty("title").GetString());
        Assert.NotEqual("", problem.RootElement.GetProperty("detail").GetString());
    }

    [Fact] // SV-62, EP-05
    public async Task Exception_IsA500_LoggedOnceWithTheHandlersName_AndTheConnectionPersists()
    {
        await using var server = await TestServer.StartAsync(Network);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/throw") + Get("/throw-later") + Get("/after"));
        Assert.StartsWith("HTTP/1.1 500 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 500 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.EndsWith("/after", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        var errors = server.Log.From(LogLevel.Warning).ToArray();
        Assert.Equal(["Test/throw failed.", "Test/throw-later failed."], errors.Select(line => line.Text));
        Assert.Equal(["thrown at once", "thrown later"], errors.Select(line => line.Exception!.Message));
    }

    [Fact] // decisions: abort if the head is sent
    public async Task Exception_AfterTheHead_AbortsTheConnection()
    {
        await using var server = await TestServer.StartAsync(Network);
        var stream = await server.ConverseAsync(Get("/throw-after-head") + Get("/after"));
        Assert.DoesNotContain("/after", stream, StringComparison.Ordinal);
        Assert.Single(server.Log.From(LogLevel.Warning));
    }

    [Fact]
    public async Task ConnectionBeyondTheLimit_IsAnswered503_UntilOneCloses()
    {
        await using var server = await TestServer.StartAsync(Network, static basics => new ServerOptions
        {
            TimeProvider = basics.Time,
            LoggerFactory = basics.Log,
            MaxConnections = 1,
        });
        await using (var first = await server.ConnectAsync())
        {
            await first.SendAsync(Get("/1"));
            await first.ReadResponseAsync();
            AssertRefused(await server.ConverseAsync(Get("/2")), 503);
            AssertRefused(await server.ConverseAsync(Get("/2")), 503);
            Assert.Single(server.Log.From(LogLevel.Warning));
        }

        while (server.Server.OpenConnections > 0)
        {
            await Task.Yield();
        }

        Assert.EndsWith("/3", await server.ConverseAsync(Get("/3", "Connection: close\r\n")), StringComparison.Ordinal);
    }
}
