using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Picard.Transport;

namespace Picard.Benchmarks;

/// <summary>Managed memory of a connection that waits for its peer, without a server on it: the transport's own objects.</summary>
internal static class IdleConnectionBenchmark
{
    public static async Task RunAsync(int connections, string loadCore)
    {
        await using var loops = new LoopGroup(new LoopGroupOptions { LoopCount = 1 });
        await using var listener = loops.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var accepted = new List<TransportConnection>(connections);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        listener.Start(connection =>
        {
            LeaveWaiting(connection.Input.ReadAsync());
            accepted.Add(connection);
            if (accepted.Count == connections) { all.SetResult(); }
        });
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using (var peer = TransportPeer.Start(loadCore, "idle", ((IPEndPoint)listener.LocalEndPoint).Port, connections))
        {
            await all.Task;
            var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)connections;
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"idle connection: {bytes:0} bytes of managed memory, the loop's table included ({connections} connections)"));
        }

        foreach (var connection in accepted) { await connection.DisposeAsync(); }
    }

    /// <summary>No method awaits the read: its state would be the user's memory, not the transport's.</summary>
    private static void LeaveWaiting(ValueTask<ReadResult> read)
    {
        if (read.IsCompleted) { throw new UsageException("A client that should be idle is not."); }
    }
}
