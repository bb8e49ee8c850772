using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Picard.Benchmarks;

/// <summary>A running peer, pinned to its cores. Nothing of it is left when it is disposed of, or when this program is interrupted.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(3);
    private static readonly Lock s_gate = new();
    private static readonly List<PeerProcess> s_running = [];
    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private string _lastError = "";

    private PeerProcess(Peer peer, int port, Process process, DirectoryInfo folder)
    {
        Peer = peer;
        Port = port;
        _process = process;
        _folder = folder;
        lock (s_gate)
        {
            s_running.Add(this);
        }
    }

    public Peer Peer { get; }

    public int Port { get; }

    /// <summary>The process that was started, first, and those that it started.</summary>
    public IReadOnlyList<int> Ids => ProcessTree.Ids(_process.Id);

    /// <summary>From the start of the process to the last octet of its first answer.</summary>
    public TimeSpan FirstAnswer { get; private set; }

    /// <summary>User and system time so far, in microseconds, of all its processes.</summary>
    public double CpuMicroseconds => ProcessTree.CpuMicroseconds(_process.Id);

    /// <summary>Starts those that are installed, and says in a line which are not.</summary>
    /// <param name="peers">What to start.</param>
    /// <param name="cores">The cores for them.</param>
    public static IReadOnlyList<PeerProcess> StartAll(IEnumerable<Peer> peers, string cores)
    {
        var started = new List<PeerProcess>();
        try
        {
            foreach (var peer in peers)
            {
                if (Start(peer, cores) is { } running)
                {
                    started.Add(running);
                }
            }

            return started;
        }
        catch
        {
            started.ForEach(static peer => peer.Dispose());
            throw;
        }
    }

    /// <summary>Starts a peer and waits for its first answer.</summary>
    /// <param name="peer">What to start.</param>
    /// <param name="cores">The cores for it.</param>
    /// <returns>The running peer, or null, which is said in a line, where it is not installed or does not start.</returns>
    /// <exception cref="UsageException">It is ours that does not start.</exception>
    public static PeerProcess? Start(Peer peer, string cores)
    {
        if (!peer.IsInstalled)
        {
            Report.Note($"{peer.Name} is left out: there is no {peer.Program} on this machine");
            return null;
        }

        var port = FreePort();
        var folder = Directory.CreateTempSubdirectory($"picard-{peer.Name}-");
        var start = new ProcessStartInfo("taskset", ["-c", cores, .. peer.Command(port, folder.FullName)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start) ?? throw new UsageException($"{peer.Name} does not start.");
        var running = new PeerProcess(peer, port, process, folder);
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, line) => running._lastError = line.Data ?? running._lastError;
        process.BeginErrorReadLine();
        try
        {
            running.WaitForFirstAnswer(clock);
            return running;
        }
        catch (UsageException fault) when (peer.Name != PeerCatalogue.Ours)
        {
            running.Dispose();
            Report.Note($"{peer.Name} is left out: {fault.Message}");
            return null;
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }

    /// <summary>Ends every peer.</summary>
    public static void EndAll()
    {
        PeerProcess[] running;
        lock (s_gate)
        {
            running = [.. s_running];
        }

        Array.ForEach(running, static peer => peer.Dispose());
    }

    /// <summary>The URL of a target.</summary>
    public string Url(string target) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}{target}");

    /// <summary>A line of <c>/proc/PID/status</c> in KiB, such as <c>RssAnon</c> or <c>VmRSS</c>, of all its processes.</summary>
    public long StatusKiB(string name) => ProcessTree.StatusKiB(_process.Id, name);

    /// <summary>Bytes allocated by the peer's managed code so far.</summary>
    public long AllocatedBytes()
    {
        using var stats = JsonDocument.Parse(PeerRequest.Get(Port, "/stats"));
        return stats.RootElement.GetProperty("allocatedBytes").GetInt64();
    }

    public void Dispose()
    {
        lock (s_gate)
        {
            if (!s_running.Remove(this))
            {
                return;
            }
        }

        if (!_process.HasExited)
        {
            // A server that is asked ends its children too; one that is killed leaves them to nobody.
            _ = Tool.RunForErrors("kill", "-TERM", _process.Id.ToString(CultureInfo.InvariantCulture));
            if (!_process.WaitForExit(s_endLimit))
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit();
            }
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void WaitForFirstAnswer(Stopwatch clock)
    {
        while (true)
        {
            try
            {
                _ = PeerRequest.Get(Port, "/plaintext");
                FirstAnswer = clock.Elapsed;
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
