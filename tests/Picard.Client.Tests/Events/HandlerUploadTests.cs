using Picard.Server.Tests;
using Picard.Transport;

namespace Picard.Client.Tests;

public sealed class HandlerUploadTests : IAsyncDisposable
{
    private static readonly byte[] s_piece = [.. Enumerable.Repeat((byte)'x', 1000)];

    private readonly FakeTime _time = new();
    private readonly ScriptedNetwork _network = new() { Watermarks = new Watermarks { HighBytes = 1024, LowBytes = 512 } };
    private readonly PicardClient _client;

    public HandlerUploadTests() => _client = new PicardClient(new ClientOptions { Connector = _network, TimeProvider = _time });

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    // Seed A.4.1, A.4.2, CL-08
    [Fact]
    public async Task Content_IsSentInChunks()
    {
        var handler = new Uploader(2, "Foo!"u8.ToArray());
        var asked = _client.SendAsync(Post(), handler).AsTask();
        var server = await _network.AcceptAsync();
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        var content = await server.ReadUntilAsync("\r\n0\r\n\r\n");
        Assert.Equal("Foo!Foo!", Unchunked(content));
        await server.RespondAsync("");
        await asked;
        Assert.Equal("request response:200 end done", handler.Events);
        Assert.Equal(1, _client.Statistics.Idle);
    }

    [Fact]
    public async Task Content_OfALengthThatIsKnown_IsSentAsItIs()
    {
        var asked = _client.SendAsync(Post(8), new Uploader(2, "Foo!"u8.ToArray())).AsTask();
        var server = await _network.AcceptAsync();
        Assert.Contains("\r\nContent-Length: 8\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("Foo!Foo!", await server.ReadAsync(8));
        await server.RespondAsync("");
        await asked;
        Assert.Equal(1, _client.Statistics.Idle);
    }

    // Seed EV-15, CL-51: also after an early response that is complete.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ServerThatDoesNotRead_PausesTheHandler_AndMissesNothing(bool answersEarly)
    {
        var handler = new Uploader(1000, s_piece);
        var asked = _client.SendAsync(Post(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await handler.Paused;
        if (answersEarly)
        {
            await server.RespondAsync("");
        }

        // What the handler may run ahead, what the client has taken of it, and what the network holds.
        Assert.InRange(handler.Written, 1, 100);
        var content = await server.ReadUntilAsync("\r\n0\r\n\r\n");
        Assert.Equal(1_000_000, Unchunked(content).Length);
        if (!answersEarly)
        {
            await server.RespondAsync("");
        }

        await asked;
        Assert.StartsWith("request pause", handler.Events, StringComparison.Ordinal);
        Assert.EndsWith("done", handler.Events, StringComparison.Ordinal);
        Assert.Equal(1, _client.Statistics.Idle);
    }

    // Seed A.10.13, CL-11
    [Fact]
    public async Task RequestEvent_WaitsForTheServersLeave()
    {
        var handler = new Uploader(1, "Foo!"u8.ToArray());
        var request = new ClientRequest(Method.Post, "http://127.0.0.1/") { ContentStart = ContentStart.OnContinue };
        var asked = _client.SendAsync(request, handler).AsTask();
        var server = await _network.AcceptAsync();
        Assert.Contains("\r\nExpect: 100-continue\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("", handler.Events);
        await server.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        Assert.Equal("Foo!", Unchunked(await server.ReadUntilAsync("\r\n0\r\n\r\n")));
        await server.RespondAsync("");
        await asked;
        Assert.Equal("request response:200 end done", handler.Events);
    }

    [Fact]
    public async Task RequestEvent_NeverComes_WhereTheServerRefusesTheContent()
    {
        var handler = new Uploader(1, "Foo!"u8.ToArray());
        var request = new ClientRequest(Method.Post, "http://127.0.0.1/") { ContentStart = ContentStart.OnContinue };
        var asked = _client.SendAsync(request, handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
        await asked;
        Assert.Equal("response:413 end done", handler.Events);
    }

    [Fact]
    public async Task ServerThatLeaves_IsAnAbort_WhateverTheHandlerStillHas()
    {
        var handler = new Uploader(1000, s_piece);
        var asked = _client.SendAsync(Post(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await handler.Paused;
        server.Reset();
        await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.EndsWith("abort:ConnectionLost", handler.Events, StringComparison.Ordinal);
        Assert.Equal(0, _client.Statistics.Open);
    }

    [Fact]
    public async Task ServerThatTakesNoMore_AfterItsResponse_IsNotWaitedForForEver()
    {
        var handler = new Uploader(1000, s_piece);
        var asked = _client.SendAsync(Post(), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await handler.Paused;
        await server.RespondAsync("");
        while (!asked.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await asked;
        Assert.EndsWith("done", handler.Events, StringComparison.Ordinal);
        Assert.Equal(0, _client.Statistics.Open);
    }

    // Seed A.10.15
    [Theory]
    [InlineData("long", "longer than the 3 octets")]
    [InlineData("short", "2 octets before the 3")]
    [InlineData("twice", "is complete")]
    [InlineData("large", "32,768")]
    [InlineData("flood", "stop at Flow.Paused")]
    public async Task IllegalWrite_NamesItsRule_AndNeverLooksLikeAWholeRequest(string what, string expected)
    {
        var handler = new Offender(what);
        var asked = _client.SendAsync(Post(what is "large" or "flood" ? null : 3), handler).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => asked);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.False(await server.ReadToEndAsync());
        Assert.Equal(0, _client.Statistics.Open);
    }

    [Fact]
    public async Task RequestWithContent_AndAHandlerThatWritesIt_IsRefused()
    {
        var request = new ClientRequest(Method.Post, "http://127.0.0.1/") { Content = "x"u8.ToArray() };
        var fault = await Assert.ThrowsAsync<ArgumentException>(async () => await _client.SendAsync(request, new Uploader(1, s_piece)));
        Assert.Contains("request event", fault.Message, StringComparison.Ordinal);
    }

    private static ClientRequest Post(long? length = null) => new(Method.Post, "http://127.0.0.1/") { ContentLength = length };

    private static string Unchunked(string content)
    {
        var text = new System.Text.StringBuilder();
        for (var at = 0; ;)
        {
            var end = content.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = Convert.ToInt32(content[at..end], 16);
            if (size == 0)
            {
                return text.ToString();
            }

            text.Append(content, end + 2, size);
            at = end + 2 + size + 2;
        }
    }
}
