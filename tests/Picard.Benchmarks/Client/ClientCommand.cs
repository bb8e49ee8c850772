using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Picard.Benchmarks;

/// <summary><c>client</c>: our client against .NET's.</summary>
internal static class ClientCommand
{
    /// <summary>The command of the process that has the clients. It is pinned before it starts: how many processors there are is asked once, and decides about threads.</summary>
    public const string PinnedName = "client-pinned";

    public static int Run(ReadOnlySpan<string> arguments)
    {
        var options = ClientArguments.Parse(arguments);
        _ = Programs.Require("taskset", "util-linux");
        string[] command = ["-c", options.LoadCores, "dotnet", typeof(ClientCommand).Assembly.Location, PinnedName, .. arguments];
        using var process = Process.Start(new ProcessStartInfo("taskset", command)) ?? throw new UsageException("taskset does not start.");

        // An interruption ends the other process, which ends its server; this one waits for that.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            _ = Tool.RunForErrors("kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture));
        });
        process.WaitForExit();
        return process.ExitCode;
    }

    public static int RunPinned(ReadOnlySpan<string> arguments)
    {
        var options = ClientArguments.Parse(arguments);
        var machine = Machine.Here($"dotnet run -c Release --project tests/Picard.Benchmarks -- client {string.Join(' ', arguments.ToArray())}".TrimEnd());
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var server = PeerProcess.Start(PeerCatalogue.Named(PeerCatalogue.Ours), options.ServerCores) ?? throw new UsageException("There is no server to ask.");
        var summaries = options.Scenarios.SelectMany(scenario => new ClientBenchmark(options, server.Port).RunAsync(scenario).GetAwaiter().GetResult()).ToList();
        Report.Write(machine, summaries, options.MarkdownFile, options.JsonFile);
        return 0;
    }

    private static void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        PeerProcess.EndAll();
        Environment.Exit(130);
    }
}
