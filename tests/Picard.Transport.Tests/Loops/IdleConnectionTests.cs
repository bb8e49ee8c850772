using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Xunit.Abstractions;

namespace Picard.Transport.Tests;

/// <summary>Ten thousand connections that do nothing, with their client ends in another process.</summary>
public sealed class IdleConnectionTests(ITestOutputHelper output)
{
    // performance.md, goals: 2 KiB for an idle connection, of which most is for the server on it.
    private const int MaxIdleBytes = 1024;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task TenThousandIdleConnections_HoldNoSlab_AndLittleMemory_AndGoAway()
    {
        var count = ConnectionCount();
        output.WriteLine($"{count} connections");
        await using var server = new LoopServer(new LoopGroupOptions { LoopCount = 2, Slabs = new SlabPool() });
        var descriptorsBefore = ProcessState.OpenDescriptors;
        var memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
        using var clients = PeerProcess.Start("connect", ((IPEndPoint)server.EndPoint).Port.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture));
        var (connections, reads) = (new TransportConnection[count], new Task[count]);
        for (var i = 0; i < count; i++) { connections[i] = await server.AcceptedAsync(); }
        Assert.Equal("connected", await clients.ReadLineAsync());
        foreach (var connection in connections) { await AssertIdleAsync(connection); }
        var memory = (GC.GetTotalMemory(forceFullCollection: true) - memoryBefore) / count;
        output.WriteLine($"{memory} bytes a connection");
        Assert.InRange(memory, 1, MaxIdleBytes);
        Assert.Equal(0, server.Options.Slabs.RentedCount);
        var perLoop = connections.GroupBy(static connection => connection.Scheduler).Select(static group => group.Count()).ToList();
        Assert.InRange(perLoop.Max() - perLoop.Min(), 0, 1);

        for (var i = 0; i < count; i++) { reads[i] = EchoAsync(connections[i]); }
        Assert.Equal("ping", await clients.CommandAsync("ping"));
        await ProcessState.BecomesAsync(() => server.Options.Slabs.RentedCount == 0);

        // The clients' process dies, and each connection is told.
        clients.Kill();
        await Task.WhenAll(reads).WaitAsync(s_hang);
        foreach (var connection in connections) { await connection.DisposeAsync(); }
        await ProcessState.BecomesAsync(() => ProcessState.OpenDescriptors <= descriptorsBefore);
    }

    /// <summary>Ten thousand, or what the limit of this process leaves room for. The runtime has raised the limit as far as it may.</summary>
    private static int ConnectionCount()
    {
        var limit = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return limit == "unlimited" ? 10_000 : Math.Min(10_000, int.Parse(limit, CultureInfo.InvariantCulture) - ProcessState.OpenDescriptors - 200);
    }

    private static async Task AssertIdleAsync(TransportConnection connection)
    {
        // A read that waits, ended and begun again: whatever a wait needs exists.
        var read = connection.Input.ReadAsync();
        Assert.False(read.IsCompleted);
        connection.Input.CancelPendingRead();
        Assert.True((await read.AsTask().WaitAsync(s_hang)).IsCanceled);
    }

    private static async Task EchoAsync(TransportConnection connection)
    {
        try
        {
            for (ReadResult read; !(read = await connection.Input.ReadAsync()).IsCompleted;)
            {
                await connection.Output.WriteAsync(read.Buffer.ToArray());
                connection.Input.AdvanceTo(read.Buffer.End);
            }
        }
        catch (TransportException)
        {
            // A process that dies with unread octets resets its connections.
        }
    }
}
