namespace Picard.Benchmarks;

/// <summary>Measures the time from the start of the process to its first answer, and the memory it holds then.</summary>
internal sealed class StartBenchmark(ServerArguments arguments)
{
    private const int Starts = 7;

    public IReadOnlyList<Summary> Run()
    {
        var names = arguments.Peers ?? ["picard", "kestrel-slim", "kestrel-minimal"];
        var milliseconds = names.ToDictionary(static name => name, static _ => new List<double>());
        for (var i = 0; i < Starts; i++)
        {
            foreach (var name in i % 2 == 0 ? names : names.Reverse())
            {
                Report.Progress($"start: {i + 1} of {Starts}, {name}");
                using var peer = PeerProcess.Start(PeerCatalogue.Named(name), arguments.ServerCores);
                if (peer is not null)
                {
                    milliseconds[name].Add(peer.FirstAnswer.TotalMilliseconds);
                }
            }
        }

        Report.Progress("");
        var ours = milliseconds.GetValueOrDefault(PeerCatalogue.Ours);
        return [.. milliseconds.Where(static pair => pair.Value.Count > 0).Select(pair => Sum(pair.Key, pair.Value, ours))];
    }

    private static Summary Sum(string name, List<double> values, List<double>? ours)
    {
        var ratios = ours is null ? [] : values.Zip(ours, static (theirs, own) => theirs / own).Order().ToArray();
        return new Summary
        {
            Scenario = "start",
            Peer = name,
            Unit = "ms to the first answer",
            Value = values.Order().ElementAt(values.Count / 2),
            Ratio = ratios.Length == 0 ? null : ratios[ratios.Length / 2],
            LowestRatio = ratios.Length == 0 ? null : ratios[0],
            HighestRatio = ratios.Length == 0 ? null : ratios[^1],
        };
    }
}
