using System.Net;
using System.Net.Sockets;

namespace Picard.Transport.Tests;

/// <summary>What the kernel says becomes a fault with its name, and ends that connection only.</summary>
public sealed class ErrnoTests
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(104, TransportFault.Reset, "ECONNRESET")]
    [InlineData(32, TransportFault.Reset, "EPIPE")]
    [InlineData(107, TransportFault.Reset, "ENOTCONN")]
    [InlineData(110, TransportFault.TimedOut, "ETIMEDOUT")]
    [InlineData(111, TransportFault.Refused, "ECONNREFUSED")]
    [InlineData(113, TransportFault.Unreachable, "EHOSTUNREACH")]
    [InlineData(98, TransportFault.AddressInUse, "EADDRINUSE")]
    [InlineData(99, TransportFault.AddressNotAvailable, "EADDRNOTAVAIL")]
    [InlineData(13, TransportFault.PermissionDenied, "EACCES")]
    [InlineData(1, TransportFault.PermissionDenied, "EPERM")]
    [InlineData(24, TransportFault.OutOfResources, "EMFILE")]
    [InlineData(23, TransportFault.OutOfResources, "ENFILE")]
    [InlineData(12, TransportFault.OutOfResources, "ENOMEM")]
    [InlineData(28, TransportFault.OutOfResources, "ENOSPC")]
    [InlineData(125, TransportFault.Aborted, "ECANCELED")]
    [InlineData(88, TransportFault.Other, "ENOTSOCK")]
    [InlineData(4095, TransportFault.Other, "errno 4095")]
    public void Errno_BecomesAFaultWithItsName(int errno, TransportFault fault, string name)
    {
        var exception = Errno.ToException(errno);
        Assert.Equal((fault, name), (exception.Fault, exception.ErrorName));
        Assert.Contains($"({name})", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SocketError.ConnectionReset, TransportFault.Reset, "ECONNRESET")]
    [InlineData(SocketError.NotConnected, TransportFault.Reset, "ENOTCONN")]
    [InlineData(SocketError.AddressAlreadyInUse, TransportFault.AddressInUse, "EADDRINUSE")]
    [InlineData(SocketError.AddressNotAvailable, TransportFault.AddressNotAvailable, "EADDRNOTAVAIL")]
    [InlineData(SocketError.AccessDenied, TransportFault.PermissionDenied, "EACCES")]
    [InlineData(SocketError.TooManyOpenSockets, TransportFault.OutOfResources, "EMFILE")]
    [InlineData(SocketError.ProtocolType, TransportFault.Other, "ProtocolType")]
    public void SocketError_BecomesTheSameFault_WithTheErrnosName(SocketError error, TransportFault fault, string name)
    {
        var exception = SocketFaults.ToException(new SocketException((int)error));
        Assert.Equal((fault, name), (exception.Fault, exception.ErrorName));
        Assert.IsType<SocketException>(exception.InnerException);
    }

    [Fact]
    public async Task UnknownErrno_EndsThatConnectionOnly()
    {
        await using var server = new LoopServer();
        var (client, good) = await server.ConnectAsync();

        // An event counter can be watched, and is no socket: each call of its connection fails with an errno that no socket gives.
        var (reading, writing) = (await OpenAsync(server.Loops, Epoll.CreateWakeUp()), await OpenAsync(server.Loops, Epoll.CreateWakeUp()));
        await AssertFaultAsync(reading);
        Assert.True((await writing.Output.WriteAsync(new byte[10]).AsTask().WaitAsync(s_hang)).IsCompleted);
        await AssertFaultAsync(writing);
        await reading.DisposeAsync();
        await writing.DisposeAsync();

        client.Send([5]);
        var read = await good.Input.ReadAsync().AsTask().WaitAsync(s_hang);
        Assert.Equal(5, read.Buffer.FirstSpan[0]);
        client.Dispose();
        await good.DisposeAsync();

        static async Task AssertFaultAsync(TransportConnection connection)
        {
            var thrown = await Assert.ThrowsAsync<TransportException>(() => connection.Input.ReadAsync().AsTask().WaitAsync(s_hang));
            Assert.Equal((TransportFault.Other, "ENOTSOCK"), (thrown.Fault, thrown.ErrorName));
            Assert.Equal(PeerState.Gone, connection.PeerState);
        }
    }

    [Fact]
    public async Task DescriptorThatCannotBeWatched_IsClosed_AndCountsForNoLoop()
    {
        await using var server = new LoopServer();
        var loop = server.Loops.ChooseLoop();
        var path = Path.GetTempFileName();
        var handle = File.OpenHandle(path);
        var descriptor = (int)handle.DangerousGetHandle();
        handle.SetHandleAsInvalid();

        // epoll_ctl(2), EPERM: a regular file is always ready, and cannot be watched. From here on the descriptor is the connection's.
        var connection = new EpollConnection(server.Loops, loop, descriptor, new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Equal(-1, await OnLoopAsync(loop, connection.Open));
        Assert.NotEqual(path, new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget);
        Assert.Equal(0, loop.ConnectionCount);
        await connection.DisposeAsync();
        File.Delete(path);
    }

    private static async Task<EpollConnection> OpenAsync(LoopGroup loops, int descriptor)
    {
        var loop = loops.ChooseLoop();
        var connection = new EpollConnection(loops, loop, descriptor, new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Equal(0, await OnLoopAsync(loop, connection.Open));
        return connection;
    }

    private static Task<int> OnLoopAsync(EventLoop loop, Func<int> action)
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Schedule(_ => done.SetResult(action()), null);
        return done.Task.WaitAsync(s_hang);
    }
}
