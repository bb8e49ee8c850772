namespace Picard.Server.Tests;

/// <summary>What a method does not ask for stays with its client: reading stops with the method.</summary>
public sealed class InputPaceTests
{
    private const int ContentBytes = 4 * 1024 * 1024;

    private readonly EventLog _log = new();

    [Theory]
    [InlineData("/gated", "", "{\"id\":1}\n", "{\"id\":2}\n", "sample:1")]
    [InlineData("/parts", "Content-Type: multipart/form-data; boundary=b\r\n", "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n", "zzzzzzzzz", "run:")]
    public async Task MethodThatDoesNotAsk_StopsItsClient(string target, string fields, string first, string rest, string seen)
    {
        // In memory everything is inline: when the client cannot send, the server has taken in all that it would.
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"POST {target} HTTP/1.1\r\nHost: test\r\nContent-Length: {ContentBytes}\r\n{fields}\r\n{first}");
        var content = string.Concat(Enumerable.Repeat(rest, ContentBytes / rest.Length))[..(ContentBytes - first.Length)];
        var sending = peer.SendAsync(content);
        await _log.SeenAsync(seen);
        Assert.False(sending.IsCompleted);
        _log.Gate.SetResult();
        await sending;
        var response = await peer.ReadResponseAsync();

        // The last line, and the form, are cut off.
        Assert.StartsWith("HTTP/1.1 400 ", response, StringComparison.Ordinal);
        server.AssertQuietLog();
    }
}
