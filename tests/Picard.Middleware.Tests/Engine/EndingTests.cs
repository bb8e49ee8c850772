namespace Picard.Middleware.Tests;

/// <summary>Sees how exchanges end, and nothing of their content: so files go from their own memory.</summary>
[Middleware]
public partial class Ending(Seen seen)
{
    [OnDone] private void Done(ExchangeSummary done) => seen.Add($"done:{done.Status.Code}");
    [OnAbort] private void Abort(AbortReason reason) => seen.Add($"abort:{reason}");
}

[Application, Use<Ending>]
public partial class EndingApp(Seen seen)
{
    [Provides] private readonly Seen _seen = seen;
}

[Handler(Application = typeof(EndingApp))]
public partial class EndingFiles
{
    [Get("/file")] private static FileResponse File() => FileResponse.Open(typeof(EndingFiles).Assembly.Location);
    [Get("/octets")] private static byte[] Octets() => new byte[10_000_000];
}

public sealed class EndingTests
{
    private readonly Seen _seen = new();

    [Theory]
    [InlineData("/file")]
    [InlineData("/octets")]
    public async Task ClientThatLeavesBeforeAllOfAWholeResponse_IsAnAbort(string target)
    {
        var server = await TestServer.StartAsync(Network.InMemory, Serving.Application<EndingApp>(_seen));
        await using (var peer = await server.ConnectAsync())
        {
            await peer.SendAsync($"GET {target} HTTP/1.1\r\nHost: test\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", await peer.ReadOnceAsync(), StringComparison.Ordinal);
            peer.Reset();
        }

        await server.DisposeAsync();
        Assert.Equal("abort:ClientGone", _seen.Text);
    }
}
