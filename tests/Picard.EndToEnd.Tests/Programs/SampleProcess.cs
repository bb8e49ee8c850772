using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace Picard.EndToEnd.Tests.Programs;

/// <summary>A sample as a process of its own, as a person or an orchestrator runs it.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Terminate = 15;

    private const string Listening = "Listening on ";

    // Limit: a process that hangs fails its test; starting one takes a fraction of a second.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private SampleProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a sample.</summary>
    /// <param name="sample">Its name.</param>
    /// <param name="urls">The environment variable PICARD_URLS, or null for none.</param>
    /// <param name="arguments">Its arguments.</param>
    public static SampleProcess Start(string sample, string? urls, params string[] arguments) =>
        Start([Host, Path.Combine(AppContext.BaseDirectory, sample + ".dll"), .. arguments], urls);

    /// <summary>Starts a sample that may have so many descriptors and no more.</summary>
    public static SampleProcess StartWithDescriptors(int descriptors, string sample, params string[] arguments) =>
        Start(["/bin/sh", "-c", $"ulimit -n {descriptors}; exec \"$0\" \"$@\"", Host, Path.Combine(AppContext.BaseDirectory, sample + ".dll"), .. arguments], urls: null);

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The next address the sample says it listens on.</summary>
    public async Task<string> AddressAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        Assert.True(line?.StartsWith(Listening, StringComparison.Ordinal), $"'{line}' is no address; {(line is null ? await _errors : "")}");
        return line![Listening.Length..];
    }

    /// <summary>The end point of the next address.</summary>
    public async Task<EndPoint> EndPointAsync()
    {
        var url = new Uri(await AddressAsync());
        return new IPEndPoint(IPAddress.Parse(url.Host), url.Port);
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>How it ended, once it has.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(s_patience);
        var errors = await _errors.WaitAsync(s_patience);
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        return (_process.ExitCode, output, errors);
    }

    private static SampleProcess Start(string[] command, string? urls)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PICARD_URLS"] = urls;
        return new SampleProcess(Process.Start(start)!);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
