using System.Net;
using System.Net.Sockets;

namespace Picard.Transport.Tests;

/// <summary>Connects that take their time, and what ends them.</summary>
public sealed class EpollConnectorTests : IAsyncLifetime
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    private readonly FakeTime _time = new();
    private readonly LoopGroup _loops;

    public EpollConnectorTests() => _loops = new LoopGroup(new LoopGroupOptions { LoopCount = 1, TimeProvider = _time });

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _loops.DisposeAsync().AsTask();

    [Fact]
    public async Task Connect_ToAListenerThatDoesNotAccept_EndsWithItsToken()
    {
        // The kernel drops what a full backlog cannot take, so that a connect goes on trying.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        using var source = new CancellationTokenSource();
        var connecting = new List<Task<TransportConnection>>();
        for (var i = 0; i < 4; i++) { connecting.Add(_loops.CreateConnector().ConnectAsync(listener.LocalEndPoint!, source.Token).AsTask()); }
        await Task.WhenAny(connecting).WaitAsync(s_hang);
        await source.CancelAsync();
        var ended = 0;
        foreach (var task in connecting)
        {
            try
            {
                await using var connection = await task.WaitAsync(s_hang);
            }
            catch (OperationCanceledException exception)
            {
                Assert.Equal(source.Token, exception.CancellationToken);
                ended++;
            }
        }

        Assert.InRange(ended, 1, 3);
    }

    [Fact]
    public async Task Connect_ToAFullUnixBacklog_WaitsUntilItHasRoom()
    {
        using var listener = FullUnixListener(out var endPoint, out var filler);
        var connecting = _loops.CreateConnector().ConnectAsync(endPoint).AsTask();
        await NextTurnAsync();
        _time.Advance(TimeSpan.FromMilliseconds(60));
        await NextTurnAsync();
        Assert.False(connecting.IsCompleted);
        (await listener.AcceptAsync()).Dispose();
        while (!connecting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await NextTurnAsync();
        }

        await using var connection = await connecting;
        using var accepted = await listener.AcceptAsync();
        await connection.Output.WriteAsync(new byte[] { 7 });
        var received = new byte[1];
        Assert.Equal(1, await accepted.ReceiveAsync(received));
        Assert.Equal(7, received[0]);
        filler.Dispose();
        File.Delete(endPoint.ToString());
    }

    [Fact]
    public async Task Connect_ToAFullUnixBacklog_EndsWithItsToken()
    {
        using var listener = FullUnixListener(out var endPoint, out var filler);
        using var source = new CancellationTokenSource();
        var connecting = _loops.CreateConnector().ConnectAsync(endPoint, source.Token).AsTask();
        await NextTurnAsync();
        await source.CancelAsync();
        Assert.Equal(source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(s_hang))).CancellationToken);
        filler.Dispose();
        File.Delete(endPoint.ToString());
    }

    [Fact]
    public async Task Connect_ToAFileThatIsNoSocket_IsAFault()
    {
        var path = Path.GetTempFileName();
        var thrown = await Assert.ThrowsAsync<TransportException>(async () => await _loops.CreateConnector().ConnectAsync(new UnixDomainSocketEndPoint(path)));
        Assert.Equal((TransportFault.Refused, "ECONNREFUSED"), (thrown.Fault, thrown.ErrorName));
        File.Delete(path);
        thrown = await Assert.ThrowsAsync<TransportException>(async () => await _loops.CreateConnector().ConnectAsync(new UnixDomainSocketEndPoint(path)));
        Assert.Equal((TransportFault.AddressNotAvailable, "ENOENT"), (thrown.Fault, thrown.ErrorName));
    }

    [Fact]
    public async Task FailedConnects_LeaveNoDescriptor_AndCountForNoLoop()
    {
        var nobody = new IPEndPoint(IPAddress.Loopback, 0);
        using (var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            reserved.Bind(nobody);
            nobody = (IPEndPoint)reserved.LocalEndPoint!;

            // Bound, so that nobody else is given the port, and not listening.
            var before = ProcessState.OpenDescriptors;
            for (var i = 0; i < 200; i++) { await Assert.ThrowsAsync<TransportException>(async () => await _loops.CreateConnector().ConnectAsync(nobody)); }
            Assert.InRange(ProcessState.OpenDescriptors, 0, before);
        }

        var loop = _loops.ChooseLoop();
        Assert.Equal(1, loop.ConnectionCount);
        loop.RemoveConnection();
    }

    private Task NextTurnAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = _loops.ChooseLoop();
        loop.RemoveConnection();
        loop.Schedule(_ => loop.Schedule(_ => turn.SetResult(), null), null);
        return turn.Task.WaitAsync(s_hang);
    }

    private static Socket FullUnixListener(out UnixDomainSocketEndPoint endPoint, out Socket filler)
    {
        endPoint = new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.sock"));
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(endPoint);
        listener.Listen(0);
        filler = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        filler.Connect(endPoint);
        return listener;
    }
}
