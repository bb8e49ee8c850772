using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Reflection;
using System.Text;
using System.Threading.Tasks.Sources;
using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>In steady state an event handler's exchange allocates nothing.</summary>
public sealed class EventAllocationTests
{
    private const int Requests = 5_000;

    [Theory]
    [InlineData("/echo")]
    [InlineData("/suspended")]
    public void Exchange_AllocatesNothing(string target)
    {
        var server = PicardServer.Create(EventApplication.Create(), new ServerOptions { TimeProvider = new FakeTime(), LoggerFactory = new MemoryLog() });
        var (client, accepted) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Slabs = new SlabPool() });
        server.Accept(accepted);
        var request = Encoding.ASCII.GetBytes(Post(target, new string('x', 1024)));
        Exchange(client, request, Requests);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(client, request, Requests);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        client.Abort();

        var stateMachines = UnoptimisedBytes(target);

        // Less than an octet an exchange. Where a thread does allocate, each collection that others cause costs it the rest of its allocation
        // context: then it is less than the smallest object, of 24 octets, an exchange.
        Assert.InRange(allocated - stateMachines, 0, stateMachines == 0 ? Requests - 1 : (24 * Requests) - 1);
        Assert.Equal(2L * Requests, server.Requests);
    }

    // The compiler makes structs of the state machines of asynchronous methods only where it optimises. Then nothing is left of these: two for each event that is pending.
    private static long UnoptimisedBytes(string target)
    {
        const int StateMachinesBytes = 168;
        var isOptimised = typeof(PicardServer).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };
        return isOptimised || target != "/suspended" ? 0 : StateMachinesBytes * Suspended.Events / 2;
    }

    private static void AssertCompleted(ValueTask<FlushResult> flush) => Assert.True(flush.IsCompletedSuccessfully);

    private static void Exchange(TransportConnection client, byte[] request, int times)
    {
        for (var i = 0; i < times; i++)
        {
            client.Output.Write(request);
            AssertCompleted(client.Output.FlushAsync());
            while (Suspended.GoOn())
            {
            }

            Assert.True(client.Input.TryRead(out var read));
            Assert.True(read.Buffer.Length > 1024);
            client.Input.AdvanceTo(read.Buffer.End);
        }
    }
}

/// <summary>Its content event is pending until the test goes on.</summary>
[Handler("POST /suspended")]
public partial class Suspended : IValueTaskSource<Flow>
{
    [ThreadStatic] private static Suspended? s_waiting;
    [ThreadStatic] private static long s_events;

    private static readonly byte[] s_answer = new byte[1024];

    private readonly Source _source = new();

    /// <summary>How many events were pending so far.</summary>
    public static long Events => s_events;

    /// <returns>Whether an event was pending.</returns>
    public static bool GoOn()
    {
        var waiting = s_waiting;
        s_waiting = null;
        waiting?._source.Core.SetResult(Flow.Ready);
        return waiting is not null;
    }

    [OnRequest] private void Begin() => Downstream.Begin(StatusCode.Ok, s_answer.Length);

    [OnContent]
    private ValueTask<Flow> Content(ReadOnlyMemory<byte> octets)
    {
        _source.Core.Reset();
        s_waiting = this;
        s_events++;
        return new ValueTask<Flow>(this, _source.Core.Version);
    }

    [OnEnd]
    private void End()
    {
        Downstream.Write(s_answer);
        Downstream.Complete();
    }

    Flow IValueTaskSource<Flow>.GetResult(short token) => _source.Core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Flow>.GetStatus(short token) => _source.Core.GetStatus(token);

    void IValueTaskSource<Flow>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.Core.OnCompleted(continuation, state, token, flags);

    private sealed class Source
    {
        public ManualResetValueTaskSourceCore<Flow> Core;
    }
}
