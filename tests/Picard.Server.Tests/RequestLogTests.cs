using Microsoft.Extensions.Logging;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>One line for each answered request, in a category of its own; what strangers do wrong is not among them.</summary>
public sealed class RequestLogTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("GET /users/42 HTTP/1.1\r\nHost: test\r\n\r\n", "GET /users/{id} was answered with 200, 9 octets, in 0 ms")]
    [InlineData("GET /nowhere?q=1 HTTP/1.1\r\nHost: test\r\n\r\n", "GET /nowhere?q=1 was answered with 200, 12 octets, in 0 ms")]
    [InlineData("HEAD /users/42 HTTP/1.1\r\nHost: test\r\n\r\n", "HEAD /users/{id} was answered with 200, 0 octets, in 0 ms")]
    [InlineData("GET /large HTTP/1.1\r\nHost: test\r\n\r\n", "GET /large was answered with 200, 1048576 octets, in 0 ms")]
    [InlineData("GET /trailing HTTP/1.1\r\nHost: test\r\n\r\n", "GET /trailing was answered with 200, 7 octets, in 0 ms")]
    [InlineData("GET /refuse HTTP/1.1\r\nHost: test\r\n\r\n", "GET /refuse was answered with 403, 0 octets, in 0 ms")]
    public async Task AnsweredRequest_IsOneLine(string request, string line)
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await server.ConverseAsync(request.Replace("Host: test\r\n", "Host: test\r\nConnection: close\r\n", StringComparison.Ordinal));
        var (level, text, _) = Assert.Single(server.Log.Requests!.From(LogLevel.Trace));
        Assert.Equal((LogLevel.Information, line), (level, text));
    }

    [Fact]
    public async Task Duration_IsThatOfTheServersClock()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/wait"));
        await server.Handler.Entered.Task.WaitAsync(s_patience);
        server.Time.Advance(TimeSpan.FromMilliseconds(1500));
        server.Handler.Pending.SetResult("late");
        _ = await peer.ReadResponseAsync();
        Assert.EndsWith("in 1500 ms", Assert.Single(server.Log.Requests!.From(LogLevel.Trace)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongTarget_IsCut()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await server.ConverseAsync(Get($"/{new string('a', 5000)}", "Connection: close\r\n"));
        Assert.InRange(Assert.Single(server.Log.Requests!.From(LogLevel.Trace)).Text.Length, 256, 320);
    }

    [Fact]
    public async Task RefusedRequest_AndOneWhoseClientLeaves_AreAtDebugOnly()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await server.ConverseAsync("broken\r\n\r\n");
        await server.ConverseAsync("POST /small HTTP/1.1\r\nHost: test\r\nContent-Length: 11\r\n\r\n12345678901");
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/forever"));
        await server.Handler.Entered.Task.WaitAsync(s_patience);
        peer.Reset();
        await server.EmptyAsync();
        Assert.Empty(server.Log.Requests!.From(LogLevel.Trace));
        server.AssertQuietLog();
        Assert.Equal(2, server.Log.From(LogLevel.Debug).Count(static line => line.Text.StartsWith("A request was refused", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(LogLevel.Warning, 0)]
    [InlineData(LogLevel.Information, 1)]
    public async Task ConsoleLog_HasRequestsOnlyWhenAskedTo(LogLevel least, int lines)
    {
        Assert.Equal(LogLevel.Warning, new ServerOptions().ConsoleLogLevel);
        using var console = new StringWriter();
        using var log = new ConsoleLog(() => console, new FakeTime(), least);
        await using var server = await TestServer.StartAsync(Network.InMemory, basics => new ServerOptions { TimeProvider = basics.Time, LoggerFactory = log });
        await server.ConverseAsync(Get("/users/42", "Connection: close\r\n"));
        Assert.Equal(lines, console.ToString().Split(Environment.NewLine).Count(static line => line.Contains("information GET /users/{id} was answered", StringComparison.Ordinal)));
    }

    [Fact] // What is logged where descriptors run out is logged by a loop: an exception there ends the process.
    public void ConsoleLog_WhoseStreamCannotBeOpened_LosesTheLine_AndWritesTheNext()
    {
        using var console = new StringWriter();
        var isOpen = false;
        using var log = new ConsoleLog(() => isOpen ? console : throw new IOException("Too many open files"), new FakeTime(), LogLevel.Warning);
        log.LogWarning("first");
        isOpen = true;
        log.LogWarning("second");
        Assert.EndsWith(" warning second", console.ToString().TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("first", console.ToString(), StringComparison.Ordinal);
    }
}
