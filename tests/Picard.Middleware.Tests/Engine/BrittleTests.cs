using Microsoft.Extensions.Logging;

namespace Picard.Middleware.Tests;

/// <summary>An event of middleware that fails is the failure of one exchange, wherever it comes, and never one of the server.</summary>
public sealed class BrittleTests
{
    private readonly Seen _seen = new();

    [Theory]
    [InlineData("/collected", "content", "404")]
    [InlineData("/read", "content", "404")]
    [InlineData("/events", "content", "404")]
    [InlineData("/collected", "end", "500")]
    [InlineData("/read", "end", "500")]
    [InlineData("/events", "end", "500")]
    public async Task EventOfRequestContentThatFails_IsAnsweredLikeAHandlerThatDoes(string target, string place, string status)
    {
        var request = $"POST {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nX-Fail-At: {place}\r\nContent-Length: 5\r\n\r\n12345";
        var (answer, levels) = await SendAsync(request);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(LogLevel.Critical, levels);
    }

    [Theory]
    [InlineData("response-content")]
    [InlineData("response-end")]
    public async Task EventOfResponseContentThatFails_WhileAFileIsSent_ResetsTheConnectionAndNoMore(string place)
    {
        var (answer, levels) = await SendAsync($"GET /file HTTP/1.1\r\nHost: test\r\nConnection: close\r\nX-Fail-At: {place}\r\n\r\n");
        Assert.EndsWith("(reset)", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(LogLevel.Critical, levels);
        Assert.Contains(LogLevel.Error, levels);
        Assert.Equal("abort:HandlerFailed", _seen.Text);
    }

    private async Task<(string Answer, IReadOnlyList<LogLevel> Levels)> SendAsync(string request)
    {
        var server = await TestServer.StartAsync(Network.InMemory, Serving.Application<BrittleApp>(_seen));
        var answer = await server.ConverseAsync(request);
        await server.DisposeAsync();
        return (answer, [.. server.Log.From(LogLevel.Error).Select(static e => e.Level)]);
    }
}
