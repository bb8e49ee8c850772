namespace Picard.Benchmarks;

/// <summary>Measures how much longer 32 clients that send one request at a time wait for their answers while another one pipelines without pause:
/// the 99th percentile of their latency with the flood, divided by that without it, in turns.</summary>
internal sealed class FairnessBenchmark(ServerArguments arguments)
{
    private static readonly Scenario s_others = new("fairness", "GET /plaintext, 32 connections, one request at a time", ["picard", "kestrel-minimal"]) { Connections = 32 };

    private readonly Dictionary<string, List<Round>> _rounds = [];

    public IReadOnlyList<Summary> Run()
    {
        var peers = PeerProcess.StartAll((arguments.Peers ?? s_others.Peers).Select(PeerCatalogue.Named), arguments.ServerCores);
        try
        {
            foreach (var peer in peers)
            {
                _rounds[peer.Peer.Name] = [];
                Report.Progress($"fairness: warming up {peer.Peer.Name}");
                _ = s_others.Run(peer, arguments.WarmUpSeconds, arguments.LoadCores);
                _ = MeasureFlooded(peer);
            }

            for (var round = 1; round <= arguments.Rounds; round++)
            {
                foreach (var peer in peers.Concat(peers.Reverse()))
                {
                    Report.Progress($"fairness: round {round} of {arguments.Rounds}, {peer.Peer.Name}");
                    var alone = s_others.Run(peer, arguments.Seconds, arguments.LoadCores);
                    var (flooded, floodPerSecond) = MeasureFlooded(peer);
                    _rounds[peer.Peer.Name].Add(new Round(alone, flooded, floodPerSecond));
                }
            }

            return [.. peers.Select(static peer => peer.Peer.Name).Select(Sum)];
        }
        finally
        {
            foreach (var peer in peers)
            {
                peer.Dispose();
            }

            Report.Progress("");
        }
    }

    private (LoadResult Others, double FloodPerSecond) MeasureFlooded(PeerProcess peer)
    {
        using var flood = new Flood(peer.Port);
        return (s_others.Run(peer, arguments.Seconds, arguments.LoadCores), flood.RequestsPerSecond);
    }

    private Summary Sum(string name)
    {
        var rounds = _rounds[name];
        var alone = rounds.Select(static round => round.Alone).ToArray();
        var flooded = rounds.Select(static round => round.Flooded).ToArray();
        return new Summary
        {
            Scenario = s_others.Name,
            Peer = name,
            Unit = "p99 with a flood ÷ without",
            Value = Statistics.Median(rounds.Select(static round => round.Flooded.P99Microseconds / round.Alone.P99Microseconds).OfType<double>()),
            P50Microseconds = Statistics.Median(flooded.Select(static load => load.P50Microseconds).OfType<double>()),
            P99Microseconds = Statistics.Median(flooded.Select(static load => load.P99Microseconds).OfType<double>()),
            RequestsPerSecond = Statistics.Median(flooded.Select(static load => load.RequestsPerSecond)),
            Errors = alone.Concat(flooded).Sum(static load => load.Errors),
            Note = FormattableString.Invariant($"alone: p50 {Alone(static load => load.P50Microseconds):0} us, p99 {Alone(static load => load.P99Microseconds):0} us, {Alone(static load => load.RequestsPerSecond):0} requests/s; flood: {Statistics.Median(rounds.Select(static round => round.FloodPerSecond)):0} requests/s"),
        };

        double Alone(Func<LoadResult, double?> figure) => Statistics.Median(alone.Select(figure).OfType<double>());
    }

    /// <summary>What the others saw without the flood and with it, and what the flood got.</summary>
    private sealed record Round(LoadResult Alone, LoadResult Flooded, double FloodPerSecond);
}
