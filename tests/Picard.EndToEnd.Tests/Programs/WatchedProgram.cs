using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;
using Picard.EndToEnd.Tests.Peers;

namespace Picard.EndToEnd.Tests.Programs;

/// <summary>A program of one file under <c>dotnet watch</c>, which listens on a Unix socket and is edited while it runs.</summary>
internal sealed class WatchedProgram : IAsyncDisposable
{
    // Limit: a step that hangs fails its test. A build on a busy machine takes most of a minute.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly string _folder;
    private readonly Process _process;
    private readonly List<string> _lines = [];

    // The program speaks on one stream and its watcher on the other.
    private readonly Channel<string> _received = Channel.CreateUnbounded<string>();
    private string _source;

    private WatchedProgram(string folder, string source)
    {
        _folder = folder;
        _source = source;
        Write(source);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "watch", "--non-interactive", "run", "--urls", $"unix:{SocketPath}" },
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["PICARD_URLS"] = null },
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Receive;
        _process.ErrorDataReceived += Receive;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything the program and its watcher have said.</summary>
    public string Output => string.Join('\n', _lines);

    private string SocketPath => Path.Combine(_folder, "socket");

    /// <summary>Starts a program and waits until edits are waited for.</summary>
    public static async Task<WatchedProgram> StartAsync(string source)
    {
        var folder = await UserProject.CreateAsync("Watched", "Picard.Gen.Generators");
        var program = new WatchedProgram(folder, source);
        await program.StartedAsync();
        return program;
    }

    /// <summary>Edits the source and waits until the running program has changed.</summary>
    public async Task ApplyAsync(string text, string replacement)
    {
        Edit(text, replacement);
        await LinesAsync(static line => line.Contains("changes applied", StringComparison.Ordinal) || line.Contains("Hot reload succeeded", StringComparison.Ordinal));
    }

    /// <summary>Edits the source and waits until the program has ended and another listens.</summary>
    public async Task RestartAsync(string text, string replacement)
    {
        Edit(text, replacement);
        await StartedAsync();
    }

    /// <summary>The content of the answer to GET.</summary>
    public async Task<string> GetAsync(string target)
    {
        await using var connection = await RawConnection.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        await connection.SendAsync($"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        return (await connection.RequireAsync()).Text;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Receive(object sender, DataReceivedEventArgs received) => _received.Writer.TryWrite(received.Data ?? "");

    private void Edit(string text, string replacement)
    {
        Assert.Contains(text, _source, StringComparison.Ordinal);
        _source = _source.Replace(text, replacement, StringComparison.Ordinal);
        Write(_source);
    }

    // In one step, so that no half of a file is seen.
    private void Write(string source)
    {
        var next = Path.Combine(Directory.CreateTempSubdirectory("picard-edit-").FullName, "Program.cs");
        File.WriteAllText(next, source);
        File.Move(next, Path.Combine(_folder, "Program.cs"), overwrite: true);
        Directory.Delete(Path.GetDirectoryName(next)!);
    }

    /// <summary>The program listens and the watcher waits, in either order.</summary>
    private Task StartedAsync() => LinesAsync(
        static line => line.StartsWith("Listening on unix:", StringComparison.Ordinal), static line => line.Contains("Waiting for changes", StringComparison.Ordinal));

    private async Task LinesAsync(params Func<string, bool>[] wanted)
    {
        var missing = wanted.ToList();
        while (missing.Count > 0)
        {
            var line = await LineAsync();
            _lines.Add(line);
            missing.RemoveAll(isWanted => isWanted(line));
        }
    }

    private async Task<string> LineAsync()
    {
        try
        {
            return await _received.Reader.ReadAsync().AsTask().WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"dotnet watch says no more than: {Output}");
        }
    }
}
