using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Picard.Transport.Tests;

/// <summary>Loops as a group: how connections are spread over them, and that their end leaves nothing behind.</summary>
public sealed class LoopGroupTests
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    private static IPEndPoint AnyPort => new(IPAddress.Loopback, 0);

    [Fact]
    public async Task Connections_GoToTheLoopWithTheFewest()
    {
        await using var server = new LoopServer(new LoopGroupOptions { LoopCount = 3, Slabs = new SlabPool() });
        var accepted = new List<TransportConnection>();
        var clients = new List<Socket>();
        for (var i = 0; i < 30; i++) { await AddAsync(); }
        Assert.Equal([10, 10, 10], CountPerLoop());

        // One loop loses all it has: the next ones are for it.
        var poorest = accepted[0].Scheduler;
        foreach (var connection in accepted.Where(connection => connection.Scheduler == poorest).ToList())
        {
            accepted.Remove(connection);
            await connection.DisposeAsync();
        }

        for (var i = 0; i < 10; i++)
        {
            await AddAsync();
            Assert.Same(poorest, accepted[^1].Scheduler);
        }

        foreach (var connection in accepted) { await connection.DisposeAsync(); }
        clients.ForEach(client => client.Dispose());

        async Task AddAsync()
        {
            var (client, connection) = await server.ConnectAsync();
            clients.Add(client);
            accepted.Add(connection);
        }

        IEnumerable<int> CountPerLoop() => accepted.GroupBy(connection => connection.Scheduler).Select(group => group.Count());
    }

    [Fact]
    public async Task Accepted_RunsOnTheConnectionsLoop_AndSoDoItsContinuations()
    {
        await using var loops = new LoopGroup(new LoopGroupOptions { LoopCount = 2 });
        await using var listener = loops.Bind(AnyPort);
        var runs = new BlockingCollection<bool>();
        listener.Start(connection => _ = ServeAsync(connection));
        for (var i = 0; i < 4; i++)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(listener.LocalEndPoint);
            Assert.True(await TakeAsync(runs));
            client.Send([1]);
            Assert.True(await TakeAsync(runs));
            client.Shutdown(SocketShutdown.Send);
            Assert.True(await TakeAsync(runs));
        }

        async Task ServeAsync(TransportConnection connection)
        {
            await using var owned = connection;
            for (var isCompleted = false; !isCompleted;)
            {
                runs.Add(((EventLoop)connection.Scheduler).IsCurrent);
                var read = await connection.Input.ReadAsync();
                isCompleted = read.IsCompleted;
                connection.Input.AdvanceTo(read.Buffer.End);
            }

            runs.Add(((EventLoop)connection.Scheduler).IsCurrent);
        }

        static Task<bool> TakeAsync(BlockingCollection<bool> from) => Task.Run(() => from.TryTake(out var item, s_hang) ? item : throw new TimeoutException()).WaitAsync(s_hang);
    }

    [Fact]
    public async Task Dispose_LeavesNoDescriptorAndNoThread_WhateverIsUnderWay()
    {
        await DisposeBusyAsync();
        var before = (ProcessState.OpenDescriptors, ProcessState.LoopThreads);
        for (var i = 0; i < 20; i++) { await DisposeBusyAsync(); }
        await ProcessState.BecomesAsync(() => ProcessState.LoopThreads <= before.LoopThreads);
        Assert.InRange(ProcessState.OpenDescriptors, 0, before.OpenDescriptors);
    }

    [Fact]
    public async Task Dispose_IsAwaitedByEveryCaller_AndEndsTheGroup()
    {
        var loops = new LoopGroup(new LoopGroupOptions { LoopCount = 2 });
        var connector = loops.CreateConnector();
        var listener = loops.Bind(AnyPort);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => loops.DisposeAsync().AsTask()))).WaitAsync(s_hang);
        await loops.DisposeAsync().AsTask().WaitAsync(s_hang);
        Assert.Throws<ObjectDisposedException>(() => loops.Bind(AnyPort));
        Assert.Throws<ObjectDisposedException>(() => loops.CreateConnector());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await connector.ConnectAsync(listener.LocalEndPoint));
        Assert.Throws<InvalidOperationException>(() => listener.Start(static _ => { }));
        await listener.StopAsync().AsTask().WaitAsync(s_hang);
    }

    [Fact]
    public async Task Dispose_OnALoopsOwnThread_ComesToItsEnd()
    {
        var server = new LoopServer();
        var (client, connection) = await server.ConnectAsync();
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Scheduler.Schedule(_ => _ = DisposeAsync(), null);
        await disposed.Task.WaitAsync(s_hang);
        client.Dispose();
        await connection.DisposeAsync();

        async Task DisposeAsync()
        {
            await server.Loops.DisposeAsync();
            disposed.SetResult();
        }
    }

    [Fact]
    public async Task Stop_OfAListener_LetsConnectionsOnOtherLoopsReachTheUserFirst()
    {
        for (var i = 0; i < 30; i++)
        {
            await using var loops = new LoopGroup(new LoopGroupOptions { LoopCount = 3 });
            var listener = loops.Bind(AnyPort);
            var (isStopped, isLate, accepted) = (false, false, 0);
            listener.Start(connection =>
            {
                if (Volatile.Read(ref isStopped)) { Volatile.Write(ref isLate, true); }
                Interlocked.Increment(ref accepted);
                connection.Abort();
                _ = connection.DisposeAsync().AsTask();
            });
            var clients = Enumerable.Range(0, 40).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
            foreach (var client in clients) { ConnectToOneThatAborts(client, listener.LocalEndPoint); }
            await ProcessState.BecomesAsync(() => Volatile.Read(ref accepted) > 5);
            await listener.StopAsync().AsTask().WaitAsync(s_hang);
            Volatile.Write(ref isStopped, true);
            await loops.DisposeAsync();
            Assert.False(isLate, "A connection was handed out after the listener had stopped.");
            clients.ForEach(client => client.Dispose());
        }
    }

    private static void ConnectToOneThatAborts(Socket client, System.Net.EndPoint endPoint)
    {
        try
        {
            client.Connect(endPoint);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It was accepted, and aborted before this end had looked.
        }
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void Options_BelowOne_AreRefused(int loopCount, int backlog, int unsentBytes) =>
        Assert.Throws<ArgumentException>(() => new LoopGroup(new LoopGroupOptions { LoopCount = loopCount, Backlog = backlog, UnsentBytes = unsentBytes }));

    /// <summary>A group that ends while everything that can be under way is: reads and flushes that wait, listeners that were never started, connects that never come to an end.</summary>
    private static async Task DisposeBusyAsync()
    {
        using var full = FullBacklog(out var fullPath);
        var server = new LoopServer(new LoopGroupOptions { LoopCount = 2, Slabs = new SlabPool() });
        var neverStarted = server.Loops.Bind(AnyPort);
        var connecting = server.Loops.CreateConnector().ConnectAsync(new UnixDomainSocketEndPoint(fullPath)).AsTask();
        var (client, reading) = await server.ConnectAsync();
        var (other, writing) = await server.ConnectAsync();
        var read = reading.Input.ReadAsync().AsTask();
        var write = writing.Output.WriteAsync(new byte[16 * 1024 * 1024]).AsTask();
        await server.Loops.DisposeAsync().AsTask().WaitAsync(s_hang);
        Assert.Equal(TransportFault.Aborted, (await Assert.ThrowsAsync<TransportException>(() => read.WaitAsync(s_hang))).Fault);
        Assert.True((await write.WaitAsync(s_hang)).IsCompleted);
        await Assert.ThrowsAsync<TransportException>(() => connecting.WaitAsync(s_hang));
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var late = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await late.ConnectAsync(neverStarted.LocalEndPoint);
        });
        await reading.DisposeAsync();
        await writing.DisposeAsync();
        client.Dispose();
        other.Dispose();
        Assert.Equal(0, server.Options.Slabs.RentedCount);
        File.Delete(fullPath);
    }

    /// <summary>A socket file whose listener accepts nobody, and has nobody wait either.</summary>
    private static Socket FullBacklog(out string path)
    {
        path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.sock");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(0);
        var filler = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        filler.Connect(new UnixDomainSocketEndPoint(path));
        filler.Dispose();
        return listener;
    }
}
