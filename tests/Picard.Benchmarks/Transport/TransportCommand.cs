using System.Globalization;

namespace Picard.Benchmarks;

/// <summary><c>transport</c>: what the event loops cost below HTTP.</summary>
internal static class TransportCommand
{
    public const string Help = """
        transport: the event loops without HTTP (Linux); the load comes from a second process
          --rounds N       each value is measured once a round, in turn   [5]
          --seconds S      of load for each measurement                   [2]
          --connections N  idle connections                               [5000]
          --core N, --load-core N   where the loop and the load run       [0] [1]
        Prints, for several values of TCP_NOTSENT_LOWAT, CPU microseconds of this process per write of 1 MiB and what a reader that stops
        leaves outstanding; then the managed memory of an idle connection.
        """;

    public static int Run(ReadOnlySpan<string> arguments)
    {
        var (rounds, seconds, connections, core, loadCore) = (5, 2.0, 5_000, 0, "1");
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : throw new UsageException($"{arguments[i]} needs a value.\n{Help}");
            switch (arguments[i])
            {
                case "--rounds": rounds = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "--seconds": seconds = double.Parse(value, CultureInfo.InvariantCulture); break;
                case "--connections": connections = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "--core": core = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "--load-core": loadCore = value; break;
                default: throw new UsageException($"There is no option {arguments[i]}.\n{Help}");
            }
        }

        if (!OperatingSystem.IsLinux()) { throw new UsageException("The event loops are for Linux."); }
        System.Diagnostics.Process.GetCurrentProcess().ProcessorAffinity = 1 << core;
        UnsentBenchmark.RunAsync(rounds, seconds, loadCore).GetAwaiter().GetResult();
        IdleConnectionBenchmark.RunAsync(connections, loadCore).GetAwaiter().GetResult();
        return 0;
    }
}
