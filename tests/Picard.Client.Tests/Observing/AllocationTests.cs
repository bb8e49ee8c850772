using System.Buffers;
using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Net;
using Picard.Client.Tests.Typed;
using Picard.Transport;

namespace Picard.Client.Tests.Observing;

/// <summary>What listens to a client costs no memory: a request whose phases are measured, or whose metrics are listened to, allocates what it does without.</summary>
[Collection(nameof(TracingTests))] // which listen to the activities of every client in the process
public sealed class AllocationTests
{
    private const int Requests = 3_000;

    [Theory]
    [InlineData(Observer.Phases)]
    [InlineData(Observer.Metrics)]
    public async Task Observation_AllocatesNothing(Observer observer)
    {
        _ = await AllocatedAsync(Observer.None); // everything is compiled then
        var unobserved = await AllocatedAsync(Observer.None);
        var observed = await AllocatedAsync(observer);

        // No object is smaller than 24 octets. What is less than one for each request is what collections take from a thread: the rest of its allocation context, up to 8 KiB each.
        Assert.True(observed - unobserved < 8 * Requests, $"{observed} octets, and {unobserved} unobserved");
    }

    private static async Task<long> AllocatedAsync(Observer observer)
    {
        using var meters = new SilentMeters();
        var network = new Inline();
        await using var client = new PicardClient(new ClientOptions { Connector = network, MeasuresPhases = observer == Observer.Phases, MeterFactory = meters });
        using var listener = observer == Observer.Metrics ? meters.Listen() : null;
        var shop = PicardClient.Create<IShop>(client);
        await client.WarmAsync("http://127.0.0.1/", 1);
        network.Send(shop, Requests);

        // The least of several rounds: while code is compiled anew, it allocates what it later does not.
        var least = long.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            network.Send(shop, Requests);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(observer == Observer.Metrics, meters.Measurements > 2 * Requests);
        return least;
    }

    public enum Observer
    {
        None,
        Phases,
        Metrics,
    }

    /// <summary>A server whose octets come and go on the caller's thread.</summary>
    private sealed class Inline : TransportConnector
    {
        private static readonly byte[] s_response = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"x\":1,\"y\":2}"u8.ToArray();
        private TransportConnection? _server;

        public override ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
        {
            var (client, server) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Slabs = new SlabPool() });
            _server = server;
            return new(client);
        }

        public void Send(IShop shop, int times)
        {
            for (var i = 0; i < times; i++)
            {
                Answer(shop.Point(i));
            }
        }

        private void Answer(ValueTask<Point?> asked)
        {
            Assert.True(_server!.Input.TryRead(out var read));
            _server.Input.AdvanceTo(read.Buffer.End);
            _server.Output.Write(s_response);
            var flush = _server.Output.FlushAsync();
            Assert.True(flush.IsCompletedSuccessfully && asked.IsCompletedSuccessfully);
            Assert.Equal(new Point(1, 2), asked.Result);
        }
    }

    private sealed class SilentMeters : IMeterFactory
    {
        private Meter? _meter;
        private long _measurements;

        public long Measurements => _measurements;

        public Meter Create(MeterOptions options) => _meter = new Meter(options.Name);

        public MeterListener Listen()
        {
            var listener = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (instrument.Meter == _meter)
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            listener.SetMeasurementEventCallback<long>((_, _, _, _) => _measurements++);
            listener.SetMeasurementEventCallback<double>((_, _, _, _) => _measurements++);
            listener.Start();
            return listener;
        }

        public void Dispose() => _meter?.Dispose();
    }
}
