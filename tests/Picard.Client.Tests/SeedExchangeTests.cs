using System.IO.Pipelines;
using System.Text;

namespace Picard.Client.Tests;

/// <summary>What the seed's tests of its client show, where no other test does.</summary>
public sealed class SeedExchangeTests : IAsyncDisposable
{
    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;

    public SeedExchangeTests() => _client = new PicardClient(new ClientOptions { Connector = _network });

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    // Seed CL-01, CL-12, CL-71
    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "Content-Length: 0\r\n")]
    [InlineData("PUT", "Content-Length: 0\r\n")]
    [InlineData("DELETE", "")]
    [InlineData("HEAD", "")]
    public async Task Method_IsSentWithTheUsualHead(string method, string length)
    {
        var asked = _client.SendAsync(new ClientRequest(MethodOf(method), "http://127.0.0.1/")).AsTask();
        var server = await _network.AcceptAsync();
        Assert.Equal($"{method} / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Picard.Gen\r\n{length}\r\n", await server.ReadHeadAsync());
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var response = await asked;
        Assert.Equal(StatusCode.Ok, response.Status);
    }

    // Seed CL-03
    [Theory]
    [InlineData("http://127.0.0.1", "GET / HTTP/1.1\r\n")]
    [InlineData("http://127.0.0.1?q", "GET /?q HTTP/1.1\r\n")]
    public async Task PathThatIsEmpty_IsSentAsASlash(string uri, string line)
    {
        var asked = _client.GetAsync(uri).AsTask();
        var server = await _network.AcceptAsync();
        Assert.StartsWith(line, await server.ReadHeadAsync(), StringComparison.Ordinal);
        await server.RespondAsync("");
        await using var response = await asked;
    }

    // Seed CL-04, CL-62
    [Fact]
    public async Task FieldsOfOneName_AreKeptApart_BothWays()
    {
        var request = new ClientRequest(Method.Get, "http://127.0.0.1/");
        request.Fields.Add("X-Lol", "1");
        request.Fields.Add("X-Lol", "2");
        var asked = _client.SendAsync(request).AsTask();
        var server = await _network.AcceptAsync();
        Assert.Contains("\r\nX-Lol: 1\r\nX-Lol: 2\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await server.SendAsync("HTTP/1.1 200 OK\r\nX-Rofl: 3\r\nX-Rofl: 4\r\nContent-Length: 0\r\n\r\n");
        await using var response = await asked;
        Assert.Equal(2, response.Fields.CountOf("X-Rofl"));
    }

    // Seed CL-05
    [Fact]
    public async Task NineFields_AreAllThere()
    {
        var asked = _client.GetAsync("http://127.0.0.1/").AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync($"HTTP/1.1 200 OK\r\n{string.Concat(Enumerable.Range(1, 8).Select(static n => $"X-Field-{n}: {n}\r\n"))}Content-Length: 0\r\n\r\n");
        await using var response = await asked;
        Assert.Equal(9, response.Fields.Count);
        Assert.All(Enumerable.Range(1, 8), n => Assert.Equal($"{n}", response.Fields.GetText($"X-Field-{n}")));
    }

    // Seed CL-20, CL-40
    [Fact]
    public async Task RequestsOneAfterTheOther_ShareAConnection_UntilOneSaysThatItIsTheLast()
    {
        ScriptedPeer? server = null;
        foreach (var reuse in new[] { Reuse.Allowed, Reuse.Allowed, Reuse.Never })
        {
            var asked = _client.SendAsync(new ClientRequest(Method.Get, "http://127.0.0.1/") { Reuse = reuse }).AsTask();
            server ??= await _network.AcceptAsync();
            Assert.Equal(reuse == Reuse.Never, (await server.ReadHeadAsync()).Contains("\r\nConnection: close\r\n", StringComparison.Ordinal));
            await server.RespondAsync("Hello");
            await using var response = await asked;
            Assert.Equal("Hello", await response.ReadTextAsync());
        }

        Assert.True(await server!.ReadToEndAsync());
        Assert.Equal(1, _network.Connections);
        Assert.Equal(0, _client.Statistics.Open);
    }

    // Seed CL-21 to CL-25
    [Theory]
    [InlineData("HEAD", "200 OK", "Content-Length: 5")]
    [InlineData("HEAD", "200 OK", "Transfer-Encoding: chunked")]
    [InlineData("GET", "204 No Content", "X-None: 1")]
    [InlineData("GET", "304 Not Modified", "Content-Length: 1000000")]
    [InlineData("GET", "304 Not Modified", "Transfer-Encoding: chunked")]
    public async Task ResponseThatHasNoContent_LeavesItsConnectionForTheNext(string method, string status, string field)
    {
        ScriptedPeer? server = null;
        for (var i = 0; i < 3; i++)
        {
            var asked = _client.SendAsync(new ClientRequest(MethodOf(method), "http://127.0.0.1/")).AsTask();
            server ??= await _network.AcceptAsync();
            await server.ReadHeadAsync();
            await server.SendAsync($"HTTP/1.1 {status}\r\n{field}\r\n\r\n");
            await using var response = await asked;
            Assert.True((await response.ReadAsync()).IsEmpty);
            Assert.Equal(field, $"{field[..field.IndexOf(':', StringComparison.Ordinal)]}: {response.Fields.GetText(field[..field.IndexOf(':', StringComparison.Ordinal)])}");
        }

        Assert.Equal(1, _network.Connections);
    }

    // Seed CL-52: what is not read stays with its writer, and nothing is lost.
    [Fact]
    public async Task ManySmallPieces_ToAServerThatReadsLate_ArriveInOrder()
    {
        const int Count = 50_000;
        var asked = _client.SendAsync(new ClientRequest(Method.Post, "http://127.0.0.1/") { ContentPipe = PipeReader.Create(new PieceStream(Count)), ContentLength = Count * 12L }).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        for (var i = 0; i < Count; i += 100)
        {
            Assert.Equal(string.Concat(Enumerable.Range(i, 100).Select(static n => $"{n:D12}")), await server.ReadAsync(1200));
        }

        await server.RespondAsync("");
        await using var response = await asked;
        Assert.Equal(StatusCode.Ok, response.Status);
    }

    // Seed CL-65, CL-60
    [Fact]
    public async Task ContentOfAnyFraming_IsReadWhole()
    {
        var asked = _client.GetAsync("http://127.0.0.1/").AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n5\r\nWorld\r\n0\r\n\r\n");
        await using var response = await asked;
        Assert.Equal("HelloWorld", await response.ReadTextAsync());
    }

    // Seed CL-69, CL-70: what nobody reads is not taken, so the server is held back; leaving early ends the exchange.
    [Fact]
    public async Task ResponseThatIsNotRead_HoldsTheServerBack_AndLeavingItEndsTheExchange()
    {
        var asked = _client.GetAsync("http://127.0.0.1/").AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n");
        var response = await asked;
        var sent = 0;
        Task write = Task.CompletedTask;
        while (write.IsCompleted)
        {
            write = server.SendAsync(new string('x', 10_000));
            sent += 10_000;
            Assert.InRange(sent, 1, 1_000_000);
        }

        await response.DisposeAsync();
        await write;
        Assert.False(await server.ReadToEndAsync());
        Assert.Equal(0, _client.Statistics.Open);
    }

    // Seed CL-66: each element of a collection is a piece of content.
    [Fact]
    public async Task ContentInSeveralPieces_IsOneContent()
    {
        var pipe = new Pipe();
        var asked = _client.SendAsync(new ClientRequest(Method.Post, "http://127.0.0.1/") { ContentPipe = pipe.Reader }).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        foreach (var piece in new[] { "Hello", "World" })
        {
            await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(piece));
            await server.ReadUntilAsync($"5\r\n{piece}\r\n");
        }

        await pipe.Writer.CompleteAsync();
        await server.ReadUntilAsync("0\r\n\r\n");
        await server.RespondAsync("");
        await using var response = await asked;
    }

    // Seed EV-85: RFC 9110 §15.2 has a client bear one that it did not ask for.
    [Fact]
    public async Task ContinueThatNobodyAskedFor_IsPassedOver()
    {
        var asked = _client.GetAsync("http://127.0.0.1/").AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        await server.RespondAsync("Hello");
        await using var response = await asked;
        Assert.Equal("Hello", await response.ReadTextAsync());
    }

    // Seed A.15.5, A.15.6, A.15.7, A.15.8, A.15.9
    [Fact]
    public void Defaults_OfAClient_AreThoseDecidedOn()
    {
        var options = new ClientOptions();
        Assert.Equal(TimeSpan.FromSeconds(5), options.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), options.IdleTimeout);
        Assert.Equal(TimeSpan.FromMinutes(2), options.ConnectionLifetime);
        Assert.Equal(1024, options.MaxConnections);
        Assert.Equal(64, options.MaxConnectionsPerAuthority);
        Assert.Equal(1024, options.MaxQueuedRequests);
        Assert.Equal(TimeSpan.FromSeconds(10), options.PoolTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.FirstByteTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ContentIdleTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ResolveInterval);
    }

    private static Method MethodOf(string token) => Method.TryParse(Encoding.ASCII.GetBytes(token), out var method) ? method : throw new ArgumentException(token, nameof(token));

    /// <summary>Numbers of twelve digits, one for each read.</summary>
    private sealed class PieceStream(int count) : Stream
    {
        private int _next;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(_next == count ? 0 : Encoding.ASCII.GetBytes($"{_next++:D12}", buffer.Span));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
