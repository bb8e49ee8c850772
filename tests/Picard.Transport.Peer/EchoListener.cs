using System.Net;
using System.Net.Sockets;
using Picard.Server.Tests;

namespace Picard.Transport.Peer;

/// <summary>An echo listener whose descriptors may run out, by its clients or by files that it opens itself. Its clock stands still until it is told to go on.</summary>
/// <remarks>Commands, each answered by itself: <c>hold</c> opens files until no descriptor is left, <c>release</c> closes them, <c>advance MILLISECONDS</c> moves the clock
/// (answered by <c>idle</c> if nothing waits for it: time that passes then would be lost), <c>pass MILLISECONDS</c> does so in any case, <c>state</c> is answered by the connections, slabs and descriptors in use. What the transport logs is printed as <c>log TEXT</c>.</remarks>
internal static class EchoListener
{
    private static readonly FakeTime s_time = new();
    private static readonly SlabPool s_slabs = new();
    private static readonly List<FileStream> s_files = [];
    private static int s_connections;

    public static async Task<int> RunAsync(string transport)
    {
        // What is loaded on first use is loaded now: an assembly cannot be, once there is no descriptor to open it with.
        _ = Advance(milliseconds: 1);
        FailOnce();
        await using var loops = transport == "epoll" ? new LoopGroup(new LoopGroupOptions { LoopCount = 2, Slabs = s_slabs, TimeProvider = s_time, Log = Log }) : null;
        await using var listener = Bind(loops);
        listener.Start(connection => _ = EchoAsync(connection));
        Console.WriteLine($"listening {((IPEndPoint)listener.LocalEndPoint).Port}");
        while (Console.ReadLine() is { } command)
        {
            switch (command.Split(' '))
            {
                case ["hold"]:
                    Hold();
                    break;
                case ["release"]:
                    s_files.ForEach(static file => file.Dispose());
                    s_files.Clear();
                    break;
                case ["advance", var milliseconds]:
                    command = Advance(int.Parse(milliseconds)) ? command : "idle";
                    break;
                case ["pass", var milliseconds]:
                    s_time.Advance(TimeSpan.FromMilliseconds(int.Parse(milliseconds)));
                    break;
                case ["state"]:
                    command = $"state {Volatile.Read(ref s_connections)} {s_slabs.RentedCount} {Directory.GetFiles("/proc/self/fd").Length}";
                    break;
                default:
                    return 1;
            }

            Console.WriteLine(command);
        }

        return 0;
    }

    private static TransportListener Bind(LoopGroup? loops)
    {
        var endPoint = new IPEndPoint(IPAddress.Loopback, 0);
        return loops is null ? SocketListener.Bind(endPoint, new SocketTransportOptions { Slabs = s_slabs, TimeProvider = s_time, Log = Log }) : loops.Bind(endPoint);
    }

    private static void Log(string line) => Console.WriteLine($"log {line}");

    // What telling an error takes, its text and its stack trace, is loaded with it.
    private static void FailOnce()
    {
        try
        {
            throw new SocketException((int)SocketError.TooManyOpenSockets);
        }
        catch (SocketException exception)
        {
            _ = exception.ToString();
        }
    }

    private static void Hold()
    {
        try
        {
            while (true) { s_files.Add(File.OpenRead("/dev/null")); }
        }
        catch (IOException)
        {
            // None is left, as was asked for.
        }
    }

    private static bool Advance(int milliseconds)
    {
        if (s_time.RunningTimers == 0) { return false; }
        s_time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return true;
    }

    private static async Task EchoAsync(TransportConnection connection)
    {
        Interlocked.Increment(ref s_connections);
        try
        {
            while (true)
            {
                var read = await connection.Input.ReadAsync();
                if (read.IsCompleted) { break; }
                foreach (var part in read.Buffer) { await connection.Output.WriteAsync(part); }
                connection.Input.AdvanceTo(read.Buffer.End);
            }
        }
        catch (TransportException)
        {
            // The client is gone.
        }

        await connection.DisposeAsync();
        Interlocked.Decrement(ref s_connections);
    }
}
