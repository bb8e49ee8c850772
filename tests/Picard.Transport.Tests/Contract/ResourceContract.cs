using System.Buffers;

namespace Picard.Transport.Tests;

/// <summary>What connections cost: no slab while idle, no allocation while working, nothing left when closed, from whatever thread they are used.</summary>
public abstract class ResourceContract<TNetwork> : TransportContract<TNetwork>
    where TNetwork : TestNetwork, new()
{
    [Fact]
    public async Task IdleConnection_HoldsNoSlab()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Server.Input.ReadAsync();
        Assert.Equal(0, Network.Slabs.RentedCount);
        await SendAsync(pair.Client.Output, [1, 2, 3]);
        pair.Server.Input.AdvanceTo((await Within(read)).Buffer.End);
        pair.Server.Output.GetMemory(1);
        await Within(pair.Server.Output.FlushAsync());
        var next = pair.Server.Input.ReadAsync();
        Assert.False(next.IsCompleted);
        Assert.Equal(0, Network.Slabs.RentedCount);
    }

    [Fact]
    public async Task ConsumedSlabs_GoBack_WhileTheRestStays()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Client.Output, Pattern(4 * SlabPool.DefaultSlabBytes));
        var buffer = await BufferAsync(pair.Server.Input, 4 * SlabPool.DefaultSlabBytes);
        var before = Network.Slabs.RentedCount;
        Assert.True(before >= 4);
        pair.Server.Input.AdvanceTo(buffer.GetPosition((2 * SlabPool.DefaultSlabBytes) + 1));
        Assert.InRange(Network.Slabs.RentedCount, 1, before - 2);
        pair.Server.Input.Complete();
        Assert.Equal(0, Network.Slabs.RentedCount);
    }

    [Fact]
    public async Task Dispose_GivesBackWhatIsBufferedInEachDirection()
    {
        var pair = await ConnectAsync();
        await SendAsync(pair.Client.Output, Pattern(20_000));
        await BufferAsync(pair.Server.Input, 20_000);
        pair.Server.Output.Write(Pattern(30_000));
        pair.Client.Output.GetMemory(100_000);
        var write = pair.Client.Output.WriteAsync(new byte[32 * 1024 * 1024]);
        await pair.DisposeAsync();
        Assert.True((await Within(write)).IsCompleted);
        Assert.Equal(0, Network.Slabs.RentedCount);
    }

    [Fact]
    public async Task Abort_WhileTheUserLooksAtTheBuffer_LeavesItAlone()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(20_000);
        await SendAsync(pair.Client.Output, bytes);
        var buffer = await BufferAsync(pair.Server.Input, bytes.Length);
        pair.Server.Abort();
        pair.Client.Abort();
        await using var other = await ConnectAsync();
        await SendAsync(other.Client.Output, new byte[20_000]);
        await BufferAsync(other.Server.Input, 20_000);
        Assert.Equal(bytes, buffer.ToArray());
    }

    [Fact]
    public async Task ReadAndWrite_AllocateNothing_InSteadyState()
    {
        await using var pair = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        var echoing = EchoAsync(pair.Server);
        var bytes = Pattern(100);

        // Enough rounds for every continuation object, tiered method and socket operation to exist.
        await PingAsync(pair.Client, bytes, rounds: 3_000);
        var lowest = long.MaxValue;

        // Other threads of the test host allocate now and then, never in every series.
        for (var series = 0; series < 8 && lowest > 0; series++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await PingAsync(pair.Client, bytes, rounds: 1_000);
            lowest = Math.Min(lowest, (GC.GetTotalAllocatedBytes(precise: true) - before) / 1_000);
        }

        await Within(pair.Client.CloseOutputAsync());
        await Within(echoing);
        Assert.Equal(0, lowest);
    }

    [Fact]
    public async Task QuickConnections_LeaveNothingBehind()
    {
        // One to open whatever is opened once for all.
        await (await ConnectAsync()).DisposeAsync();
        var before = ProcessState.OpenDescriptors;
        for (var i = 0; i < 1_000; i++)
        {
            var pair = await ConnectAsync();
            if (i % 2 == 0) { await SendAsync(pair.Client.Output, [1, 2]); }
            if (i % 3 == 0) { _ = await Within(StartedAsync(pair)); }
            if (i % 5 == 0) { pair.Client.Abort(); }
            await pair.DisposeAsync();
        }

        Assert.Equal(0, Network.Slabs.RentedCount);
        Assert.InRange(ProcessState.OpenDescriptors, 0, before);
    }

    [Fact]
    public async Task ThousandsOfConnections_AtOnceAndQuicklyGone_LeaveNothingBehind()
    {
        const int Workers = 8;
        const int Rounds = 400;
        await (await ConnectAsync()).DisposeAsync();
        var before = ProcessState.OpenDescriptors;
        using var turn = new SemaphoreSlim(1);
        await Within(Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => ChurnAsync(worker)))));
        Assert.Equal(0, Network.Slabs.RentedCount);
        Assert.InRange(ProcessState.OpenDescriptors, 0, before);

        async Task ChurnAsync(int worker)
        {
            var random = new Random(worker);
            for (var i = 0; i < Rounds; i++)
            {
                // Pairs are made one at a time, and used and ended all at once.
                await turn.WaitAsync();
                ConnectedPair pair;
                try { pair = await ConnectAsync(); }
                finally { turn.Release(); }
                await EndSomehowAsync(pair, random);
            }
        }
    }

    [Fact]
    public async Task LargeWrite_IsSentFromTheCallersMemory()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(32 * 1024 * 1024);
        var write = pair.Client.Output.WriteAsync(bytes);
        Assert.False(write.IsCompleted);

        // What the transport holds itself: at most what its watermark, or one send that the system has in hand, asks for.
        Assert.InRange(Network.Slabs.RentedCount, 0, 16);
        var receiving = ReceiveAsync(pair.Server.Input, bytes.Length);
        Assert.False((await Within(write)).IsCompleted);
        AssertSame(bytes, await receiving);
    }

    [Fact]
    public async Task Sends_FromManyThreadsInTurn_KeepTheirOrder()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(2_000_000);
        var receiving = ReceiveAsync(pair.Server.Input, bytes.Length);
        for (var offset = 0; offset < bytes.Length; offset += 10_000)
        {
            var part = bytes.AsMemory(offset, 10_000);
            await Within(RunOnAnotherThread(() => pair.Client.Output.WriteAsync(part).AsTask()));
        }

        AssertSame(bytes, await receiving);
    }

    [Fact]
    public async Task Disposal_RacingWithReadsAndFlushes_HarmsNobody()
    {
        for (var i = 0; i < 200; i++)
        {
            var pair = await ConnectAsync();
            var working = EchoUntilGoneAsync(pair.Server);
            var sending = FloodAsync(pair.Client);
            await Within(RunOnAnotherThread(() =>
            {
                if (i % 2 == 0) { pair.Client.Abort(); }
                else { pair.Server.Abort(); }
                return Task.CompletedTask;
            }));
            await Within(Task.WhenAll(working, sending));
            await pair.DisposeAsync();
        }

        Assert.Equal(0, Network.Slabs.RentedCount);
    }

    /// <summary>One of the ways in which a connection comes to its end: bytes on their way or not, from either side, politely or not, with reads and flushes that wait or without.</summary>
    private static async Task EndSomehowAsync(ConnectedPair pair, Random random)
    {
        var reading = random.Next(2) == 0 ? pair.Server.Input.ReadAsync().AsTask() : null;
        if (random.Next(2) == 0) { await pair.Client.Output.WriteAsync(new byte[random.Next(20_000)]); }
        var writing = random.Next(4) == 0 ? pair.Server.Output.WriteAsync(new byte[4 * 1024 * 1024]).AsTask() : null;
        switch (random.Next(5))
        {
            case 0: pair.Client.Abort(); break;
            case 1: pair.Server.Abort(); break;
            case 2: await pair.Client.CloseOutputAsync(); break;
            case 3: await pair.Client.DisposeAsync(); break;
            default: break;
        }

        if (writing?.IsCompleted == false) { pair.Client.Abort(); }
        if (writing is not null) { await writing; }
        await pair.Server.DisposeAsync();
        await pair.Client.DisposeAsync();
        if (reading is null) { return; }
        try { await reading; }
        catch (TransportException)
        {
            // Whether bytes, the end or the reset comes first is what this test leaves open.
        }
    }

    private static async Task PingAsync(TransportConnection connection, byte[] bytes, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            var flushed = await connection.Output.WriteAsync(bytes);
            Assert.False(flushed.IsCompleted);
            var received = 0L;
            while (received < bytes.Length)
            {
                var result = await connection.Input.ReadAsync();
                received += result.Buffer.Length;
                connection.Input.AdvanceTo(result.Buffer.End);
            }
        }
    }

    private static async Task EchoAsync(TransportConnection connection)
    {
        while (true)
        {
            var result = await connection.Input.ReadAsync();
            if (result.IsCompleted) { return; }
            foreach (var part in result.Buffer) { connection.Output.Write(part.Span); }
            connection.Input.AdvanceTo(result.Buffer.End);
            await connection.Output.FlushAsync();
        }
    }

    private static async Task EchoUntilGoneAsync(TransportConnection connection)
    {
        try { await EchoAsync(connection); }
        catch (TransportException)
        {
            // What this test is about: the connection goes away at any moment.
        }
    }

    private static async Task FloodAsync(TransportConnection connection)
    {
        var bytes = new byte[5_000];
        while (!(await connection.Output.WriteAsync(bytes)).IsCompleted) { }
    }

    private static async Task<bool> StartedAsync(ConnectedPair pair)
    {
        var read = pair.Server.Input.ReadAsync();
        await SendAsync(pair.Client.Output, [3]);
        var result = await read;
        pair.Server.Input.AdvanceTo(result.Buffer.End);
        return result.IsCompleted;
    }

    private static Task RunOnAnotherThread(Func<Task> action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
}
