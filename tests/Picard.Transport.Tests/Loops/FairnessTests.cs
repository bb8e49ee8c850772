using System.Net.Sockets;

namespace Picard.Transport.Tests;

/// <summary>What one connection may do in one turn of its loop is capped, so that the others on it get theirs.</summary>
public sealed class FairnessTests
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    // Small slabs, so that what a kernel holds for one connection is many times a turn's share.
    private const int SlabBytes = 1024;

    private const int MaxReceivedBytes = TurnShare.MaxReceives * SlabBytes;

    private static LoopGroupOptions Options => new() { LoopCount = 1, Slabs = new SlabPool(SlabBytes) };

    [Fact]
    public async Task Flood_IsReadInParts_ATurnEach()
    {
        await using var server = new LoopServer(Options);
        var (client, connection) = await server.ConnectAsync();
        var flood = await FillAsync(client, connection);
        var perTurn = await OnLoopAsync(connection, () => ReadAllAsync(connection, flood)).WaitAsync(s_hang);
        Assert.InRange(perTurn.Values.Max(), 1, MaxReceivedBytes);
        Assert.True(perTurn.Count >= flood / MaxReceivedBytes);
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Flood_ThatFillsASlab_IsReceivedInLargeOnes_AsFarAsItsShareGoes()
    {
        await using var server = new LoopServer(Options);
        var (client, connection) = await server.ConnectAsync();
        await FillAsync(client, connection);
        var lengths = await OnLoopAsync(
            connection,
            async () =>
            {
                var lengths = new List<long>();
                while (lengths.Count < 7)
                {
                    var read = await connection.Input.ReadAsync();
                    lengths.Add(read.Buffer.Length / SlabBytes);
                    connection.Input.AdvanceTo(read.Buffer.End);
                }

                return lengths;
            }).WaitAsync(s_hang);
        Assert.Equal([1, 4, 1, 1, 1, 4, 4], lengths);
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Flood_ThatIsAnswered_IsReadInSmallerParts()
    {
        await using var server = new LoopServer(Options);
        var (client, connection) = await server.ConnectAsync();
        await FillAsync(client, connection);
        var perTurn = await OnLoopAsync(connection, () => AnswerAsync(connection, batches: 20)).WaitAsync(s_hang);
        Assert.InRange(perTurn.Values.Max(), 1, TurnShare.MaxAnsweredBatches);
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Flood_ThatNeverEnds_DoesNotStopAnotherConnection()
    {
        await using var server = new LoopServer();
        var (flooder, flooded) = await server.ConnectAsync();
        var (client, connection) = await server.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var flooding = Task.Factory.StartNew(() => Flood(flooder), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var (discarding, echoing) = (DiscardAsync(flooded), EchoAsync(connection));
        var answer = new byte[1];
        for (var i = 0; i < 500; i++)
        {
            client.Send([(byte)i]);
            Assert.Equal(1, await client.ReceiveAsync(answer).WaitAsync(s_hang));
            Assert.Equal((byte)i, answer[0]);
        }

        client.Dispose();
        flooded.Abort();
        await Task.WhenAll(flooding, discarding, echoing).WaitAsync(s_hang);
        await flooded.DisposeAsync();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task TryRead_AtTheCap_AsksForOneResumptionOnly()
    {
        await using var server = new LoopServer(Options);
        var (client, connection) = await server.ConnectAsync();
        var flood = await FillAsync(client, connection);
        var posted = await OnLoopAsync(connection, async () =>
        {
            var loop = (EventLoop)connection.Scheduler;
            while (connection.Input.TryRead(out var result)) { connection.Input.AdvanceTo(result.Buffer.End); }
            for (var i = 0; i < 1_000; i++) { Assert.False(connection.Input.TryRead(out _)); }
            var turn = loop.Turn;
            await connection.Input.ReadAsync();
            return loop.Turn - turn;
        }).WaitAsync(s_hang);
        Assert.Equal(1u, posted);
        Assert.True(flood > MaxReceivedBytes);
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task SmallFlushes_WithoutEnd_AreSentInParts_ATurnEach()
    {
        await using var server = new LoopServer();
        var (client, connection) = await server.ConnectAsync();
        var perTurn = await OnLoopAsync(connection, () => FlushAsync(connection, flushes: 1_000, bytes: 1)).WaitAsync(s_hang);
        Assert.InRange(perTurn.Values.Max(), 1, TurnShare.MaxSends);
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task LargeFlushes_ToAFastReader_AreSentInParts_ATurnEach()
    {
        const int FlushBytes = 32 * 1024;
        await using var server = new LoopServer(new LoopGroupOptions { LoopCount = 1, Slabs = new SlabPool(), UnsentBytes = int.MaxValue });
        var (client, connection) = await server.ConnectAsync(socket => socket.ReceiveBufferSize = 4 * 1024 * 1024);
        var receiving = Task.Run(() =>
        {
            var bytes = new byte[1024 * 1024];
            while (client.Receive(bytes) > 0) { }
        });
        var perTurn = await OnLoopAsync(connection, () => FlushAsync(connection, flushes: 500, FlushBytes)).WaitAsync(s_hang);
        Assert.InRange(perTurn.Values.Max(), 1, (TurnShare.MaxSentBytes / FlushBytes) + 1);
        await connection.DisposeAsync();
        await receiving.WaitAsync(s_hang);
        client.Dispose();
    }

    [Fact]
    public async Task LargeWrite_ToAFastReader_IsSentInParts_ATurnEach()
    {
        await using var server = new LoopServer(new LoopGroupOptions { LoopCount = 1, Slabs = new SlabPool(), UnsentBytes = int.MaxValue });
        var (client, connection) = await server.ConnectAsync(socket => socket.ReceiveBufferSize = 8 * 1024 * 1024);
        var receiving = Task.Run(() =>
        {
            var bytes = new byte[1024 * 1024];
            while (client.Receive(bytes) > 0) { }
        });
        var inOneCall = await OnLoopAsync(connection, async () =>
        {
            var (content, most) = (new byte[16 * 1024 * 1024], 0L);
            for (var i = 0; i < 8; i++)
            {
                var before = connection.SentBytes;
                var write = connection.Output.WriteAsync(content);
                most = Math.Max(most, connection.SentBytes - before);
                await write;
            }

            return most;
        }).WaitAsync(s_hang);
        Assert.InRange(inOneCall, 1, TurnShare.MaxSentBytes);
        await connection.DisposeAsync();
        await receiving.WaitAsync(s_hang);
        client.Dispose();
    }

    /// <summary>Sends until both kernels hold no more.</summary>
    private static async Task<int> FillAsync(Socket client, TransportConnection connection)
    {
        client.Blocking = false;
        var (bytes, sent) = (new byte[64 * 1024], 0);
        SocketError error;
        do { sent += client.Send(bytes, SocketFlags.None, out error); }
        while (error == SocketError.Success);
        await ProcessState.BecomesAsync(() => connection.UnreadBytes > 4 * MaxReceivedBytes);
        return sent;
    }

    private static void Flood(Socket client)
    {
        var bytes = new byte[64 * 1024];
        try
        {
            while (true) { client.Send(bytes); }
        }
        catch (SocketException)
        {
            // The end of the test resets it.
            client.Dispose();
        }
    }

    private static async Task<Dictionary<uint, long>> ReadAllAsync(TransportConnection connection, long bytes)
    {
        var perTurn = new Dictionary<uint, long>();
        while (bytes > 0)
        {
            var read = await connection.Input.ReadAsync();
            var turn = ((EventLoop)connection.Scheduler).Turn;
            perTurn[turn] = perTurn.GetValueOrDefault(turn) + read.Buffer.Length;
            bytes -= read.Buffer.Length;
            connection.Input.AdvanceTo(read.Buffer.End);
        }

        return perTurn;
    }

    private static async Task<Dictionary<uint, long>> AnswerAsync(TransportConnection connection, int batches)
    {
        var perTurn = new Dictionary<uint, long>();
        for (var i = 0; i < batches; i++)
        {
            var read = await connection.Input.ReadAsync();
            var turn = ((EventLoop)connection.Scheduler).Turn;
            perTurn[turn] = perTurn.GetValueOrDefault(turn) + 1;
            connection.Input.AdvanceTo(read.Buffer.End);
            await connection.Output.WriteAsync(new byte[1]);
        }

        return perTurn;
    }

    private static async Task<Dictionary<uint, long>> FlushAsync(TransportConnection connection, int flushes, int bytes)
    {
        var perTurn = new Dictionary<uint, long>();
        var content = new byte[bytes];
        for (var i = 0; i < flushes; i++)
        {
            Assert.False((await connection.Output.WriteAsync(content)).IsCompleted);
            var turn = ((EventLoop)connection.Scheduler).Turn;
            perTurn[turn] = perTurn.GetValueOrDefault(turn) + 1;
        }

        return perTurn;
    }

    private static async Task DiscardAsync(TransportConnection connection)
    {
        try
        {
            while (true)
            {
                var read = await connection.Input.ReadAsync();
                connection.Input.AdvanceTo(read.Buffer.End);
            }
        }
        catch (TransportException)
        {
            // The end of the test aborts it.
        }
    }

    private static async Task EchoAsync(TransportConnection connection)
    {
        for (var isCompleted = false; !isCompleted;)
        {
            var read = await connection.Input.ReadAsync();
            isCompleted = read.IsCompleted;
            foreach (var part in read.Buffer) { await connection.Output.WriteAsync(part); }
            connection.Input.AdvanceTo(read.Buffer.End);
        }
    }

    /// <summary>Starts on the loop's thread, where continuations run inline.</summary>
    private static Task<T> OnLoopAsync<T>(TransportConnection connection, Func<Task<T>> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Scheduler.Schedule(
            async _ =>
            {
                try { done.SetResult(await action()); }
                catch (Exception exception) { done.SetException(exception); }
            },
            null);
        return done.Task;
    }
}
