using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Picard.Transport.Tests;

/// <summary>How far a writer runs ahead of a reader that stops: what it has written and the reader's kernel has not acknowledged, be it in our memory or in the kernel's.</summary>
public sealed class BackpressureTests
{
    // performance.md, goals: a slow reader may make us hold this much, kernel included.
    private const long MaxOutstandingBytes = 128 * 1024;

    private const int HighWatermarkBytes = 64 * 1024;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(4_096)]
    [InlineData(33_920)]
    [InlineData(60_000)]
    public async Task WriterWithAHighWatermark_LeavesAtMost128KiBOutstanding(int writeBytes)
    {
        await using var server = new LoopServer();
        var (client, connection) = await server.ConnectAsync(static socket => socket.ReceiveBufferSize = 4096);
        var content = new byte[writeBytes];
        ValueTask<FlushResult> flush = default;
        var written = 0L;

        // As the server's driver does: gather up to the high watermark, then flush and wait.
        while (flush.IsCompleted)
        {
            while (connection.Output.UnflushedBytes < HighWatermarkBytes)
            {
                connection.Output.Write(content);
                written += content.Length;
            }

            flush = connection.Output.FlushAsync();
        }

        await AssertStopsAsync(connection, written);
        connection.Abort();
        await flush.AsTask().WaitAsync(s_hang);
        await connection.DisposeAsync();
        client.Dispose();
    }

    [Theory]
    [InlineData(256 * 1024)]
    [InlineData(64 * 1024 * 1024)]
    public async Task LargeWrite_FromTheCallersMemory_LeavesAtMost128KiBInTheKernel(int writeBytes)
    {
        await using var server = new LoopServer();
        var (client, connection) = await server.ConnectAsync(static socket => socket.ReceiveBufferSize = 4096);
        var write = connection.Output.WriteAsync(new byte[writeBytes]);
        Assert.False(write.IsCompleted);
        await AssertStopsAsync(connection, written: 0);
        Assert.Equal(0, server.Options.Slabs.RentedCount);
        connection.Abort();
        await write.AsTask().WaitAsync(s_hang);
        await connection.DisposeAsync();
        client.Dispose();
    }

    [Fact]
    public async Task LargeWrite_LeavesInTheKernelWhatIsAllowed()
    {
        const int AllowedBytes = 512 * 1024;
        await using var server = new LoopServer();
        var (client, connection) = await server.ConnectAsync(static socket => socket.ReceiveBufferSize = 4096);
        connection.AllowUnsent(AllowedBytes);
        var write = connection.Output.WriteAsync(new byte[64 * 1024 * 1024]);
        Assert.False(write.IsCompleted);
        var queued = await StopAsync(connection);
        Assert.InRange(queued, AllowedBytes - MaxOutstandingBytes, AllowedBytes + MaxOutstandingBytes);
        connection.Abort();
        await write.AsTask().WaitAsync(s_hang);
        await connection.DisposeAsync();
        client.Dispose();
    }

    [Fact]
    public async Task LargeWrite_AfterAPermissionThatWasWithdrawn_LeavesAtMost128KiBInTheKernel()
    {
        await using var server = new LoopServer();
        var (client, connection) = await server.ConnectAsync(static socket => socket.ReceiveBufferSize = 4096);
        connection.AllowUnsent(512 * 1024);
        connection.AllowUnsent(0);
        var write = connection.Output.WriteAsync(new byte[64 * 1024 * 1024]);
        await AssertStopsAsync(connection, written: 0);
        connection.Abort();
        await write.AsTask().WaitAsync(s_hang);
        await connection.DisposeAsync();
        client.Dispose();
    }

    /// <summary>Waits until the reader's kernel takes no more, and asserts what is outstanding then.</summary>
    /// <param name="connection">The writer's end.</param>
    /// <param name="written">What the writer has handed over and may forget; 0 if it still holds the memory itself.</param>
    private static async Task AssertStopsAsync(TransportConnection connection, long written)
    {
        var queued = await StopAsync(connection);

        Assert.InRange(queued, 1, MaxOutstandingBytes);
        Assert.InRange(queued + Math.Max(written - connection.SentBytes, 0), 1, MaxOutstandingBytes);
    }

    /// <summary>Waits until the reader's kernel takes no more.</summary>
    /// <returns>What the writer's kernel holds then.</returns>
    private static async Task<long> StopAsync(TransportConnection connection)
    {
        var (sent, unchanged) = (-1L, 0);
        await ProcessState.BecomesAsync(() =>
        {
            // The reader's window closes by itself, and no event tells when: many looks that see the same are the end.
            unchanged = connection.SentBytes == sent ? unchanged + 1 : 0;
            sent = connection.SentBytes;
            return unchanged > 50_000;
        });
        return SendQueueBytes(connection);
    }

    /// <summary>Bytes that the kernel holds for a socket and the peer has not acknowledged (SIOCOUTQ), as <c>/proc/net/tcp</c> tells them.</summary>
    private static long SendQueueBytes(TransportConnection connection)
    {
        var (local, remote) = (Hex(connection.LocalEndPoint), Hex(connection.RemoteEndPoint));
        var line = File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(fields => fields[1] == local && fields[2] == remote);
        return long.Parse(line[4].Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static string Hex(EndPoint? endPoint)
    {
        var address = (IPEndPoint)endPoint!;
        return $"{BitConverter.ToUInt32(address.Address.GetAddressBytes()):X8}:{address.Port:X4}";
    }
}
