using System.Diagnostics;
using System.IO.Pipelines;
using System.Reflection;
using System.Text;
using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>In steady state an exchange whose method runs on the thread pool allocates nothing, on either thread.</summary>
public sealed class OffloadAllocationTests
{
    private const int Requests = 3_000;

    [Theory]
    [InlineData("GET /measured/route")]
    [InlineData("POST /measured/event")]
    public async Task Exchange_AllocatesNothing(string request)
    {
        var server = PicardServer.Create(EventApplication.Create(), new ServerOptions { TimeProvider = new FakeTime(), LoggerFactory = new MemoryLog() });
        var (client, accepted) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Slabs = new SlabPool() });
        server.Accept(accepted);
        var octets = Encoding.ASCII.GetBytes($"{request} HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\nabc");
        await Task.Run(() => ExchangeAsync(client, octets));
        var allocated = await Task.Run(() => ExchangeAsync(client, octets));
        client.Abort();
        Assert.Equal(2L * Requests, server.Requests);

        // Where the compiler does not optimise, the state machine of each asynchronous method is an object: those of one exchange are less than this.
        const int StateMachinesBytes = 1024;
        var isOptimised = typeof(PicardServer).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

        // Each collection that others cause costs a thread that allocates the rest of its allocation context: so less than the smallest object, of 24 octets, an exchange.
        Assert.InRange(allocated, 0, isOptimised ? (24 * Requests) - 1 : StateMachinesBytes * Requests);
    }

    /// <summary>Everything runs inline: what follows a response runs on the thread that sent it, where the handler ran.</summary>
    private static async Task<long> ExchangeAsync(TransportConnection client, byte[] request)
    {
        var allocated = 0L;
        for (var i = 0; i < Requests; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var sending = client.Output.WriteAsync(request);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            _ = await sending.ConfigureAwait(false);

            var read = await client.Input.ReadAsync().ConfigureAwait(false);
            client.Input.AdvanceTo(read.Buffer.End);
            if (Measured.TakeAllocated() is { } byHandler)
            {
                allocated += byHandler;
            }
        }

        return allocated;
    }
}

/// <summary>Notes where its thread's allocations stood when it was called.</summary>
[Handler]
public partial class Measured
{
    [ThreadStatic] private static long? s_before;

    public static void Begin() => s_before = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>What the thread has allocated since; null if the handler ran on another.</summary>
    public static long? TakeAllocated()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread() - s_before;
        s_before = null;
        return allocated;
    }

    [Get("/measured/route"), Offload]
    private static StatusCode Route()
    {
        Begin();
        return StatusCode.Ok;
    }
}

/// <summary>Its content event runs on the thread pool.</summary>
[Handler("POST /measured/event")]
public partial class MeasuredEvent
{
    [OnContent, Offload] private static void Content(ReadOnlySpan<byte> octets) => Measured.Begin();

    [OnEnd] private void End() => Downstream.Respond(StatusCode.Ok, "");
}
