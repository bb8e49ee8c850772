using System.Buffers;
using System.IO.Pipelines;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Picard.Gen;
using Picard.Transport;

namespace Picard.Server.Tests;

/// <summary>What is emitted about the memory of an exchange is what the runtime's limits make, and what the runtime holds at the most.</summary>
public sealed class BudgetTests
{
    private static readonly HttpLimits s_limits = HttpLimits.Default;

    private static long Fields => InOneArray(s_limits.MaxRequestLineBytes + s_limits.MaxFieldSectionBytes + SlabPool.DefaultSlabBytes)
        + InOneArray(s_limits.MaxTrailerSectionBytes + SlabPool.DefaultSlabBytes)
        + InOneArray(s_limits.MaxFieldLines * EntryBytes)
        + InOneArray(s_limits.MaxTrailerLines * EntryBytes);

    // A head that is not complete is held in slabs, of each of which 1 KiB may be left unused; one more holds what follows it.
    private static long Input => SlabPool.DefaultSlabBytes
        * (((s_limits.MaxRequestLineBytes + s_limits.MaxFieldSectionBytes + SlabPool.DefaultSlabBytes - 1025) / (SlabPool.DefaultSlabBytes - 1024)) + 2L);

    private static long Output => ResponseContent.HighWatermarkBytes + ResponseContent.MaxWriteBytes;

    private static long LendingOutput => ResponseContent.HighWatermarkBytes + MachineRun.MaxLentBytes;

    private static long EntryBytes => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!
        .MakeGenericMethod(typeof(HttpLimits).Assembly.GetType("Picard.Http.FieldEntry", throwOnError: true)!).Invoke(null, null)!;

    [Fact]
    public void EmittedBudgets_AreMadeOfTheRuntimesOwnLimits()
    {
        var framework = Fields + Input;
        Assert.Equal(30_000_000, new ServerOptions().MaxRequestContentBytes);
        Assert.Equal(framework + Output + InOneArray(Exchange.DefaultMaxContentBytes), BudgetOf("Budgets.Default").Bytes);
        Assert.Equal(framework + Output + InOneArray(100_000), BudgetOf("Budgets.Collected").Bytes);
        Assert.Equal(framework + Output, BudgetOf("Budgets.Offloaded").Bytes);
        Assert.Equal(framework + LendingOutput, BudgetOf("Streams.Megabytes").Bytes);
        Assert.Equal(framework + LendingOutput, BudgetOf("Streams.Rows").Bytes);
        Assert.Equal(framework + LendingOutput, BudgetOf("Echo").Bytes);
        Assert.Equal(framework + Output + (256 * 1024), BudgetOf("SlowConsumers.Flood").Bytes);
        Assert.Equal(framework + Output + ItemRing.BlockBytes, BudgetOf("Budgets.Items").Bytes);
        Assert.Equal(framework + Output + InOneArray(LineItems<int>.MaxItemBytes), BudgetOf("Inputs.Import").Bytes);
        Assert.Equal(framework + Output + InOneArray(Exchange.DefaultMaxContentBytes) + InOneArray(3L * Exchange.DefaultMaxContentBytes), BudgetOf("Inputs.Form").Bytes);
        Assert.Equal(
            framework + Output + InOneArray(MultipartLimits.Default.MaxPartHeadBytes) + InOneArray(MultipartLimits.Default.MaxPartFieldLines * EntryBytes), BudgetOf("Inputs.Parts").Bytes);
    }

    [Fact]
    public void NoLimitAndLimitsThatSyntaxDoesNotTell_AreNamed()
    {
        Assert.Equal(ExchangeBudgetAttribute.Unlimited, BudgetOf("Budgets.Unlimited").Bytes);
        Assert.Equal("3 * (MaxBytes)", BudgetOf("Budgets.Named").Besides);
        Assert.Equal("LargeMaxBytes", BudgetOf("SlowConsumers.Large").Besides);
        Assert.True(BudgetOf("Budgets.Offloaded").IsOffloaded);
        Assert.True(BudgetOf("OffloadedEvent").IsOffloaded);
        Assert.False(BudgetOf("Budgets.Default").IsOffloaded);
        Assert.Equal("GET /budget/offloaded", BudgetOf("Budgets.Offloaded").Route);
    }

    [Theory]
    [InlineData("Budgets.Collected", "POST /budget/collected", 99_000)]
    [InlineData("Streams.Put", "PUT /blobs/a", 1_000_000)]
    [InlineData("Echo", "POST /echo", 1_000_000)]
    [InlineData("Streams.Mirror", "POST /mirror", 1_000_000)]
    [InlineData("Streams.Megabytes", "GET /megabytes/10", 0)]
    [InlineData("Budgets.Items", "GET /budget/items", 0)]
    [InlineData("Streams.Feed", "GET /feed/waits", 0)]
    public void WorstCase_IsHeldWithinTheBudget(string handler, string request, int contentBytes)
    {
        using var arrays = new PoolWatch();
        var slabs = new SlabPool();
        var log = new EventLog();
        var server = PicardServer.Create(EventApplication.Create(log), new ServerOptions { TimeProvider = new FakeTime(), LoggerFactory = new MemoryLog() });
        var (client, accepted) = InMemoryConnection.CreatePair(
            new InMemoryOptions { Scheduler = PipeScheduler.Inline, Slabs = slabs, Watermarks = new Watermarks { HighBytes = 1024, LowBytes = 1 } });
        server.Accept(accepted);

        // A head as large as may be, and content, in pieces; the client never reads. What the network itself holds is counted too: it is little.
        var most = 0L;
        foreach (var piece in Pieces(Encoding.ASCII.GetBytes(Head(request, contentBytes) + new string('x', contentBytes))))
        {
            client.Output.Write(piece.Span);
            var sending = client.Output.FlushAsync();
            most = Math.Max(most, arrays.Held + Held(slabs));
            if (!sending.IsCompleted)
            {
                break;
            }

            _ = Take(sending);
        }

        for (var i = 0; i < 10_000 && log.Feed.IsAskedFor; i++)
        {
            log.Feed.Push(SlowConsumerTests.Item(i));
            most = Math.Max(most, arrays.Held + Held(slabs));
        }

        most = Math.Max(most, arrays.MostHeld);
        client.Abort();
        Assert.InRange(most, 48 * 1024, BudgetOf(handler).Bytes);
        Assert.True(contentBytes != 99_000 || most > contentBytes);
    }

    private static long Held(SlabPool slabs) => (long)slabs.RentedCount * slabs.SlabBytes;

    private static FlushResult Take(ValueTask<FlushResult> flush) => flush.Result;

    private static ExchangeBudgetAttribute BudgetOf(string handler) =>
        typeof(BudgetTests).Assembly.GetCustomAttributes<ExchangeBudgetAttribute>().First(budget => budget.Handler == handler);

    private static long InOneArray(long bytes) => (long)BitOperations.RoundUpToPowerOf2((ulong)bytes) * 3 / 2;

    private static string Head(string request, int contentBytes)
    {
        var head = new StringBuilder($"{request}?{new string('q', 7_900)} HTTP/1.1\r\nHost: test\r\n");
        if (contentBytes > 0)
        {
            head.Append($"Content-Length: {contentBytes}\r\n");
        }

        for (var i = 0; i < 90; i++)
        {
            head.Append($"X-{i:D2}: {new string('v', 340)}\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> octets)
    {
        for (; octets.Length > 1000; octets = octets[1000..])
        {
            yield return octets[..1000];
        }

        yield return octets;
    }
}
