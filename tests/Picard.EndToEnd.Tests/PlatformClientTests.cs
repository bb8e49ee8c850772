using System.Net;
using System.Text.Json;
using Picard.EndToEnd.Tests.Peers;

namespace Picard.EndToEnd.Tests;

/// <summary>Echo as .NET's own client sees it, which was written by others and shares no code with us.</summary>
public sealed class PlatformClientTests(EchoServer server) : IClassFixture<EchoServer>, IDisposable
{
    private const int LargeBytes = 8 * 1024 * 1024;

    private readonly HttpClient _client = new(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromHours(1) })
    {
        BaseAddress = server.Url,
        Timeout = TimeSpan.FromMinutes(1),
    };

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("PURGE")]
    [InlineData("M-SEARCH")]
    [InlineData("!#$%&'*+-.^_`|~09azAZ")]
    public async Task Method_WhateverItIs_IsEchoed(string method)
    {
        var json = await EchoAsync(new HttpRequestMessage(new HttpMethod(method), "/any?target=%2F"));
        Assert.Equal(method, json.GetProperty("method").GetString());
        Assert.Equal("/any?target=%2F", json.GetProperty("target").GetString());
        Assert.Equal("HTTP/1.1", json.GetProperty("version").GetString());
        Assert.Empty(json.GetProperty("body").GetBytesFromBase64());
    }

    [Fact]
    public async Task Fields_AreEchoedInOrder()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-One", ["a", "b"]);
        request.Headers.Add("x-TWO", "\"quoted\\\"");
        var json = await EchoAsync(request);
        var lines = json.GetProperty("headers").EnumerateArray().Select(line => $"{line[0].GetString()}: {line[1].GetString()}");
        Assert.Equal([$"Host: {server.Url.Authority}", "X-One: a, b", "x-TWO: \"quoted\\\""], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Connection_IsUsedForOneRequestAfterTheOther()
    {
        var before = server.AcceptedConnections;
        for (var at = 0; at < 100; at++)
        {
            var content = at % 3 == 0 ? new byte[at] : null;
            var request = new HttpRequestMessage(at % 2 == 0 ? HttpMethod.Post : HttpMethod.Get, $"/{at}") { Content = content is null ? null : new ByteArrayContent(content) };
            var json = await EchoAsync(request);
            Assert.Equal($"/{at}", json.GetProperty("target").GetString());
            Assert.Equal(content?.Length ?? 0, json.GetProperty("body").GetBytesFromBase64().Length);
        }

        Assert.Equal(1, server.AcceptedConnections - before);
    }

    [Fact]
    public async Task ConcurrentRequests_GetTheirOwnAnswers() => await Parallel.ForEachAsync(
        Enumerable.Range(0, 800),
        new ParallelOptions { MaxDegreeOfParallelism = 32 },
        async (number, _) =>
        {
            var content = Octets(number * 7, seed: number);
            var json = await EchoAsync(new HttpRequestMessage(HttpMethod.Put, $"/{number}") { Content = new ByteArrayContent(content) });
            Assert.Equal($"/{number}", json.GetProperty("target").GetString());
            Assert.Equal(content, json.GetProperty("body").GetBytesFromBase64());
        });

    [Fact]
    public async Task LargeContent_WithALength_ComesBack() => await AssertLargeAsync(isChunked: false, expectsContinue: false);

    [Fact]
    public async Task LargeContent_InChunks_ComesBack() => await AssertLargeAsync(isChunked: true, expectsContinue: false);

    [Fact]
    public async Task LargeContent_AfterContinue_ComesBack() => await AssertLargeAsync(isChunked: false, expectsContinue: true);

    [Fact]
    public async Task LargeContent_InChunksAfterContinue_ComesBack() => await AssertLargeAsync(isChunked: true, expectsContinue: true);

    [Fact]
    public async Task Head_HasTheLengthAndNoContent()
    {
        var before = server.AcceptedConnections;
        for (var repeat = 0; repeat < 3; repeat++)
        {
            using var response = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/head"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.True(response.Content.Headers.ContentLength > 0);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
            await EchoAsync(new HttpRequestMessage(HttpMethod.Get, "/after"));
        }

        Assert.Equal(1, server.AcceptedConnections - before);
    }

    [Fact]
    public async Task Http10_IsAnswered()
    {
        var json = await EchoAsync(new HttpRequestMessage(HttpMethod.Post, "/old") { Version = HttpVersion.Version10, Content = new ByteArrayContent([1, 2, 3]) });
        Assert.Equal("HTTP/1.0", json.GetProperty("version").GetString());
        Assert.Equal([1, 2, 3], json.GetProperty("body").GetBytesFromBase64());
    }

    [Fact]
    public async Task Proxy_IsAskedWithAnAbsoluteTarget()
    {
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(server.Url) });
        using var response = await client.GetAsync(new Uri("http://elsewhere.example:81/path?query"));
        var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;
        Assert.Equal("http://elsewhere.example:81/path?query", json.GetProperty("target").GetString());
    }

    private static byte[] Octets(int bytes, int seed)
    {
        var octets = new byte[bytes];
        new Random(seed).NextBytes(octets);
        return octets;
    }

    private async Task AssertLargeAsync(bool isChunked, bool expectsContinue)
    {
        var content = Octets(LargeBytes, seed: 1);
        var request = new HttpRequestMessage(HttpMethod.Post, "/large") { Content = new ByteArrayContent(content) };
        request.Headers.TransferEncodingChunked = isChunked;
        request.Headers.ExpectContinue = expectsContinue;
        var json = await EchoAsync(request);
        Assert.True(content.AsSpan().SequenceEqual(json.GetProperty("body").GetBytesFromBase64()));
        var names = json.GetProperty("headers").EnumerateArray().Select(line => line[0].GetString()).ToArray();
        Assert.Equal((isChunked, !isChunked, expectsContinue), (names.Contains("Transfer-Encoding"), names.Contains("Content-Length"), names.Contains("Expect")));
    }

    private async Task<JsonElement> EchoAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
            return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;
        }
    }
}
