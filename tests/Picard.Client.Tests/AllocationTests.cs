using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using System.Reflection;
using Picard.Client.Tests.Typed;
using Picard.Transport;

namespace Picard.Client.Tests;

/// <summary>In steady state a typed call allocates what its result is made of, and nothing else. The connections complete inline, so that all of a call is on threads that the test knows.</summary>
public sealed class AllocationTests
{
    private const int Calls = 5_000;
    private const int AtOnce = 64;
    private const int Rounds = 2 * Calls / AtOnce;

    private static readonly byte[] s_point = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"x\":1,\"y\":2}"u8.ToArray();
    private static readonly byte[] s_created = "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray();
    private static readonly byte[] s_text = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();

    // The compiler makes structs of the state machines of asynchronous methods only where it optimises. Elsewhere each is an object: about seven of them make a call.
    private static readonly int s_stateMachinesBytes =
        typeof(PicardClient).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true } ? 2_048 : 0;

    // Less than an octet a call. Where a thread does allocate, each collection that others cause costs it the rest of its allocation context.
    private static readonly long s_most = (s_stateMachinesBytes * Calls) + Calls - 1;

    [Fact]
    public async Task JsonCall_AllocatesNothing()
    {
        await using var client = new InlineClient();
        await client.WarmAsync(1);
        Assert.InRange(client.AllocatedBy(() => client.End(client.Plain.Point(), s_point, new Point(1, 2))), 0, s_most);
    }

    [Fact]
    public async Task CallWithJsonContent_AllocatesNothing()
    {
        await using var client = new InlineClient();
        await client.WarmAsync(1);
        var item = new Item(1, "Ada");
        Assert.InRange(client.AllocatedBy(() => client.End(client.Plain.Replace(item))), 0, s_most);
    }

    [Fact]
    public async Task TextCall_AllocatesItsText()
    {
        const int TextBytes = 32;
        await using var client = new InlineClient();
        await client.WarmAsync(1);
        var allocated = client.AllocatedBy(() => client.End(client.Plain.Text(), s_text, "ok"));
        Assert.InRange(allocated - ((long)TextBytes * Calls), 0, s_most);
    }

    // As calls from the thread pool are: begun by one thread, many at once, and ended by another.
    [Fact]
    [SuppressMessage("Reliability", "CA2012", Justification = "Each is awaited once, by another thread.")]
    public async Task CallsThatEndOnAnotherThread_AllocateNothing()
    {
        await using var client = new InlineClient();
        await client.WarmAsync(AtOnce);
        var points = new ValueTask<Point>[AtOnce];
        long begun = 0;
        long ended = 0;
        using var areBegun = new AutoResetEvent(false);
        using var areEnded = new AutoResetEvent(false);
        var ending = new Thread(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                areBegun.WaitOne();
                ended += Allocated(() =>
                {
                    for (var i = 0; i < AtOnce; i++)
                    {
                        client.Answer(i, s_point);
                    }
                });
                areEnded.Set();
            }
        });
        ending.Start();
        for (var round = 0; round < Rounds; round++)
        {
            if (round == Rounds / 2)
            {
                // The first rounds make what the others use.
                (begun, ended) = (0, 0);
            }

            begun += Allocated(() =>
            {
                for (var i = 0; i < AtOnce; i++)
                {
                    points[i] = client.Plain.Point();
                }
            });
            areBegun.Set();
            areEnded.WaitOne();
            Array.ForEach(points, static point => Assert.Equal(new Point(1, 2), point.Result));
        }

        ending.Join();
        Assert.InRange(begun, 0, s_most);
        Assert.InRange(ended, 0, s_most);
    }

    private static void AssertFlushed(ValueTask<FlushResult> flush) => Assert.True(flush.IsCompletedSuccessfully);

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>A client with the servers' ends of its connections, all of whose continuations run inline.</summary>
    private sealed class InlineClient : TransportConnector, IAsyncDisposable
    {
        private readonly SlabPool _slabs = new();
        private readonly List<TransportConnection> _servers = [];
        private readonly PicardClient _client;

        public InlineClient()
        {
            _client = new PicardClient(new ClientOptions { Connector = this });
            Plain = PicardClient.Create<IPlain>(_client);
        }

        public IPlain Plain { get; }

        public override ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
        {
            // The slabs are of a pool of their own: what other tests take from the shared one must not count here.
            var (client, server) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Slabs = _slabs });
            lock (_servers)
            {
                _servers.Add(server);
            }

            return new ValueTask<TransportConnection>(client);
        }

        public Task WarmAsync(int connections) => _client.WarmAsync("http://127.0.0.1/", connections);

        /// <summary>Reads the request of a connection, and answers it.</summary>
        public void Answer(int connection, byte[] response)
        {
            var server = _servers[connection];
            Assert.True(server.Input.TryRead(out var read));
            server.Input.AdvanceTo(read.Buffer.End);
            server.Output.Write(response);
            AssertFlushed(server.Output.FlushAsync());
        }

        /// <summary>Answers the one call that is under way.</summary>
        public void End<T>(ValueTask<T> call, byte[] response, T result)
        {
            Answer(0, response);
            Assert.True(call.IsCompletedSuccessfully);
            if (!EqualityComparer<T>.Default.Equals(result, call.Result))
            {
                Assert.Fail("another result");
            }
        }

        public void End(ValueTask call)
        {
            Answer(0, s_created);
            Assert.True(call.AsTask().IsCompletedSuccessfully);
        }

        /// <summary>What the second of two runs allocates on this thread.</summary>
        public long AllocatedBy(Action call)
        {
            long allocated = 0;
            for (var run = 0; run < 2; run++)
            {
                allocated = Allocated(() =>
                {
                    for (var i = 0; i < Calls; i++)
                    {
                        call();
                    }
                });
            }

            return allocated;
        }

        public async ValueTask DisposeAsync()
        {
            await _client.DisposeAsync();
            _servers.ForEach(static server => server.Abort());
        }
    }
}

/// <summary>Targets without numbers: code that is not optimised yet boxes these, and when it is depends on what else the machine does.</summary>
[Client("http://127.0.0.1/")]
internal partial interface IPlain
{
    [Get("/point")]
    ValueTask<Point> Point();

    [Get("/text")]
    ValueTask<string> Text();

    [Put("/item")]
    ValueTask Replace(Item item);
}
