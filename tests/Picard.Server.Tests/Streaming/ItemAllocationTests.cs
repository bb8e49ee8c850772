using System.Diagnostics;
using System.IO.Pipelines;
using System.Reflection;
using System.Text;
using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>In steady state an item costs nothing but what the producer makes.</summary>
public sealed class ItemAllocationTests
{
    private const int Items = 5_000;

    [Theory]
    [InlineData("/feed/oldest")]
    [InlineData("/feed/newest")]
    public void ItemForAClientThatDoesNotRead_AllocatesNothing(string target)
    {
        var feed = Begin(target, out var client);
        Push(feed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Push(feed);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Items - 1);
        client.Abort();
    }

    [Theory]
    [InlineData("/feed/oldest")]
    [InlineData("/feed/waits")]
    public void ItemForAClientThatReads_AllocatesNothing(string target)
    {
        var feed = Begin(target, out var client);
        PushAndRead(feed, client);
        var before = GC.GetAllocatedBytesForCurrentThread();
        PushAndRead(feed, client);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        client.Abort();

        // Where the compiler does not optimise, the state machine of each asynchronous method is an object: those of an item and its flush are less than this.
        const int StateMachinesBytes = 1024;
        var isOptimised = typeof(PicardServer).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };
        Assert.InRange(allocated, 0, isOptimised ? Items - 1 : StateMachinesBytes * Items);
    }

    private static ItemFeed Begin(string target, out TransportConnection client)
    {
        var log = new EventLog();
        var server = PicardServer.Create(EventApplication.Create(log), new ServerOptions { TimeProvider = new FakeTime(), LoggerFactory = new MemoryLog() });
        (client, var accepted) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Slabs = new SlabPool() });
        server.Accept(accepted);
        AssertCompleted(client.Output.WriteAsync(Encoding.ASCII.GetBytes(Get(target))));
        return log.Feed;
    }

    private static void AssertCompleted(ValueTask<FlushResult> flush) => Assert.True(flush.IsCompletedSuccessfully);

    private static void Push(ItemFeed feed)
    {
        for (var i = 0; i < Items; i++)
        {
            feed.Push("an item of which no copy is made, and that is sent as JSON, in one line");
        }
    }

    private static void PushAndRead(ItemFeed feed, TransportConnection client)
    {
        for (var i = 0; i < Items; i++)
        {
            feed.Push("an item of which no copy is made, and that is sent as JSON, in one line");
            Assert.True(client.Input.TryRead(out var read));
            client.Input.AdvanceTo(read.Buffer.End);
        }
    }
}
