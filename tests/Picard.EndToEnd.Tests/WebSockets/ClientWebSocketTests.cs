using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Picard.EndToEnd.Tests.WebSockets;

/// <summary>On what Linux takes by default.</summary>
public sealed class DefaultClientWebSocketTests() : ClientWebSocketTests(ServerTransport.Automatic);

/// <summary>On the portable transport.</summary>
public sealed class SocketClientWebSocketTests() : ClientWebSocketTests(ServerTransport.Sockets);

/// <summary>The platform's own client, over TCP.</summary>
public abstract class ClientWebSocketTests(ServerTransport transport) : IAsyncLifetime
{
    // Limit: a test that would wait for ever fails instead.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly PicardServer _server = PicardServer.Create<MirrorApplication>(
        new ServerOptions { Urls = ["http://127.0.0.1:0"], Transport = transport, LoggerFactory = NullLoggerFactory.Instance });

    private readonly CancellationTokenSource _patience = new(s_patience);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        _patience.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_ComeBack_WholeAndInFragments(bool isCompressed)
    {
        using var client = await ConnectAsync("/mirror", options =>
        {
            options.AddSubProtocol("mirror.2");
            options.AddSubProtocol("mirror.1");
            options.DangerousDeflateOptions = isCompressed ? new WebSocketDeflateOptions() : null;
        });
        Assert.Equal("mirror.1", client.SubProtocol);
        var octets = new byte[3_000_000];
        new Random(1).NextBytes(octets);
        for (var repeat = 0; repeat < 3; repeat++)
        {
            // Both directions at once: neither side could take all of it before the other reads.
            var sending = SendAsync(client, octets);
            Assert.Equal(octets, await ReceiveAsync(client));
            await sending;
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "enough", _patience.Token);
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "enough"), (client.CloseStatus, client.CloseStatusDescription));
    }

    [Fact]
    public async Task ManyClients_AreServedAtOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            using var client = await ConnectAsync("/mirror");
            for (var i = 0; i < 20; i++)
            {
                var octets = Encoding.UTF8.GetBytes($"{number} {i}");
                await SendAsync(client, octets);
                Assert.Equal(octets, await ReceiveAsync(client));
            }

            await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
        }));
    }

    [Fact]
    public async Task MethodThatThrows_IsSeenAs1011()
    {
        using var client = await ConnectAsync("/fault");
        await SendAsync(client, new byte[1]);
        var received = await client.ReceiveAsync(new byte[16].AsMemory(), _patience.Token);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.InternalServerError), (received.MessageType, client.CloseStatus));
    }

    [Fact]
    public async Task PlainRequest_IsAnswered426()
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(new Uri(_server.Addresses[0]), "/mirror"));
        Assert.Equal((HttpStatusCode.UpgradeRequired, "websocket"), (response.StatusCode, response.Headers.Upgrade.ToString()));
    }

    [Fact]
    public async Task ForeignOrigin_IsAnswered403()
    {
        using var client = new ClientWebSocket();
        client.Options.SetRequestHeader("Origin", "https://evil.example");
        client.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => client.ConnectAsync(UriOf("/mirror"), _patience.Token));
        Assert.Equal(HttpStatusCode.Forbidden, client.HttpStatusCode);
    }

    [Fact]
    public async Task Stop_ClosesEveryClientWith1001()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ConnectAsync("/mirror")));
        var stopping = _server.StopAsync();
        foreach (var client in clients)
        {
            var received = await client.ReceiveAsync(new byte[16].AsMemory(), _patience.Token);
            Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.EndpointUnavailable), (received.MessageType, client.CloseStatus));
            await client.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, _patience.Token);
            client.Dispose();
        }

        await stopping.WaitAsync(s_patience);
        Assert.Equal(0, _server.OpenConnections);
    }

    private Uri UriOf(string path) => new(_server.Addresses[0].Replace("http:", "ws:", StringComparison.Ordinal) + path);

    private async Task<ClientWebSocket> ConnectAsync(string path, Action<ClientWebSocketOptions>? configure = null)
    {
        var client = new ClientWebSocket();
        configure?.Invoke(client.Options);
        await client.ConnectAsync(UriOf(path), _patience.Token);
        return client;
    }

    private async Task SendAsync(ClientWebSocket client, ReadOnlyMemory<byte> octets)
    {
        const int FragmentBytes = 700_000;
        for (var at = 0; at < octets.Length; at += FragmentBytes)
        {
            var fragment = octets.Slice(at, Math.Min(FragmentBytes, octets.Length - at));
            await client.SendAsync(fragment, WebSocketMessageType.Binary, at + fragment.Length == octets.Length, _patience.Token);
        }
    }

    private async Task<byte[]> ReceiveAsync(ClientWebSocket client)
    {
        var message = new MemoryStream();
        var buffer = new byte[32 * 1024];
        while (true)
        {
            var received = await client.ReceiveAsync(buffer.AsMemory(), _patience.Token);
            Assert.Equal(WebSocketMessageType.Binary, received.MessageType);
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return message.ToArray();
            }
        }
    }
}
