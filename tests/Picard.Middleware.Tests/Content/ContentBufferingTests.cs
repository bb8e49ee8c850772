namespace Picard.Middleware.Tests;

[Application]
public partial class BufferedApp;

[Handler(Application = typeof(BufferedApp)), Use<ContentBuffering>]
public partial class BufferedPages(List<string> calls)
{
    [Post("/read")]
    private async ValueTask<string> Read(ContentReader content)
    {
        calls.Add("read");
        var bytes = 0;
        while (true)
        {
            var reading = content.ReadAsync();
            Assert.True(reading.IsCompleted);
            var run = await reading;
            if (run.IsEmpty)
            {
                return $"{bytes}";
            }

            bytes += run.Length;
        }
    }

    [Get("/none")] private static string None() => "none";
}

public sealed class ContentBufferingTests
{
    private readonly List<string> _calls = [];

    [Theory] // Seed AG-02, AG-10
    [InlineData("Content-Length: 5\r\n\r\n", "12", "345")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "2\r\n12\r\n", "3\r\n345\r\n0\r\n\r\n")]
    public async Task Handler_RunsWhenAllContentIsThere(string fields, string first, string rest)
    {
        await using var server = await StartAsync(5);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"POST /read HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{fields}{first}");
        Assert.Empty(_calls);
        await peer.SendAsync(rest);
        Assert.Single(_calls);
        Assert.EndsWith("\r\n\r\n5", await peer.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory] // Seed AG-03, AG-10
    [InlineData("Content-Length: 6\r\n\r\n")]
    [InlineData("Expect: 100-continue\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n0\r\n\r\n")]
    public async Task ContentBeyondTheLimit_Is413AndTheHandlerIsNotCalled(string rest)
    {
        await using var server = await StartAsync(5);
        Assert.StartsWith("HTTP/1.1 413 ", await server.ConverseAsync($"POST /read HTTP/1.1\r\nHost: test\r\n{rest}"), StringComparison.Ordinal);
        Assert.Empty(_calls);
    }

    [Fact] // Seed AG-01
    public async Task RequestWithoutContent_WaitsForNothing()
    {
        await using var server = await StartAsync(5);
        Assert.EndsWith("none", await server.ConverseAsync("GET /none HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void LimitOutOfRange_FailsAtStart(long most) => Assert.Contains(
        "MaxContentBytes",
        Assert.ThrowsAny<ArgumentException>(() => Applications.Create<BufferedApp>(new ContentBufferingOptions { MaxContentBytes = most }, _calls)).Message,
        StringComparison.Ordinal);

    private Task<TestServer> StartAsync(long most) =>
        TestServer.StartAsync(Network.InMemory, Applications.Create<BufferedApp>(new ContentBufferingOptions { MaxContentBytes = most }, _calls));
}
