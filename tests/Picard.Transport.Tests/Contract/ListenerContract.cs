using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Picard.Transport.Tests;

/// <summary>Addresses, faults and stopping, of every listener and connector.</summary>
public abstract class ListenerContract
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    protected abstract TransportConnector Connector { get; }

    [Fact]
    public async Task IPv4_AnyFreePort_IsReported() => await AssertConnectsAsync(new IPEndPoint(IPAddress.Loopback, 0), bound => bound);

    [Fact]
    public async Task IPv6_IsReached() => await AssertConnectsAsync(new IPEndPoint(IPAddress.IPv6Loopback, 0), bound => bound);

    [Fact]
    public async Task IPv6Any_IsReachedByIPv4Too()
    {
        await AssertConnectsAsync(new IPEndPoint(IPAddress.IPv6Any, 0), bound => new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)bound).Port));
        await AssertConnectsAsync(new IPEndPoint(IPAddress.IPv6Any, 0), bound => new IPEndPoint(IPAddress.IPv6Loopback, ((IPEndPoint)bound).Port));
    }

    [Fact]
    public async Task UnixSocket_IsReached_AndItsFileGoesAway()
    {
        var path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.sock");
        await AssertConnectsAsync(new UnixDomainSocketEndPoint(path), bound => bound);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task UnixSocket_WhoseProcessIsGone_IsReplaced()
    {
        var path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.sock");
        using (var old = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            old.Bind(new UnixDomainSocketEndPoint(path));
            File.Move(path, path + ".kept");
        }

        File.Move(path + ".kept", path);
        await AssertConnectsAsync(new UnixDomainSocketEndPoint(path), bound => bound);
    }

    [Fact]
    public void FileThatIsNoSocket_IsKept_AndItsPathIsInUse()
    {
        var path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.txt");
        File.WriteAllText(path, "precious");
        Assert.Equal(TransportFault.AddressInUse, Assert.Throws<TransportException>(() => Bind(new UnixDomainSocketEndPoint(path))).Fault);
        Assert.Equal("precious", File.ReadAllText(path));
        File.Delete(path);
    }

    [Fact]
    public async Task UnixSocket_InUse_IsAFault()
    {
        var endPoint = new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.sock"));
        await using var first = Bind(endPoint);
        Assert.Equal(TransportFault.AddressInUse, Assert.Throws<TransportException>(() => Bind(endPoint)).Fault);
    }

    [Fact]
    public async Task PortInUse_IsAFaultWithItsName()
    {
        await using var first = Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var thrown = Assert.Throws<TransportException>(() => Bind(first.LocalEndPoint));
        Assert.Equal(TransportFault.AddressInUse, thrown.Fault);
        Assert.Equal("EADDRINUSE", thrown.ErrorName);
    }

    [Fact]
    public void AddressOfAnotherMachine_IsAFault() =>
        Assert.Equal(TransportFault.AddressNotAvailable, Assert.Throws<TransportException>(() => Bind(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 0))).Fault);

    [Fact]
    public void NameInsteadOfAnAddress_IsMisuse() => Assert.Throws<ArgumentException>(() => Bind(new DnsEndPoint("localhost", 0)));

    [Fact] // Seed EV-10
    public async Task Connect_WhereNobodyListens_IsAFault()
    {
        EndPoint nobody;
        await using (var listener = Bind(new IPEndPoint(IPAddress.Loopback, 0))) { nobody = listener.LocalEndPoint; }
        var thrown = await Assert.ThrowsAsync<TransportException>(async () => await Connector.ConnectAsync(nobody));
        Assert.Equal(TransportFault.Refused, thrown.Fault);
    }

    [Fact]
    public async Task Connect_WithACancelledToken_Throws()
    {
        await using var listener = Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Connector.ConnectAsync(listener.LocalEndPoint, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Stop_RefusesNewConnections_AndKeepsTheOldOnes()
    {
        var accepted = new TaskCompletionSource<TransportConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Start(accepted.SetResult);
        await using var client = await Connector.ConnectAsync(listener.LocalEndPoint);
        await using var server = await accepted.Task.WaitAsync(s_hang);
        await listener.StopAsync().AsTask().WaitAsync(s_hang);
        await listener.StopAsync().AsTask().WaitAsync(s_hang);
        await Assert.ThrowsAsync<TransportException>(async () => await Connector.ConnectAsync(listener.LocalEndPoint));
        await client.Output.WriteAsync(new byte[] { 1 });
        Assert.Equal([1], (await server.Input.ReadAsync()).Buffer.ToArray());
        await using var again = Bind(listener.LocalEndPoint);
        Assert.Equal(listener.LocalEndPoint, again.LocalEndPoint);
    }

    [Fact]
    public async Task Stop_WhileClientsComeIn_HandsOutNobodyAfterwards()
    {
        for (var i = 0; i < 20; i++)
        {
            var (isStopped, isLate, count) = (false, false, 0);
            var listener = Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Start(connection =>
            {
                isLate |= Volatile.Read(ref isStopped);
                Interlocked.Increment(ref count);
                connection.Abort();
                _ = connection.DisposeAsync().AsTask();
            });
            var clients = Enumerable.Range(0, 50).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
            clients.ForEach(client => ConnectOrBeReset(client, listener.LocalEndPoint));
            await ProcessState.BecomesAsync(() => Volatile.Read(ref count) > 5);
            await listener.StopAsync().AsTask().WaitAsync(s_hang);
            Volatile.Write(ref isStopped, true);
            clients.ForEach(client => client.Dispose());
            Assert.False(isLate, "A connection was handed out after the listener had stopped.");
        }
    }

    /// <summary>A connection that the server aborts at once may tell its client so before the connect has returned.</summary>
    private static void ConnectOrBeReset(Socket client, EndPoint address)
    {
        try
        {
            client.Connect(address);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It came in and was handed out, which is what is counted.
        }
    }

    [Fact] // Seed A.2.1
    public async Task UnixSocket_Ends_KnowTheListenersAddress()
    {
        var path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.sock");
        var accepted = new TaskCompletionSource<TransportConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listener = Bind(new UnixDomainSocketEndPoint(path));
        listener.Start(accepted.SetResult);
        await using var client = await Connector.ConnectAsync(listener.LocalEndPoint);
        await using var server = await accepted.Task.WaitAsync(s_hang);
        Assert.Equal((path, path), (server.LocalEndPoint?.ToString(), client.RemoteEndPoint?.ToString()));
    }

    [Fact]
    public async Task Start_Twice_IsMisuse()
    {
        await using var listener = Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Start(static _ => { });
        Assert.Throws<InvalidOperationException>(() => listener.Start(static _ => { }));
    }

    protected abstract TransportListener Bind(EndPoint endPoint);

    private async Task AssertConnectsAsync(EndPoint endPoint, Func<EndPoint, EndPoint> target)
    {
        var accepted = new TaskCompletionSource<TransportConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listener = Bind(endPoint);
        listener.Start(accepted.SetResult);
        if (listener.LocalEndPoint is IPEndPoint bound) { Assert.NotEqual(0, bound.Port); }
        await using var client = await Connector.ConnectAsync(target(listener.LocalEndPoint));
        await using var server = await accepted.Task.WaitAsync(s_hang);
        if (client.LocalEndPoint is IPEndPoint local) { Assert.Equal(local.Port, ((IPEndPoint)server.RemoteEndPoint!).Port); }
        await client.Output.WriteAsync(new byte[] { 1, 2 });
        Assert.Equal([1, 2], (await server.Input.ReadAtLeastAsync(2).AsTask().WaitAsync(s_hang)).Buffer.ToArray());
    }
}
