using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>
/// Measures peers under one scenario. All of them run for the whole time, pinned to the same cores, and only one is under load: first each is
/// warmed up until its figure is steady, then they are measured in the order A B … B A, so that a drift of the machine hits all alike.
/// </summary>
internal sealed class LoadBenchmark(ServerArguments arguments, Scenario scenario)
{
    // Limit: a figure that has not settled by then is reported as it is, with its spread.
    private const int MostWarmUps = 12;
    private const double Steady = 0.03;
    private readonly List<Measurement> _measurements = [];

    public IReadOnlyList<Summary> Run()
    {
        var names = arguments.Peers ?? scenario.Peers;
        var peers = new List<PeerProcess>();
        try
        {
            foreach (var name in names)
            {
                if (PeerProcess.Start(PeerCatalogue.Named(name), arguments.ServerCores) is { } peer)
                {
                    peers.Add(peer);
                }
                else
                {
                    Progress($"{name} is not installed here and is left out");
                }
            }

            foreach (var peer in peers)
            {
                WarmUp(peer);
            }

            for (var round = 0; round < arguments.Rounds; round++)
            {
                peers.ForEach(peer => Measure(peer, 2 * round));
                peers.AsEnumerable().Reverse().ToList().ForEach(peer => Measure(peer, (2 * round) + 1));
            }

            var calls = peers.ToDictionary(static peer => peer.Peer.Name, CallsPerRequest);
            return [.. peers.Select(peer => Sum(peer.Peer.Name, calls[peer.Peer.Name]))];
        }
        finally
        {
            peers.ForEach(static peer => peer.Dispose());
            Progress("");
        }
    }

    private void WarmUp(PeerProcess peer)
    {
        double last = 0;
        for (var i = 0; i < MostWarmUps; i++)
        {
            Progress($"{scenario.Name}: warming up {peer.Peer.Name}, {last:0.00} us");
            var now = Once(peer, -1).CpuMicrosecondsPerRequest;
            if (i >= 2 && Math.Abs(now - last) < Steady * last)
            {
                return;
            }

            last = now;
        }
    }

    private void Measure(PeerProcess peer, int round)
    {
        Progress($"{scenario.Name}: round {round + 1} of {2 * arguments.Rounds}, {peer.Peer.Name}");
        _measurements.Add(Once(peer, round));
    }

    private Measurement Once(PeerProcess peer, int round)
    {
        var allocated = peer.AllocatedBytes();
        var cpu = peer.CpuMicroseconds();
        var load = scenario.Run(peer, arguments.Seconds, arguments.LoadCores);
        cpu = peer.CpuMicroseconds() - cpu;
        var bytes = peer.AllocatedBytes() - allocated;
        return new Measurement(peer.Peer.Name, round, cpu / load.Requests, bytes / (double?)load.Requests, load);
    }

    // perf counts system calls without slowing them much; where it may not, the column stays empty.
    private double? CallsPerRequest(PeerProcess peer)
    {
        if (!PeerCatalogue.IsInstalled("perf"))
        {
            return null;
        }

        Progress($"{scenario.Name}: system calls of {peer.Peer.Name}");
        var load = Task.Run(() => scenario.Run(peer, 3, arguments.LoadCores));
        Thread.Sleep(500);
        var text = Tool.RunForErrors("perf", "stat", "-x,", "-e", "raw_syscalls:sys_enter", "-p", peer.Id.ToString(CultureInfo.InvariantCulture), "--", "sleep", "2");
        var result = load.GetAwaiter().GetResult();
        var line = text.Split('\n').FirstOrDefault(static line => line.Contains("raw_syscalls", StringComparison.Ordinal));
        return line is not null && double.TryParse(line.Split(',')[0], CultureInfo.InvariantCulture, out var calls) ? calls / (2 * result.RequestsPerSecond) : null;
    }

    private Summary Sum(string peer, double? calls)
    {
        var own = _measurements.Where(measurement => measurement.Peer == peer).ToList();
        var ratios = own.Select(measurement => (measurement.CpuMicrosecondsPerRequest, Ours: OurFigure(measurement.Round)))
            .Where(static pair => pair.Ours is not null).Select(static pair => pair.CpuMicrosecondsPerRequest / pair.Ours!.Value).ToList();
        return new Summary
        {
            Scenario = scenario.Name,
            Peer = peer,
            Unit = "CPU us/request",
            Value = Median(own.Select(static measurement => measurement.CpuMicrosecondsPerRequest)),
            Ratio = ratios.Count == 0 ? null : Median(ratios),
            LowestRatio = ratios.Count == 0 ? null : ratios.Min(),
            HighestRatio = ratios.Count == 0 ? null : ratios.Max(),
            BytesPerRequest = own[0].BytesPerRequest is null ? null : Median(own.Select(static measurement => measurement.BytesPerRequest!.Value)),
            CallsPerRequest = calls,
            RequestsPerSecond = Median(own.Select(static measurement => measurement.Load.RequestsPerSecond)),
            P50Microseconds = own[0].Load.P50Microseconds is null ? null : Median(own.Select(static measurement => measurement.Load.P50Microseconds!.Value)),
            P99Microseconds = own[0].Load.P99Microseconds is null ? null : Median(own.Select(static measurement => measurement.Load.P99Microseconds!.Value)),
            Errors = own.Sum(static measurement => measurement.Load.Errors),
        };
    }

    private double? OurFigure(int round) =>
        _measurements.FirstOrDefault(measurement => measurement.Peer == PeerCatalogue.Ours && measurement.Round == round)?.CpuMicrosecondsPerRequest;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static void Progress(string text) => Report.Progress(text);
}
