using System.Runtime.InteropServices;

namespace Picard.Benchmarks;

/// <summary><c>server</c>, <c>proxy</c>, <c>idle</c>, <c>start</c>, <c>fairness</c>: our server against its peers.</summary>
internal static class ServerCommand
{
    public static int Run(string command, ReadOnlySpan<string> arguments)
    {
        var options = ServerArguments.Parse(command, arguments);
        var machine = Machine.Here($"dotnet run -c Release --project tests/Picard.Benchmarks -- {command} {string.Join(' ', arguments.ToArray())}".TrimEnd());
        Cores.StayOn(options.LoadCores);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        if (options.Counts && SystemCalls.Tool is null && command is "server" or "proxy")
        {
            Report.Note("system calls are not counted: there is no perf or strace here that may");
        }

        var summaries = options.Scenarios.SelectMany(scenario => scenario switch
        {
            "idle" => new IdleBenchmark(options).Run(),
            "start" => new StartBenchmark(options).Run(),
            "fairness" => new FairnessBenchmark(options).Run(),
            _ => new LoadBenchmark(options, Scenario.Named(scenario)).Run(),
        }).ToList();

        Report.Write(machine, summaries, options.MarkdownFile, options.JsonFile);
        return 0;
    }

    // An interrupted run leaves no server and no folder behind.
    private static void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        PeerProcess.EndAll();
        Environment.Exit(130);
    }
}
