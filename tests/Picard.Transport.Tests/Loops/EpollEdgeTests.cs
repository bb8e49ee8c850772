using System.Buffers;
using System.Net.Sockets;

namespace Picard.Transport.Tests;

/// <summary>Edge-triggered reading: the kernel tells once, and nothing that it told of may stay behind.</summary>
public sealed class EpollEdgeTests
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task BytesAndFin_HoweverTheyMeet_AreReadToTheEnd()
    {
        await using var server = new LoopServer(new LoopGroupOptions { LoopCount = 1, Slabs = new SlabPool(slabBytes: 16) });
        var random = new Random(3);
        for (var i = 0; i < 400; i++)
        {
            var bytes = new byte[random.Next(70)];
            random.NextBytes(bytes);
            var (client, connection) = await server.ConnectAsync();
            var receiving = i % 2 == 0 ? ReceiveAllAsync(connection) : null;
            client.Send(bytes.AsSpan(0, bytes.Length / 2));
            client.Send(bytes.AsSpan(bytes.Length / 2));
            client.Shutdown(SocketShutdown.Send);
            Assert.Equal(bytes, await (receiving ?? ReceiveAllAsync(connection)).WaitAsync(s_hang));
            client.Dispose();
            await connection.DisposeAsync();
        }
    }

    [Fact]
    public async Task Fin_WhileNobodyReads_TellsHowMuchOfTheMessageIsThere()
    {
        await using var server = new LoopServer();
        var (client, connection) = await server.ConnectAsync();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.PeerGone.UnsafeRegister(_ => gone.TrySetResult(), null);
        client.Send(new byte[1_000]);
        client.Shutdown(SocketShutdown.Send);
        await gone.Task.WaitAsync(s_hang);
        Assert.Equal((PeerState.HalfClosed, 1_000), (connection.PeerState, connection.UnreadBytes));
        Assert.Equal(1_000, (await ReceiveAllAsync(connection).WaitAsync(s_hang)).Length);
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task UnreadBytes_AreKnownBeforeTheirConnectionHasItsTurn()
    {
        await using var server = new LoopServer(new LoopGroupOptions { LoopCount = 1 });
        var (client, connection) = await server.ConnectAsync();
        var (otherClient, other) = await server.ConnectAsync();
        var unread = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isParked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        otherClient.Send([1]);
        connection.Scheduler.Schedule(
            async _ =>
            {
                // The other one is seen empty: no system call tells what comes now.
                other.Input.AdvanceTo((await other.Input.ReadAsync()).Buffer.End);
                var reading = connection.Input.ReadAsync();
                isParked.SetResult();
                connection.Input.AdvanceTo((await reading).Buffer.End);
                unread.SetResult(other.UnreadBytes);
            },
            null);
        await isParked.Task.WaitAsync(s_hang);

        // The loop is held until there are events of both, so that one look brings both.
        using var held = new ManualResetEventSlim();
        using var arrived = new ManualResetEventSlim();
        connection.Scheduler.Schedule(
            _ =>
            {
                held.Set();
                arrived.Wait(s_hang);
            },
            null);
        Assert.True(held.Wait(s_hang));
        client.Send([1]);
        otherClient.Send([1, 2, 3]);
        arrived.Set();
        Assert.Equal(3, await unread.Task.WaitAsync(s_hang));
        client.Dispose();
        otherClient.Dispose();
        await connection.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task BytesBeforeAReset_AreReadBeforeItIsTold()
    {
        await using var server = new LoopServer();
        var (client, connection) = await server.ConnectAsync();
        client.Send([1, 2, 3]);
        await ProcessState.BecomesAsync(() => connection.UnreadBytes == 3);
        var first = await connection.Input.ReadAsync().AsTask().WaitAsync(s_hang);
        connection.Input.AdvanceTo(first.Buffer.Start, first.Buffer.Start);
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Dispose();
        await ProcessState.BecomesAsync(() => connection.PeerState == PeerState.Gone);
        var read = await connection.Input.ReadAsync().AsTask().WaitAsync(s_hang);
        Assert.Equal([1, 2, 3], read.Buffer.ToArray());
        Assert.False(read.IsCompleted);
        connection.Input.AdvanceTo(read.Buffer.End);
        var thrown = await Assert.ThrowsAsync<TransportException>(() => connection.Input.ReadAsync().AsTask().WaitAsync(s_hang));
        Assert.Equal((TransportFault.Reset, "ECONNRESET"), (thrown.Fault, thrown.ErrorName));
        await connection.DisposeAsync();
    }

    [Theory]
    [InlineData("accepted")]
    [InlineData("connected")]
    public async Task UrgentByte_DoesNotHideWhatFollowsIt(string end)
    {
        await using var server = new LoopServer();
        var (sender, receiver) = end == "accepted" ? await server.ConnectAsync() : await ConnectBackwardsAsync(server);
        sender.Send([1, 2]);
        sender.Send([3], SocketFlags.OutOfBand);
        sender.Send([4, 5]);
        sender.Shutdown(SocketShutdown.Send);
        Assert.Equal([1, 2, 3, 4, 5], await ReceiveAllAsync(receiver).WaitAsync(s_hang));
        sender.Dispose();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task ReadsAndFlushes_FromForeignThreads_InTurnWithTheLoop_LoseNothing()
    {
        await using var server = new LoopServer();
        var (client, connection) = await server.ConnectAsync();
        var echoing = EchoHoppingAsync(connection);
        var sent = new byte[300_000];
        new Random(5).NextBytes(sent);
        var sending = Task.Run(() =>
        {
            for (var offset = 0; offset < sent.Length; offset += 100) { client.Send(sent.AsSpan(offset, 100)); }
            client.Shutdown(SocketShutdown.Send);
        });
        var received = new byte[sent.Length];
        for (var count = 0; count < sent.Length;)
        {
            var part = await client.ReceiveAsync(received.AsMemory(count)).AsTask().WaitAsync(s_hang);
            Assert.NotEqual(0, part);
            count += part;
        }

        Assert.True(sent.AsSpan().SequenceEqual(received), "The bytes differ.");
        await Task.WhenAll(sending, echoing).WaitAsync(s_hang);
        client.Dispose();
        await connection.DisposeAsync();

        // Every other round runs on the pool, the others where the loop resumes them.
        static async Task EchoHoppingAsync(TransportConnection connection)
        {
            for (var round = 0; ; round++)
            {
                var read = await connection.Input.ReadAsync();
                foreach (var part in read.Buffer) { connection.Output.Write(part.Span); }
                connection.Input.AdvanceTo(read.Buffer.End);
                if (round % 2 == 0) { await Task.Run(static () => { }).ConfigureAwait(ConfigureAwaitOptions.ForceYielding); }
                await connection.Output.FlushAsync();
                if (read.IsCompleted) { return; }
            }
        }
    }

    private static async Task<(Socket Sender, TransportConnection Receiver)> ConnectBackwardsAsync(LoopServer server)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen(1);
        var receiver = await server.Loops.CreateConnector().ConnectAsync(listener.LocalEndPoint!);
        return (await listener.AcceptAsync(), receiver);
    }

    private static async Task<byte[]> ReceiveAllAsync(TransportConnection connection)
    {
        using var received = new MemoryStream();
        await connection.Input.CopyToAsync(received);
        return received.ToArray();
    }
}
