using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Picard.Transport;

namespace Picard.Benchmarks;

/// <summary>What a value of TCP_NOTSENT_LOWAT costs, and what it is for: CPU per write of 1 MiB, and the bytes that the kernel holds for a reader that stops.</summary>
internal static class UnsentBenchmark
{
    public const int WriteBytes = 1024 * 1024;

    private const int Connections = 8;

    private static readonly int[] s_values = [16 * 1024, 32 * 1024, 56 * 1024, 64 * 1024, int.MaxValue];

    public static async Task RunAsync(int rounds, double seconds, string loadCore)
    {
        var figures = s_values.ToDictionary(static value => value, static _ => new List<double>());
        await MeasureAsync(s_values[0], seconds, loadCore);
        for (var round = 1; round <= rounds; round++)
        {
            // There and back: what drifts meanwhile meets each value alike.
            foreach (var value in round % 2 == 0 ? s_values.Reverse() : s_values)
            {
                figures[value].Add(await MeasureAsync(value, seconds, loadCore));
                await Console.Error.WriteLineAsync($"round {round} of {rounds}: {Name(value)}");
            }
        }

        Console.WriteLine("| TCP_NOTSENT_LOWAT | CPU µs per 1 MiB, median (lowest–highest) | bytes outstanding: reader with a 4 KiB buffer | with a default buffer |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var value in s_values)
        {
            var sorted = figures[value].Order().ToList();
            var (small, usual) = (await OutstandingAsync(value, receiveBufferBytes: 4096), await OutstandingAsync(value, receiveBufferBytes: null));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Name(value)} | {sorted[sorted.Count / 2]:0} ({sorted[0]:0}–{sorted[^1]:0}) | {small} | {usual} |"));
        }
    }

    private static string Name(int value) => value == int.MaxValue ? "none" : $"{value / 1024} KiB";

    private static async Task<double> MeasureAsync(int unsentBytes, double seconds, string loadCore)
    {
        await using var loops = new LoopGroup(new LoopGroupOptions { LoopCount = 1, UnsentBytes = unsentBytes });
        await using var listener = loops.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var (writes, content) = (0L, new byte[WriteBytes]);
        listener.Start(connection => _ = ServeAsync(connection));
        using var peer = TransportPeer.Start(loadCore, "read", ((IPEndPoint)listener.LocalEndPoint).Port, Connections);
        await peer.ReadyAsync();
        await Task.Delay(TimeSpan.FromSeconds(0.5));
        var (cpuBefore, writesBefore) = (Environment.CpuUsage.TotalTime, Volatile.Read(ref writes));
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var (cpu, written) = (Environment.CpuUsage.TotalTime - cpuBefore, Volatile.Read(ref writes) - writesBefore);
        return cpu.TotalMicroseconds / written;

        async Task ServeAsync(TransportConnection connection)
        {
            await using var owned = connection;
            try
            {
                while (true)
                {
                    var read = await connection.Input.ReadAsync();
                    if (read.IsCompleted) { return; }
                    connection.Input.AdvanceTo(read.Buffer.End);
                    await connection.Output.WriteAsync(content);
                    writes++;
                }
            }
            catch (TransportException)
            {
                // The client process has ended.
            }
        }
    }

    /// <summary>What the kernel holds of a write to a client that never reads.</summary>
    private static async Task<long> OutstandingAsync(int unsentBytes, int? receiveBufferBytes)
    {
        await using var loops = new LoopGroup(new LoopGroupOptions { LoopCount = 1, UnsentBytes = unsentBytes });
        await using var listener = loops.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var accepted = new TaskCompletionSource<TransportConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        listener.Start(accepted.SetResult);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBufferBytes is { } bytes) { client.ReceiveBufferSize = bytes; }
        await client.ConnectAsync(listener.LocalEndPoint);
        await using var connection = await accepted.Task;
        var write = connection.Output.WriteAsync(new byte[64 * 1024 * 1024]).AsTask();
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        var outstanding = SendQueueBytes(((IPEndPoint)connection.RemoteEndPoint!).Port);
        connection.Abort();
        await write;
        return outstanding;
    }

    // proc_net_tcp(5): local_address rem_address st tx_queue:rx_queue, in hexadecimal; the queue is what SIOCOUTQ tells.
    private static long SendQueueBytes(int remotePort) => File.ReadLines("/proc/net/tcp")
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields[2].EndsWith($":{remotePort:X4}", StringComparison.Ordinal))
        .Select(static fields => long.Parse(fields[4].Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        .Max();
}
