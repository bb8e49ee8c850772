using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Picard.Benchmarks;

/// <summary>A running peer, pinned to its cores, whose processor time and memory are read from <c>/proc</c>.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly double s_microsecondsPerTick = 1e6 / 100; // Unit: USER_HZ is 100 on every Linux that .NET runs on.
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private string _lastError = "";

    private PeerProcess(Peer peer, int port, Process process)
    {
        Peer = peer;
        Port = port;
        _process = process;
    }

    public Peer Peer { get; }

    public int Port { get; }

    public int Id => _process.Id;

    /// <summary>From the start of the process to the last octet of its first answer.</summary>
    public TimeSpan FirstAnswer { get; private set; }

    public string PlaintextUrl => $"http://127.0.0.1:{Port}{Peer.PlaintextTarget}";

    /// <summary>Starts a peer and waits for its first answer.</summary>
    /// <param name="peer">What to start.</param>
    /// <param name="cores">The processor list for <c>taskset</c>.</param>
    /// <returns>The running peer, or null where it is not installed.</returns>
    public static PeerProcess? Start(Peer peer, string cores)
    {
        var port = FreePort();
        if (peer.Command(port) is not { } command)
        {
            return null;
        }

        var start = new ProcessStartInfo("taskset", ["-c", cores, .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start) ?? throw new UsageException($"{peer.Name} does not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var running = new PeerProcess(peer, port, process);
        process.ErrorDataReceived += (_, line) => running._lastError = line.Data ?? running._lastError;
        process.BeginErrorReadLine();
        try
        {
            running.WaitForFirstAnswer(clock);
        }
        catch
        {
            running.Dispose();
            throw;
        }

        running.FirstAnswer = clock.Elapsed;
        return running;
    }

    /// <summary>User and system time so far, in microseconds.</summary>
    public double CpuMicroseconds()
    {
        // proc(5): fields 14 and 15 of stat, counted after the parenthesised command name.
        var stat = File.ReadAllText($"/proc/{Id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * s_microsecondsPerTick;
    }

    /// <summary>A line of <c>/proc/PID/status</c> in KiB, such as <c>RssAnon</c> or <c>VmRSS</c>.</summary>
    public long StatusKiB(string name)
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }

    /// <summary>Bytes allocated by the peer's managed code so far; null where it does not tell.</summary>
    public long? AllocatedBytes()
    {
        if (!Peer.TellsAllocation)
        {
            return null;
        }

        using var stats = JsonDocument.Parse(Request("/stats"));
        return stats.RootElement.GetProperty("allocatedBytes").GetInt64();
    }

    /// <summary>Sends one GET on a connection of its own and returns the content of the answer.</summary>
    public string Request(string target)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000 };
        socket.Connect(IPAddress.Loopback, Port);
        socket.Send(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        var answer = new MemoryStream();
        var buffer = new byte[8192];
        for (int received; !IsWhole(answer) && (received = socket.Receive(buffer)) > 0;)
        {
            answer.Write(buffer, 0, received);
        }

        var text = Encoding.UTF8.GetString(answer.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) && end > 0
            ? Unchunk(text[(end + 4)..])
            : throw new UsageException($"{Peer.Name} answered {target} with: {text[..Math.Min(80, text.Length)]}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    // The C loop never closes, so an answer ends with its Content-Length; without one it ends with the connection.
    private static bool IsWhole(MemoryStream answer)
    {
        var text = Encoding.Latin1.GetString(answer.GetBuffer(), 0, (int)answer.Length);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var field = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        if (end < 0 || field < 0 || field > end)
        {
            return false;
        }

        var digits = text.AsSpan(field + "Content-Length: ".Length);
        return text.Length >= end + 4 + int.Parse(digits[..digits.IndexOf('\r')], CultureInfo.InvariantCulture);
    }

    // Kestrel chunks what it does not know the length of; the stats are one small chunk.
    private static string Unchunk(string content) =>
        content.Length > 0 && content[0] != '{' && content.Contains("\r\n{", StringComparison.Ordinal)
            ? content[(content.IndexOf('{', StringComparison.Ordinal))..(content.LastIndexOf('}') + 1)]
            : content;

    private void WaitForFirstAnswer(Stopwatch clock)
    {
        while (true)
        {
            try
            {
                Request(Peer.PlaintextTarget);
                return;
            }
            catch (SocketException) when (clock.Elapsed < s_startLimit && !_process.HasExited)
            {
                Thread.Sleep(2);
            }
            catch (SocketException)
            {
                throw new UsageException($"{Peer.Name} does not answer: {_lastError}");
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
