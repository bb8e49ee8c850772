using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Picard.Transport.Tests;

/// <summary>A listener on each loop, all at one port (SO_REUSEPORT).</summary>
public sealed class PerLoopListenerTests
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    private static IPEndPoint AnyPort => new(IPAddress.Loopback, 0);

    [Fact]
    public async Task EachLoop_KeepsTheConnectionsOfItsListener()
    {
        await using var loops = new LoopGroup(new LoopGroupOptions { LoopCount = 2, Slabs = new SlabPool() });
        await using var listener = loops.BindEach(AnyPort);
        var accepted = new BlockingCollection<(TransportConnection Connection, bool IsOnItsLoop)>();
        listener.Start(connection => accepted.Add((connection, ((EventLoop)connection.Scheduler).IsCurrent)));
        var clients = new List<Socket>();
        var counts = new Dictionary<System.IO.Pipelines.PipeScheduler, int>();

        // The kernel chooses: after some clients each loop has one. That one has more than the other shows that nobody evens them out.
        while (counts.Count < 2 || counts.Values.Min() == counts.Values.Max())
        {
            clients.Add(Connect(listener.LocalEndPoint));
            Assert.True(accepted.TryTake(out var next, s_hang));
            Assert.True(next.IsOnItsLoop);
            var loop = next.Connection.Scheduler;
            counts[loop] = counts.GetValueOrDefault(loop) + 1;
            Assert.Equal(counts[loop], ((EventLoop)loop).ConnectionCount);
        }

        clients.ForEach(static client => client.Dispose());
        while (accepted.TryTake(out var left)) { await left.Connection.DisposeAsync(); }
    }

    [Fact]
    public async Task Stop_FreesTheAddress_OfAllOfThem()
    {
        await using var loops = new LoopGroup(new LoopGroupOptions { LoopCount = 3 });
        var listener = loops.BindEach(AnyPort);
        listener.Start(static connection => connection.Abort());
        var endPoint = listener.LocalEndPoint;
        await listener.StopAsync();
        var refused = Assert.Throws<SocketException>(() => Connect(endPoint));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task SharedPort_IsNoPlaceForOneThatIsNotShared()
    {
        await using var loops = new LoopGroup(new LoopGroupOptions { LoopCount = 2 });
        await using var listener = loops.BindEach(AnyPort);
        Assert.Equal(TransportFault.AddressInUse, Assert.Throws<TransportException>(() => loops.Bind(listener.LocalEndPoint)).Fault);
        await using var exclusive = loops.Bind(AnyPort);
        Assert.Equal(TransportFault.AddressInUse, Assert.Throws<TransportException>(() => loops.BindEach((IPEndPoint)exclusive.LocalEndPoint)).Fault);
    }

    [Fact]
    public async Task SharedPort_HasRoomForAnotherGroup_WhichServesOnceTheFirstHasStopped()
    {
        await using var first = new LoopGroup(new LoopGroupOptions { LoopCount = 2 });
        await using var second = new LoopGroup(new LoopGroupOptions { LoopCount = 2 });
        var old = first.BindEach(AnyPort);
        await using var young = second.BindEach((IPEndPoint)old.LocalEndPoint);
        var accepted = new BlockingCollection<TransportConnection>();
        old.Start(static connection => connection.Abort());
        young.Start(accepted.Add);
        await old.StopAsync();
        using var client = Connect(young.LocalEndPoint);
        Assert.True(accepted.TryTake(out var connection, s_hang));
        await connection.DisposeAsync();
    }

    private static Socket Connect(EndPoint endPoint)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            client.Connect(endPoint);
            return client;
        }
        catch (SocketException)
        {
            client.Dispose();
            throw;
        }
    }
}
