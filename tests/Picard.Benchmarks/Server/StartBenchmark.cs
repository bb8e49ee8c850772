namespace Picard.Benchmarks;

/// <summary>Measures the time from the start of the process to its first answer, and the memory that is resident then.</summary>
internal sealed class StartBenchmark(ServerArguments arguments)
{
    private readonly Dictionary<string, List<(double Milliseconds, double ResidentMiB)>> _starts = [];

    public IReadOnlyList<Summary> Run()
    {
        var names = arguments.Peers ?? ["picard", "kestrel-slim", "kestrel-minimal"];
        for (var round = 1; round <= arguments.Rounds; round++)
        {
            foreach (var name in names.Concat(names.Reverse()))
            {
                Report.Progress($"start: round {round} of {arguments.Rounds}, {name}");
                using var peer = PeerProcess.Start(PeerCatalogue.Named(name), arguments.ServerCores);
                if (peer is not null)
                {
                    _starts.TryAdd(name, []);
                    _starts[name].Add((peer.FirstAnswer.TotalMilliseconds, peer.StatusKiB("VmRSS") / 1024.0));
                }
            }
        }

        Report.Progress("");
        return [.. _starts.Select(pair => Sum(pair.Key))];
    }

    private Summary Sum(string name) => new()
    {
        Scenario = "start",
        Peer = name,
        Unit = "ms to the first answer",
        Value = Statistics.Median(Milliseconds(name)),
        Ratio = _starts.ContainsKey(PeerCatalogue.Ours) ? Ratio.Of(Milliseconds(name), Milliseconds(PeerCatalogue.Ours)) : null,
        ResidentMiB = Statistics.Median(_starts[name].Select(static start => start.ResidentMiB)),
    };

    private double[] Milliseconds(string name) => [.. _starts[name].Select(static start => start.Milliseconds)];
}
