using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Reflection;
using System.Text;
using Picard.Server.Tests;
using Picard.Transport;

namespace Picard.Proxy.Tests;

/// <summary>In steady state a forwarded exchange allocates nothing. All connections complete inline, so that all of it is on one thread.</summary>
public sealed class AllocationTests
{
    private const int Exchanges = 5_000;

    // More than what pools of the framework keep of a size, for each processor.
    private const int AtOnce = 100;

    // The compiler makes structs of the state machines of asynchronous methods only where it optimises. Elsewhere each is an object: about sixteen of them make an exchange.
    private static readonly int s_stateMachinesBytes =
        typeof(Gateway).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true } ? 6_144 : 0;

    [Theory]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"x\":1,\"y\":2}", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"sum\":3}")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")]
    public async Task Exchange_AllocatesNothing(string request, string response)
    {
        Assert.InRange(await LeastAllocatedAsync(atOnce: 1, request, response), 0, ((long)s_stateMachinesBytes * Exchanges) + Exchanges - 1);
    }

    [Theory]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 13\r\n\r\n{\"x\":1,\"y\":2}", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"sum\":3}")]
    public async Task ManyExchangesAtOnce_AllocateNoMoreThanOneAfterTheOther(string request, string response)
    {
        var alone = await LeastAllocatedAsync(atOnce: 1, request, response);
        Assert.InRange(await LeastAllocatedAsync(AtOnce, request, response), 0, alone + Exchanges - 1);
    }

    // The least of several: what the runtime allocates while it compiles anew is not the exchange's.
    private static async Task<long> LeastAllocatedAsync(int atOnce, string request, string response)
    {
        await using var net = await InlineNetwork.StartAsync(atOnce);
        var least = long.MaxValue;
        for (var run = 0; run < 4; run++)
        {
            least = Math.Min(least, net.AllocatedBy(Encoding.ASCII.GetBytes(request), Encoding.ASCII.GetBytes(response)));
        }

        return least;
    }

    /// <summary>Clients, a gateway and a server, whose continuations all run inline.</summary>
    private sealed class InlineNetwork : TransportConnector, IAsyncDisposable
    {
        private readonly SlabPool _slabs = new();
        private readonly FakeTime _time = new();
        private readonly Gateway _gateway;
        private readonly PicardServer _server;
        private readonly List<TransportConnection> _clients = [];
        private readonly List<TransportConnection> _upstreams = [];

        private InlineNetwork(int atOnce)
        {
            _gateway = new Gateway(new GatewayOptions
            {
                Upstream = new UpstreamOptions { Name = "backend", Destinations = ["http://127.0.0.1:9000"] },
                Client = new ClientOptions { Connector = this, TimeProvider = _time, MaxConnectionsPerAuthority = atOnce },
                TimeProvider = _time,
            });
            _server = PicardServer.Create(_gateway, new ServerOptions { TimeProvider = _time, LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance });
            for (var i = 0; i < atOnce; i++)
            {
                var pair = Pair();
                _clients.Add(pair.Client);
                _server.Accept(pair.Server);
            }
        }

        public static async Task<InlineNetwork> StartAsync(int atOnce)
        {
            var net = new InlineNetwork(atOnce);
            await net._gateway.Client.WarmAsync("http://127.0.0.1:9000", atOnce);
            Assert.Equal(atOnce, net._upstreams.Count);
            return net;
        }

        public override ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
        {
            var pair = Pair();
            _upstreams.Add(pair.Server);
            return new ValueTask<TransportConnection>(pair.Client);
        }

        public long AllocatedBy(byte[] request, byte[] response)
        {
            // A loop has none, and a test's would take the end of a handler to another thread.
            SynchronizationContext.SetSynchronizationContext(null);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Exchanges; i += _clients.Count)
            {
                foreach (var client in _clients)
                {
                    Send(client, request);
                }

                foreach (var upstream in _upstreams)
                {
                    Receive(upstream);
                    Send(upstream, response);
                }

                foreach (var client in _clients)
                {
                    Receive(client);
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        public async ValueTask DisposeAsync()
        {
            _clients.ForEach(static client => client.Abort());
            await _server.DisposeAsync();
            await _gateway.DisposeAsync();
        }

        private static void Send(TransportConnection connection, byte[] octets)
        {
            connection.Output.Write(octets);
            AssertFlushed(connection.Output.FlushAsync());
        }

        private static void AssertFlushed(ValueTask<FlushResult> flush) => Assert.True(flush.IsCompletedSuccessfully);

        private static void Receive(TransportConnection connection)
        {
            Assert.True(connection.Input.TryRead(out var read), "All continuations run inline.");
            connection.Input.AdvanceTo(read.Buffer.End);
        }

        private InMemoryPair Pair() => InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Slabs = _slabs });
    }
}
