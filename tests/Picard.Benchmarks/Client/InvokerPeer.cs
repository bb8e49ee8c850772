using System.Net.Http.Json;
using System.Runtime.CompilerServices;

namespace Picard.Benchmarks;

/// <summary>.NET's client at its leanest: <see cref="HttpMessageInvoker"/> over a <see cref="SocketsHttpHandler"/> without cookies, redirects, proxies or trace fields.</summary>
internal sealed class InvokerPeer(int port) : ClientPeer
{
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false, ActivityHeadersPropagator = null });
    private readonly Uri _plaintext = Target(port, "plaintext");
    private readonly Uri _user = Target(port, "users/200");
    private readonly Uri _bytes = Target(port, "bytes/1048576");
    private readonly Uri _upload = Target(port, "upload");

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask GetAsync()
    {
        using var response = await SendAsync(HttpMethod.Get, _plaintext, null);
        Expect(13, (await response.Content.ReadAsStringAsync()).Length);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask ResponseAsync()
    {
        using var response = await SendAsync(HttpMethod.Get, _plaintext, null);
        Expect(13, (await response.Content.ReadAsByteArrayAsync()).Length);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask JsonAsync()
    {
        using var response = await SendAsync(HttpMethod.Get, _user, null);
        Expect(200, (await response.Content.ReadFromJsonAsync(BenchJson.Default.Identity)).Id);
    }

    public override ValueTask PostAsync() => PostAsync(Small);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask DownloadAsync()
    {
        using var response = await SendAsync(HttpMethod.Get, _bytes, null);
        Expect(ClientScenario.LargeBytes, await HttpClientPeer.ReadAsync(response));
    }

    public override ValueTask UploadAsync() => PostAsync(Large);

    public override ValueTask DisposeAsync()
    {
        _invoker.Dispose();
        return default;
    }

    private static Uri Target(int port, string path) => new(FormattableString.Invariant($"http://127.0.0.1:{port}/{path}"));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PostAsync(byte[] octets)
    {
        using var content = new ByteArrayContent(octets);
        using var response = await SendAsync(HttpMethod.Post, _upload, content);
        Expect(octets.Length, (await response.Content.ReadFromJsonAsync(BenchJson.Default.Receipt)).Received);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpResponseMessage> SendAsync(HttpMethod method, Uri target, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, target) { Content = content };
        return (await _invoker.SendAsync(request, CancellationToken.None)).EnsureSuccessStatusCode();
    }
}
