using System.Buffers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;

namespace Picard.Benchmarks;

/// <summary>.NET's client as most programs have it: <see cref="HttpClient"/> with its defaults.</summary>
internal sealed class HttpClientPeer(int port) : ClientPeer
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/")) };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask GetAsync() => Expect(13, (await _client.GetStringAsync("plaintext")).Length);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask ResponseAsync()
    {
        using var response = await _client.GetAsync("plaintext");
        response.EnsureSuccessStatusCode();
        Expect(13, (await response.Content.ReadAsByteArrayAsync()).Length);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask JsonAsync() => Expect(200, (await _client.GetFromJsonAsync("users/200", BenchJson.Default.Identity)).Id);

    public override ValueTask PostAsync() => PostAsync(Small);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask DownloadAsync()
    {
        using var response = await _client.GetAsync("bytes/1048576", HttpCompletionOption.ResponseHeadersRead);
        Expect(ClientScenario.LargeBytes, await ReadAsync(response));
    }

    public override ValueTask UploadAsync() => PostAsync(Large);

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }

    /// <summary>Reads content piece by piece into a rented buffer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<long> ReadAsync(HttpResponseMessage response)
    {
        response.EnsureSuccessStatusCode();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        await using var content = await response.Content.ReadAsStreamAsync();
        long received = 0;
        for (int count; (count = await content.ReadAsync(buffer)) > 0;)
        {
            received += count;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return received;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PostAsync(byte[] octets)
    {
        using var content = new ByteArrayContent(octets);
        using var response = await _client.PostAsync("upload", content);
        response.EnsureSuccessStatusCode();
        Expect(octets.Length, (await response.Content.ReadFromJsonAsync(BenchJson.Default.Receipt)).Received);
    }
}
