using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Picard.Gen;
using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>In steady state the driver allocates nothing for a request.</summary>
public sealed class AllocationTests
{
    private const int Requests = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void SynchronousExchange_AllocatesNothing(int pipelined)
    {
        var server = PicardServer.Create(new Fixed(), new ServerOptions { TimeProvider = new FakeTime(), LoggerFactory = new MemoryLog() });
        var (client, accepted) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Slabs = new SlabPool() });
        server.Accept(accepted);
        var requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Get("/"), pipelined)));
        Exchange(client, requests, Requests);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(client, requests, Requests);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        client.Abort();

        // Less than an octet a request. The slabs are of a pool of their own: what other tests take from the shared one must not count here.
        Assert.InRange(allocated, 0, (Requests * pipelined) - 1);
        Assert.Equal(2L * Requests * pipelined, server.Requests);
    }

    private static void Exchange(TransportConnection client, byte[] requests, int times)
    {
        for (var i = 0; i < times; i++)
        {
            // Everything completes inline: nothing here may wait.
            client.Output.Write(requests);
            AssertCompleted(client.Output.FlushAsync());
            Assert.True(client.Input.TryRead(out var read));
            client.Input.AdvanceTo(read.Buffer.End);
        }
    }

    private static void AssertCompleted(ValueTask<FlushResult> flush) => Assert.True(flush.IsCompletedSuccessfully);

    private sealed class Fixed : IHandler
    {
        private static readonly byte[] s_content = "Hello, World!"u8.ToArray();

        public ExchangeStep Handle(Exchange exchange) => exchange.Respond(s_content.AsMemory());
    }
}
