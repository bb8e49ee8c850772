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
        Start([Host, PathOf(sample), .. arguments], urls);

    /// <summary>Starts a sample that may have so many descriptors and no more.</summary>
    public static SampleProcess StartWithDescriptors(int descriptors, string sample, params string[] arguments) =>
        Start(["/bin/sh", "-c", $"ulimit -n {descriptors}; exec \"$0\" \"$@\"", Host, PathOf(sample), .. arguments], urls: null);

    /// <summary>A sample that is not beside the tests is where it was built, with the same configuration.</summary>
    private static string PathOf(string sample)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, sample + ".dll");
        var output = Path.GetRelativePath(Repository("tests/Picard.EndToEnd.Tests"), AppContext.BaseDirectory);
        return File.Exists(beside) ? beside : Path.Combine(Repository($"samples/{sample}"), output, sample + ".dll");
    }

    /// <summary>A folder of the repository: the one that the tests were built in.</summary>
    private static string Repository(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Picard.Gen.sln")))
            {
                return Path.Combine(folder.FullName, path);
            }
        }

        throw new DirectoryNotFoundException("The tests do not run in a checkout of the repository.");
    }

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
