using System.Buffers;
using System.IO.Compression;
using System.Text;
using Picard.Client.Tests.Typed;

namespace Picard.Client.Tests;

/// <summary>Content codings that a client asks for and undoes (RFC 9110 §8.4).</summary>
public sealed class DecompressionTests : IAsyncLifetime
{
    private const string Accepted = "Accept-Encoding: gzip, deflate, br\r\n";

    private static readonly string s_text = string.Concat(Enumerable.Range(0, 5_000).Select(static number => $"{number * 7919 % 10_007} "));

    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;
    private ScriptedPeer? _server;

    public DecompressionTests() => _client = CreateClient(ContentCodings.All);

    public static TheoryData<string, string> Codings => new()
    {
        { "gzip", "gzip" }, { "x-gzip", "gzip" }, { "GZip", "gzip" }, { "gzip", "members" }, { "deflate", "zlib" }, { "deflate", "deflate" }, { "br", "br" },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task WithoutTheOption_NothingIsAskedFor_AndNothingUndone()
    {
        await using var client = CreateClient(ContentCodings.None);
        var coded = Encode("gzip", s_text);
        var asked = client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        Assert.DoesNotContain("Accept-Encoding", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await RespondAsync(server, "gzip", coded);
        await using var response = await asked;
        Assert.Equal(coded, await response.ReadAllAsync());
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task Coding_IsUndone_AndTheConnectionUsedAgain(string name, string kind)
    {
        for (var time = 0; time < 2; time++)
        {
            var asked = _client.GetAsync("http://127.0.0.1/");
            var server = time == 0 ? await _network.AcceptAsync() : _server!;
            _server = server;
            Assert.Contains(Accepted, await server.ReadHeadAsync(), StringComparison.Ordinal);
            await RespondAsync(server, name, Encode(kind, s_text));
            await using var response = await asked;
            Assert.Null(response.ContentLength);
            Assert.Equal(s_text, await response.ReadTextAsync());
        }

        Assert.Equal(1, _network.Connections);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Content_IsDecodedAsItComes(string coding)
    {
        var asked = _client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n\r\n");
        await using var response = await asked;
        using var coded = new MemoryStream();
        await using var encoder = Encoder(coding, coded);
        foreach (var part in new[] { "Hello, ", "World" })
        {
            coded.SetLength(0);
            encoder.Write(Encoding.ASCII.GetBytes(part));
            encoder.Flush();
            await server.SendAsync($"{coded.Length:x}\r\n{Encoding.Latin1.GetString(coded.ToArray())}\r\n");
            var received = "";
            while (received.Length < part.Length)
            {
                received += Encoding.ASCII.GetString(await response.ReadAsync());
            }

            Assert.Equal(part, received);
        }
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task Content_ThatEndsWithinItsCoding_IsTruncated(string name, string kind)
    {
        var coded = Encode(kind, s_text);
        int[] lengths = [1, 2, 5, 11, 19, coded.Length / 3, coded.Length - 9, coded.Length - 5, coded.Length - 1];
        foreach (var length in lengths)
        {
            // HTTP knows nothing of it, so the connection is used again.
            var asked = _client.GetAsync("http://127.0.0.1/");
            _server ??= await _network.AcceptAsync();
            await _server.ReadHeadAsync();
            await RespondAsync(_server, name, coded[..length]);
            await using var response = await asked;
            var fault = await Assert.ThrowsAsync<RequestException>(async () => await response.ReadAllAsync());
            Assert.Equal((length, RequestFault.Truncated), (length, fault.Fault));
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Content_OfAnotherCoding_IsAFault(string name)
    {
        var asked = _client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await RespondAsync(server, name, Enumerable.Repeat((byte)0xFF, 4_000).ToArray());
        await using var response = await asked;
        Assert.Equal(RequestFault.Content, (await Assert.ThrowsAsync<RequestException>(async () => await response.ReadAllAsync())).Fault);
    }

    [Fact]
    public async Task CollectedContent_IsLimitedByWhatComesOfIt()
    {
        await using var client = new PicardClient(new ClientOptions { Connector = _network, Decompression = ContentCodings.Gzip, MaxCollectedContentBytes = 100_000 });
        var asked = client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        Assert.Contains("Accept-Encoding: gzip\r\n", await server.ReadHeadAsync(), StringComparison.Ordinal);
        await RespondAsync(server, "gzip", Encode("gzip", new string('a', 1_000_000)));
        await using var response = await asked;
        Assert.Equal(RequestFault.ResponseTooLarge, (await Assert.ThrowsAsync<RequestException>(async () => await response.ReadAllAsync())).Fault);
    }

    [Theory]
    [InlineData("Accept-Encoding", "gzip")]
    [InlineData("Range", "bytes=0-10")]
    public async Task Caller_WhoAsksForACoding_OrForARange_HasItAsItComes(string field, string value)
    {
        var request = new ClientRequest(Method.Get, "http://127.0.0.1/");
        request.Fields.Add(field, value);
        var asked = _client.SendAsync(request);
        var server = await _network.AcceptAsync();
        Assert.DoesNotContain(Accepted, await server.ReadHeadAsync(), StringComparison.Ordinal);
        var coded = Encode("gzip", s_text);
        await RespondAsync(server, "gzip", coded);
        await using var response = await asked;
        Assert.Equal((coded.Length, coded.Length), (response.ContentLength, (await response.ReadAllAsync()).Length));
    }

    [Theory]
    [InlineData("GET", "204 No Content", "")]
    [InlineData("HEAD", "200 OK", "Content-Length: 20\r\n")]
    [InlineData("GET", "200 OK", "Content-Length: 0\r\n")]
    public async Task NoContent_HasNoCoding(string method, string status, string fields)
    {
        Assert.True(Method.TryParse(Encoding.ASCII.GetBytes(method), out var parsed));
        var asked = _client.SendAsync(new ClientRequest(parsed, "http://127.0.0.1/"));
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync($"HTTP/1.1 {status}\r\nContent-Encoding: gzip\r\n{fields}\r\n");
        await using var response = await asked;
        Assert.Equal("", await response.ReadTextAsync());
    }

    [Fact]
    public async Task TypedCalls_ReadWhatWasMeant()
    {
        var shop = PicardClient.Create<IShop>(_client);
        var asked = shop.Item(1);
        _server = await _network.AcceptAsync();
        await _server.ReadHeadAsync();
        await RespondAsync(_server, "br", Encode("br", """{"id":1,"name":"a"}"""));
        Assert.Equal(new Item(1, "a"), await asked);
        var rows = Task.Run(async () => await CollectAsync(shop.Rows()));
        await _server.ReadHeadAsync();
        await RespondAsync(_server, "gzip", Encode("gzip", "{\"x\":1,\"y\":2}\n{\"x\":3,\"y\":4}\n"));
        Assert.Equal([new Point(1, 2), new Point(3, 4)], await rows);
    }

    [Fact]
    public void Option_ThatCannotBeKept_IsNamed() =>
        Assert.Contains("ClientOptions.Decompression", Assert.Throws<OptionException>(() => CreateClient((ContentCodings)8)).Message, StringComparison.Ordinal);

    private static async Task<List<Point>> CollectAsync(IAsyncEnumerable<Point> rows)
    {
        List<Point> collected = [];
        await foreach (var row in rows)
        {
            collected.Add(row);
        }

        return collected;
    }

    private static Task RespondAsync(ScriptedPeer server, string coding, byte[] content) =>
        server.SendAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {content.Length}\r\n\r\n{Encoding.Latin1.GetString(content)}");

    private static Stream Encoder(string kind, Stream output) => kind switch
    {
        "gzip" => new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true),
        "zlib" => new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true),
        _ => new BrotliStream(output, CompressionLevel.Fastest, leaveOpen: true),
    };

    private static byte[] Encode(string kind, string text)
    {
        if (kind == "members")
        {
            return [.. Encode("gzip", text[..100]), .. Encode("gzip", text[100..])];
        }

        using var coded = new MemoryStream();
        using (var encoder = Encoder(kind, coded))
        {
            encoder.Write(Encoding.ASCII.GetBytes(text));
        }

        return coded.ToArray();
    }

    private PicardClient CreateClient(ContentCodings codings) => new(new ClientOptions { Connector = _network, Decompression = codings });
}
