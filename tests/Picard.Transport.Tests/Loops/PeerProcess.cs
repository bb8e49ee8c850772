using System.Diagnostics;
using System.Threading.Channels;

namespace Picard.Transport.Tests;

/// <summary>The program of <c>tests/Picard.Transport.Peer</c>, running: lines go to it, and lines come from it.</summary>
internal sealed class PeerProcess : IDisposable
{
    // Ten thousand connects take seconds on a loaded machine; nothing waits for this long.
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();

    private PeerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
    }

    /// <summary>What the transport logged in the other process, so far.</summary>
    public List<string> Log { get; } = [];

    private TaskCompletionSource Logged { get; set; } = NewLogged();

    public static PeerProcess Start(params string[] arguments) => Start("exec \"$0\" \"$@\"", arguments);

    /// <summary>Starts it with a limit of its own for descriptors, which it cannot raise again.</summary>
    public static PeerProcess StartWithDescriptors(int limit, params string[] arguments) => Start($"ulimit -n {limit}; exec \"$0\" \"$@\"", arguments);

    public async Task<string> ReadLineAsync() => await _answers.Reader.ReadAsync().AsTask().WaitAsync(s_hang);

    /// <summary>Sends a command and waits for its answer.</summary>
    public async Task<string> CommandAsync(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        return await ReadLineAsync();
    }

    /// <summary>Waits until this many lines are logged.</summary>
    public async Task LoggedAsync(int lines)
    {
        while (true)
        {
            Task logged;
            lock (Log)
            {
                if (Log.Count >= lines) { return; }
                logged = Logged.Task;
            }

            await logged.WaitAsync(s_hang);
        }
    }

    /// <summary>Ends it as a crash would: its sockets are closed by the kernel.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) { Kill(); }
        _process.Dispose();
    }

    private static PeerProcess Start(string script, string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Picard.Transport.Peer.dll");
        var start = new ProcessStartInfo("sh", ["-c", script, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new PeerProcess(Process.Start(start) ?? throw new InvalidOperationException("The other process does not start."));
    }

    private static TaskCompletionSource NewLogged() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(string? line)
    {
        if (line is null)
        {
            _answers.Writer.TryComplete();
            return;
        }

        if (!line.StartsWith("log ", StringComparison.Ordinal))
        {
            _answers.Writer.TryWrite(line);
            return;
        }

        TaskCompletionSource logged;
        lock (Log)
        {
            Log.Add(line["log ".Length..]);
            (logged, Logged) = (Logged, NewLogged());
        }

        logged.SetResult();
    }
}
