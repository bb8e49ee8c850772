using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using Picard.Client.Interop;

namespace Picard.Proxy.Interop;

/// <summary><c>HttpClient</c> of .NET.</summary>
internal sealed class DotNetClient : GatewayClient
{
    private const int LargeBytes = 4 * 1024 * 1024;

    public override string Name => "dotnet";

    public override IReadOnlyDictionary<string, Func<string, Task>> Checks { get; } = new Dictionary<string, Func<string, Task>>
    {
        ["get"] = static at => RunAsync(at, GetAsync),
        ["head"] = static at => RunAsync(at, HeadAsync),
        ["http/1.0"] = static at => RunAsync(at, OldAsync),
        ["chunked"] = static at => RunAsync(at, static client => ReceiveAsync(client, "chunked", 100_000)),
        ["large"] = static at => RunAsync(at, static client => ReceiveAsync(client, $"large/{LargeBytes}", LargeBytes)),
        ["post with length"] = static at => RunAsync(at, static client => PostAsync(client, Form.Length)),
        ["post in chunks"] = static at => RunAsync(at, static client => PostAsync(client, Form.Chunks)),
        ["expect"] = static at => RunAsync(at, static client => PostAsync(client, Form.Expectation)),
        ["echo"] = static at => RunAsync(at, EchoAsync),
        ["concurrent"] = static at => RunAsync(at, ConcurrentAsync),
        ["abandoned"] = static at => RunAsync(at, AbandonedAsync),
    };

    private enum Form
    {
        Length,
        Chunks,
        Expectation,
    }

    /// <summary>Reads content that follows the pattern to its end.</summary>
    /// <returns>Its length.</returns>
    public static async Task<long> CompareAsync(Stream content)
    {
        var piece = new byte[64 * 1024];
        long offset = 0;
        for (int read; (read = await content.ReadAsync(piece)) > 0;)
        {
            offset = Pattern.Compare(new ReadOnlySequence<byte>(piece, 0, read), offset);
        }

        return offset;
    }

    private static async Task RunAsync(string at, Func<HttpClient, Task> check)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(at + "/") };
        await check(client);
    }

    private static async Task GetAsync(HttpClient client) => Require.Equal("Hello, World!", await client.GetStringAsync("text"), "the content");

    private static async Task HeadAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(System.Net.Http.HttpMethod.Head, "text");
        using var response = await client.SendAsync(request);
        Require.Equal(HttpStatusCode.OK, response.StatusCode, "the status");
        Require.Equal(0, (await response.Content.ReadAsByteArrayAsync()).Length, "the length of the content");
        await GetAsync(client);
    }

    private static async Task OldAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(System.Net.Http.HttpMethod.Get, "chunked") { Version = HttpVersion.Version10 };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Require.Equal(HttpStatusCode.OK, response.StatusCode, "the status");
        Require.Equal(100_000, await CompareAsync(await response.Content.ReadAsStreamAsync()), "the length of the content");
    }

    private static async Task ReceiveAsync(HttpClient client, string target, int length)
    {
        for (var i = 0; i < 3; i++)
        {
            Require.Equal(length, await CompareAsync(await client.GetStreamAsync(target)), "the length of the content");
        }
    }

    private static async Task PostAsync(HttpClient client, Form form)
    {
        foreach (var length in (int[])[0, 1, 1_000, 100_000, LargeBytes])
        {
            var content = Pattern.Of(length);
            using var request = new HttpRequestMessage(System.Net.Http.HttpMethod.Post, "digest") { Content = new ByteArrayContent(content) };
            request.Headers.TransferEncodingChunked = form == Form.Chunks;
            request.Headers.ExpectContinue = form == Form.Expectation;
            using var response = await client.SendAsync(request);
            Require.Equal(HttpStatusCode.OK, response.StatusCode, "the status");
            Require.Equal($"{length} {Convert.ToHexStringLower(SHA256.HashData(content))}", await response.Content.ReadAsStringAsync(), "the digest");
        }
    }

    // It reads nothing until it has sent everything: what comes back meanwhile must have room on the way.
    private static async Task EchoAsync(HttpClient client)
    {
        const int Bytes = 64 * 1024;
        using var request = new HttpRequestMessage(System.Net.Http.HttpMethod.Post, "echo") { Content = new ByteArrayContent(Pattern.Of(Bytes)) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Require.Equal(Bytes, await CompareAsync(await response.Content.ReadAsStreamAsync()), "the length of the content");
    }

    private static Task ConcurrentAsync(HttpClient client) => Parallel.ForEachAsync(
        Enumerable.Range(1, 500),
        new ParallelOptions { MaxDegreeOfParallelism = 48 },
        async (number, aborted) => Require.Equal(number * 7, await CompareAsync(await client.GetStreamAsync($"large/{number * 7}", aborted)), "the length of the content"));

    // More of them than the gateway has connections: what a client leaves behind must not stay taken.
    private static async Task AbandonedAsync(HttpClient client)
    {
        for (var i = 0; i < 100; i++)
        {
            using var response = await client.GetAsync($"large/{4 * LargeBytes}", HttpCompletionOption.ResponseHeadersRead);
            Require.Equal(HttpStatusCode.OK, response.StatusCode, "the status");
        }

        await GetAsync(client);
    }
}
