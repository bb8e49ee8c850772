using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Picard.Benchmarks;

/// <summary>The client ends of the transport's measurements, in a process of their own: their work does not count as ours.</summary>
internal sealed class TransportPeer : IDisposable
{
    private readonly Process _process;

    private TransportPeer(Process process) => _process = process;

    /// <summary>Starts a client process; it ends when it is disposed of.</summary>
    public static TransportPeer Start(string core, string role, int port, int count)
    {
        string[] command = ["-c", core, "dotnet", typeof(TransportPeer).Assembly.Location, "transport-peer", role, Text(port), Text(count)];
        var start = new ProcessStartInfo("taskset", command) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new TransportPeer(Process.Start(start) ?? throw new UsageException("taskset does not start."));

        static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The client process has made its connections.</summary>
    public Task ReadyAsync() => _process.StandardOutput.ReadLineAsync();

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The client process: <c>read</c> asks for a megabyte again and again on each connection, <c>idle</c> connects and does nothing.</summary>
    public static int Run(string role, int port, int count)
    {
        var sockets = new List<Socket>();
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Connect(IPAddress.Loopback, port);
            sockets.Add(socket);
        }

        Console.WriteLine("ready");
        if (role == "read")
        {
            foreach (var socket in sockets) { new Thread(() => Read(socket)) { IsBackground = true }.Start(); }
        }

        // The end of the standard input is the end of the measurement.
        Console.In.ReadToEnd();
        return 0;
    }

    private static void Read(Socket socket)
    {
        var bytes = new byte[256 * 1024];
        try
        {
            while (true)
            {
                socket.Send([1]);
                for (var left = UnsentBenchmark.WriteBytes; left > 0;)
                {
                    var received = socket.Receive(bytes.AsSpan(0, Math.Min(left, bytes.Length)));
                    if (received == 0) { return; }
                    left -= received;
                }
            }
        }
        catch (SocketException)
        {
            // The measurement is over.
        }
    }
}
