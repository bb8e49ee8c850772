using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Picard.Client.Interop;

/// <summary>A server that is a programme of the machine: a process with a folder of its own, both of which end with it.</summary>
internal abstract class ServerProgramme(string programme) : InteropServer
{
    private static readonly string[] s_folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/sbin"];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private Process? _process;

    public override string? Missing => Find(programme) is null ? programme : null;

    /// <summary>A folder for its files.</summary>
    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("picard-interop-");

    /// <summary>The port of the loopback address that it listens on.</summary>
    protected int Port { get; private set; }

    protected virtual string Scheme => "http";

    /// <summary>Its arguments, once its files are written.</summary>
    protected abstract Task<IReadOnlyList<string>> PrepareAsync();

    /// <summary>Where a programme is; null if it is not here.</summary>
    public static string? Find(string name) => s_folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public override async Task StartAsync()
    {
        Port = FreePort();
        Base = string.Create(CultureInfo.InvariantCulture, $"{Scheme}://127.0.0.1:{Port}");
        var start = new ProcessStartInfo(Find(programme)!, await PrepareAsync()) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Folder.FullName };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{programme} does not start.");
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        var errors = _process.StandardError.ReadToEndAsync();
        var clock = Stopwatch.StartNew();
        while (!await ListensAsync())
        {
            // Asked again after a while, or at once if it has ended.
            if (EndsWithin(TimeSpan.FromMilliseconds(20)) || clock.Elapsed > s_patience)
            {
                _process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"{programme} does not listen: {await errors}");
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Folder.Delete(recursive: true);
    }

    /// <summary>Runs a programme to its end.</summary>
    protected static async Task RunAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(name)!, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Require.That(process.ExitCode == 0, $"{name} failed: {errors}");
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private bool EndsWithin(TimeSpan time) => _process!.WaitForExit(time);

    private async Task<bool> ListensAsync()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
