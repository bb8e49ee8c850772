namespace Picard.Middleware.Tests;

/// <summary>A transform is given all content, however it is written, and released once, however it ends.</summary>
public sealed class TransformTests
{
    private readonly Shouts _shouts = new();
    private readonly Steps _steps = new();

    [Theory]
    [InlineData("/constant", "HELLO!")]
    [InlineData("/text?text=hello", "HELLO!")]
    [InlineData("/bytes", "HELLO!")]
    [InlineData("/json", "[\"HELLO\"]!")]
    [InlineData("/trailers", "HELLO!")]
    [InlineData("/stream", "HELLO!")]
    [InlineData("/items", "1\n!")]
    [InlineData("/machine/whole", "HELLO!")]
    [InlineData("/machine/writes", "HELLO!")]
    public async Task Content_IsChanged_HoweverItIsWritten(string target, string expected)
    {
        foreach (var version in new[] { "1.1", "1.0" })
        {
            var response = ReceivedResponse.Of(await SendAsync($"GET {target} HTTP/{version}\r\nHost: test\r\nConnection: close\r\n\r\n"));
            Assert.Equal(expected, response.Content);
            Assert.Equal("yes", response["X-Shouted"]);
        }

        Assert.Equal((2, 2), (_shouts.Made, _shouts.Released));
    }

    [Theory]
    [InlineData("/trailers", "X-Sum: 1")]
    [InlineData("/machine/writes", "X-Sum: 2")]
    public async Task Trailers_FollowChangedContent(string target, string trailer) =>
        Assert.EndsWith($"\r\n0\r\n{trailer}\r\n\r\n", await SendAsync($"GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/empty")]
    public async Task ResponseWithoutContent_HasNothingToChange(string target)
    {
        Assert.EndsWith("\r\n\r\n", await SendAsync($"GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(0, _shouts.Made);
    }

    [Theory]
    [InlineData("/constant")]
    [InlineData("/text?text=hello")]
    [InlineData("/bytes")]
    [InlineData("/stream")]
    [InlineData("/machine/whole")]
    [InlineData("/machine/writes")]
    public async Task Head_HasNoLengthAndNoContent_AndTheConnectionGoesOn(string target)
    {
        var stream = await SendAsync($"HEAD {target} HTTP/1.1\r\nHost: test\r\n\r\nGET /constant HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        var end = stream.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        Assert.DoesNotContain("Content-Length", stream[..end], StringComparison.Ordinal);
        Assert.Contains("\r\nX-Shouted: yes\r\n", stream[..end], StringComparison.Ordinal);
        Assert.Equal("HELLO!", ReceivedResponse.Of(stream[end..]).Content);
        Assert.Equal((2, 2), (_shouts.Made, _shouts.Released));
    }

    [Fact]
    public async Task PipelinedResponses_HaveATransformEach()
    {
        var stream = await SendAsync(
            "GET /text?text=one HTTP/1.1\r\nHost: test\r\n\r\nGET /machine/writes HTTP/1.1\r\nHost: test\r\n\r\nGET /stream HTTP/1.1\r\nHost: test\r\n\r\nGET /bytes HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        var responses = stream.Split("HTTP/1.1 200 OK\r\n", StringSplitOptions.RemoveEmptyEntries).Select(static r => ReceivedResponse.Of("HTTP/1.1 200 OK\r\n" + r).Content);
        Assert.Equal(["ONE!", "HELLO!", "HELLO!", "HELLO!"], responses);
        Assert.Equal((4, 4), (_shouts.Made, _shouts.Released));
    }

    [Theory]
    [InlineData("/waits")]
    [InlineData("/machine/waits")]
    public async Task ClientThatLeavesInTheMiddle_ReleasesTheTransformOnce(string target)
    {
        var server = await StartAsync();
        await using (var peer = await server.ConnectAsync())
        {
            await peer.SendAsync($"GET {target} HTTP/1.1\r\nHost: test\r\n\r\n");
            var begun = await peer.ReadOnceAsync();
            while (!begun.Contains("BEGUN", StringComparison.Ordinal))
            {
                begun += await peer.ReadOnceAsync();
            }

            Assert.Equal((1, 0), (_shouts.Made, _shouts.Released));
            peer.Reset();
        }

        await server.DisposeAsync();
        Assert.Equal((1, 1), (_shouts.Made, _shouts.Released));
        Assert.Equal(1, _shouts.Flushes);
    }

    [Theory]
    [InlineData("/text?text=hello")]
    [InlineData("/stream")]
    [InlineData("/machine/writes")]
    [InlineData("/machine/whole")]
    public async Task ChangeOfAResponseThatAnOuterMiddlewareFailed_IsTakenBack(string target)
    {
        var response = ReceivedResponse.Of(await SendAsync($"GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nX-Break: yes\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 500 ", response.StatusLine, StringComparison.Ordinal);
        Assert.Null(response["X-Shouted"]);
        Assert.Equal("yes", response["X-Early"]);
        Assert.DoesNotContain("!", response.Content, StringComparison.Ordinal);
        Assert.Equal((1, 1), (_shouts.Made, _shouts.Released));
    }

    private async Task<string> SendAsync(string request)
    {
        await using var server = await StartAsync();
        return await server.ConverseAsync(request);
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network.InMemory, Applications.Create<ShoutingApp>(_shouts, _steps));
}
