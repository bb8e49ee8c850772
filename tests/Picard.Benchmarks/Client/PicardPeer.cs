using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using Picard.Transport;

namespace Picard.Benchmarks;

/// <summary>Our client: a typed one, and for whole responses the one beneath.</summary>
internal sealed class PicardPeer : ClientPeer
{
    private readonly PicardClient _client;
    private readonly IBench _bench;
    private readonly string _base;
    private LoopGroup? _loops;
    private TransportConnection? _onLoop;

    private PicardPeer(int port, TransportConnector? connector)
    {
        _base = FormattableString.Invariant($"http://127.0.0.1:{port}");
        _client = new PicardClient(new ClientOptions { Connector = connector });
        _bench = PicardClient.Create<IBench>(_client, _base);
    }

    /// <summary>Calls are made on the loop that has the connections, as those of a handler are.</summary>
    public static async Task<PicardPeer> OnLoopAsync(int port)
    {
        var loops = new LoopGroup(new LoopGroupOptions { LoopCount = 1 });
        var connector = loops.CreateConnector();
        return new PicardPeer(port, connector) { _loops = loops, _onLoop = await connector.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port)) };
    }

    /// <summary>Calls are made on the thread pool; connections are on the loops that every client has by default.</summary>
    public static PicardPeer FromPool(int port) => new(port, null);

    /// <summary>Calls are made on the thread pool, over .NET's sockets.</summary>
    public static PicardPeer OverSockets(int port) => new(port, new SocketConnector());

    public override void Start(Action work)
    {
        if (_onLoop is { Scheduler: PipeScheduler loop })
        {
            loop.Schedule(static work => ((Action)work!)(), work);
        }
        else
        {
            base.Start(work);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask GetAsync() => Expect(13, (await _bench.Plaintext()).Length);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask ResponseAsync()
    {
        await using var response = await _client.GetAsync(_base + "/plaintext");
        Expect(StatusCode.Ok, response.Status);
        Expect(13, (await response.ReadAllAsync()).Length);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask JsonAsync() => Expect(200, (await _bench.User(200)).Id);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask PostAsync() => Expect(ClientScenario.SmallBytes, (await _bench.Upload(Small)).Received);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask DownloadAsync()
    {
        await using var response = await _client.GetAsync(_base + "/bytes/1048576");
        long received = 0;
        for (var piece = await response.ReadAsync(); !piece.IsEmpty; piece = await response.ReadAsync())
        {
            received += piece.Length;
        }

        Expect(ClientScenario.LargeBytes, received);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask UploadAsync() => Expect(ClientScenario.LargeBytes, (await _bench.Upload(Large)).Received);

    public override async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await (_onLoop?.DisposeAsync() ?? default);
        await (_loops?.DisposeAsync() ?? default);
    }
}
