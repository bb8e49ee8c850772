using System.IO.Pipelines;
using System.Net;
using Picard.Client.Tests.Pool;
using Picard.Transport;

namespace Picard.Client.Tests;

public sealed class UploadTests : IAsyncDisposable
{
    private readonly ScriptedNetwork _network = new() { Watermarks = new Watermarks { HighBytes = 1024, LowBytes = 512 } };
    private readonly PicardClient _client;
    private readonly Pipe _pipe = new();

    public UploadTests() => _client = new PicardClient(new ClientOptions { Connector = _network });

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    // Seed CL-08
    [Fact]
    public async Task Pipe_IsSentInChunks_AsItsWriterWrites()
    {
        var asked = _client.SendAsync(Upload());
        var server = await _network.AcceptAsync();
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await _pipe.Writer.WriteAsync("Foo!"u8.ToArray());
        Assert.Equal("4\r\nFoo!", await server.ReadUntilAsync("Foo!"));
        await _pipe.Writer.WriteAsync("Bar!"u8.ToArray());
        Assert.Equal("\r\n4\r\nBar!", await server.ReadUntilAsync("Bar!"));
        await _pipe.Writer.CompleteAsync();
        Assert.Equal("\r\n0\r\n\r\n", await server.ReadUntilAsync("0\r\n\r\n"));
        await server.RespondAsync("Hello");
        await using var response = await asked;
        Assert.Equal("Hello", await response.ReadTextAsync());
    }

    // Seed CL-51
    [Fact]
    public async Task Server_ThatDoesNotRead_HoldsThePipeBack()
    {
        var asked = _client.SendAsync(Upload());
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        var written = 0;
        var isHeldBack = new TaskCompletionSource();
        var writing = WriteAsync();
        await isHeldBack.Task;

        // The pipe's own 64 KiB, and what the client holds and the network takes.
        Assert.InRange(written, 1, 100);
        await server.ReadUntilAsync("\r\n0\r\n\r\n");
        await writing;
        await server.RespondAsync("");
        await using var response = await asked;
        Assert.Equal(1000, written);

        async Task WriteAsync()
        {
            for (; written < 1000; written++)
            {
                var write = _pipe.Writer.WriteAsync(new byte[1000]);
                if (!write.IsCompleted)
                {
                    isHeldBack.TrySetResult();
                }

                await write;
            }

            await _pipe.Writer.CompleteAsync();
        }
    }

    [Fact]
    public async Task EarlyRefusal_IsGiven_AndThePipeIsCompleted()
    {
        var asked = _client.SendAsync(Upload());
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
        await using (var response = await asked)
        {
            Assert.Equal(StatusCode.ContentTooLarge, response.Status);
            Assert.Equal("no", await response.ReadTextAsync());
        }

        // The request was not complete: its connection carries no other.
        await server.ReadToEndAsync();
        Assert.True((await _pipe.Writer.WriteAsync(new byte[1])).IsCompleted);
    }

    // Seed CL-68
    [Fact]
    public async Task Source_ThatFails_EndsTheExchange_AndItsExceptionIsTheCallers()
    {
        var asked = _client.SendAsync(Upload());
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await _pipe.Writer.WriteAsync("Hello"u8.ToArray());
        await server.ReadUntilAsync("Hello");
        await _pipe.Writer.CompleteAsync(new InvalidDataException("broken source"));
        var fault = await Assert.ThrowsAsync<InvalidDataException>(async () => await asked);
        Assert.Equal("broken source", fault.Message);
        Assert.False(await server.ReadToEndAsync());
    }

    [Theory]
    [InlineData(3, "longer than the 3 octets")]
    [InlineData(9, "ended 4 octets before the 9")]
    public async Task Source_OfAnotherLengthThanAnnounced_IsRefused(long announced, string rule)
    {
        var asked = _client.SendAsync(new ClientRequest(Method.Post, "http://127.0.0.1/") { ContentPipe = _pipe.Reader, ContentLength = announced });
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await _pipe.Writer.WriteAsync("Hello"u8.ToArray());
        await _pipe.Writer.CompleteAsync();
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await asked);
        Assert.Contains(rule, fault.Message, StringComparison.Ordinal);
        Assert.False(await server.ReadToEndAsync());
    }

    [Fact]
    public async Task Cancellation_EndsAnUploadThatWaitsForItsSource()
    {
        using var caller = new CancellationTokenSource();
        var asked = _client.SendAsync(Upload(), caller.Token);
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await asked);
        Assert.False(await server.ReadToEndAsync());
        Assert.True((await _pipe.Writer.WriteAsync(new byte[1])).IsCompleted);
    }

    // Seed CL-66
    [Fact]
    public async Task LargeContent_OfTheCallers_IsSentWhole()
    {
        var content = new byte[300_000];
        Random.Shared.NextBytes(content);
        var asked = _client.SendAsync(new ClientRequest(Method.Put, "http://127.0.0.1/") { Content = content });
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        Assert.Equal(content, System.Text.Encoding.Latin1.GetBytes(await server.ReadAsync(content.Length)));
        await server.RespondAsync("");
        await using var response = await asked;
        Assert.Equal(StatusCode.Ok, response.Status);
    }

    [Fact]
    public async Task MuchIsUnsent_OfContentInMemory_AndLittleOfStreams()
    {
        var (end, serverEnd) = InMemoryConnection.CreatePair(new InMemoryOptions());
        var transport = new PooledTransport(end, serverEnd, 1);
        var server = new ScriptedPeer(serverEnd);
        await using var client = new PicardClient(new ClientOptions { Connector = new OneConnection(transport) });

        await AnswerAsync(client.SendAsync(Put(1_000)), 1_000);
        Assert.Equal(0, transport.UnsentBytes);
        await AnswerAsync(client.SendAsync(Put(300_000)), 300_000);
        Assert.Equal(1024 * 1024, transport.UnsentBytes);
        await AnswerAsync(client.SendAsync(Put(300_000)), 300_000);
        Assert.Equal(1024 * 1024, transport.UnsentBytes);
        var streamed = client.SendAsync(Upload());
        await server.ReadHeadAsync();
        Assert.Equal(0, transport.UnsentBytes);
        await _pipe.Writer.CompleteAsync();
        await server.ReadUntilAsync("0\r\n\r\n");
        await server.RespondAsync("");
        await (await streamed).DisposeAsync();

        static ClientRequest Put(int bytes) => new(Method.Put, "http://127.0.0.1/") { Content = new byte[bytes] };

        async Task AnswerAsync(ValueTask<ClientResponse> asked, int bytes)
        {
            await server.ReadHeadAsync();
            await server.ReadAsync(bytes);
            await server.RespondAsync("");
            await (await asked).DisposeAsync();
        }
    }

    private ClientRequest Upload() => new(Method.Post, "http://127.0.0.1/") { ContentPipe = _pipe.Reader };

    private sealed class OneConnection(TransportConnection connection) : TransportConnector
    {
        public override ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default) => new(connection);
    }
}
