using System.Diagnostics;

namespace Picard.Benchmarks;

/// <summary>
/// Measures peers under one scenario. All of them run for the whole time, pinned to the same cores, and only one is under load: first each is
/// warmed up until its figure is steady, then they are measured in the order A B … B A, so that a drift of the machine hits all alike.
/// </summary>
internal sealed class LoadBenchmark(ServerArguments arguments, Scenario scenario)
{
    // Limit: a figure that has not settled after this many times the warm-up is reported as it is, with its spread.
    private const int MostWarmUps = 3;
    private const int SteadyFigures = 3;
    private const double SteadyShare = 0.04;

    // Measured: the JIT settles after 10 to 14 s of load on one core; what was compiled before has settled at once.
    private const double CompiledWarmUpSeconds = 2;

    private readonly Dictionary<string, List<Measurement>> _measurements = [];

    public IReadOnlyList<Summary> Run()
    {
        using var upstream = scenario.Upstream is { } server ? PeerProcess.Start(PeerCatalogue.Named(server), arguments.LoadCores) ?? throw new UsageException($"There is no {server} to forward to.") : null;
        var names = arguments.Peers ?? scenario.Peers;
        var peers = PeerProcess.StartAll(upstream is null ? names.Select(PeerCatalogue.Named) : ProxyCatalogue.Of(names, upstream.Port, arguments.Yarp), arguments.ServerCores);
        try
        {
            foreach (var peer in peers)
            {
                _measurements[peer.Peer.Name] = [];
                WarmUp(peer);
            }

            for (var round = 1; round <= arguments.Rounds; round++)
            {
                foreach (var peer in peers.Concat(peers.Reverse()))
                {
                    Report.Progress($"{scenario.Name}: round {round} of {arguments.Rounds}, {peer.Peer.Name}{Last(peer)}");
                    _measurements[peer.Peer.Name].Add(Measure(peer, arguments.Seconds));
                }
            }

            return [.. peers.Select(Sum)];
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

    private void WarmUp(PeerProcess peer)
    {
        // Slices of the length that is measured later, but not so long that few of them would do.
        var slice = Math.Min(arguments.Seconds, 2);
        var least = peer.Peer.IsManaged ? arguments.WarmUpSeconds : Math.Min(arguments.WarmUpSeconds, CompiledWarmUpSeconds);
        var figures = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < least * MostWarmUps && (clock.Elapsed.TotalSeconds < least || !Statistics.IsSteady(figures, SteadyFigures, SteadyShare)))
        {
            Report.Progress(FormattableString.Invariant($"{scenario.Name}: warming up {peer.Peer.Name}, {clock.Elapsed.TotalSeconds:0} s, {figures.LastOrDefault():0.00} us"));
            figures.Add(Measure(peer, slice).CpuMicroseconds);
        }
    }

    private Measurement Measure(PeerProcess peer, double seconds)
    {
        var clock = Stopwatch.StartNew();
        var busy = ProcStat.BusyTicks(File.ReadLines("/proc/stat"), Cores.Parse(arguments.ServerCores)) * ProcStat.MicrosecondsPerTick;
        var cpu = peer.CpuMicroseconds;
        var load = scenario.Run(peer, seconds, arguments.LoadCores);
        cpu = peer.CpuMicroseconds - cpu;
        busy = (ProcStat.BusyTicks(File.ReadLines("/proc/stat"), Cores.Parse(arguments.ServerCores)) * ProcStat.MicrosecondsPerTick) - busy;
        return new Measurement(cpu / load.Requests, Math.Max(0, 100 * (busy - cpu) / clock.Elapsed.TotalMicroseconds), load);
    }

    private Summary Sum(PeerProcess peer)
    {
        var name = peer.Peer.Name;
        var own = _measurements[name];
        var ours = _measurements.GetValueOrDefault(PeerCatalogue.Ours);
        var rate = Median(name, static measurement => measurement.Load.RequestsPerSecond);
        return new Summary
        {
            Scenario = scenario.Name,
            Peer = name,
            Unit = "CPU us/request",
            Value = Median(name, static measurement => measurement.CpuMicroseconds),
            Ratio = ours is null ? null : Ratio.Of([.. own.Select(static m => m.CpuMicroseconds)], [.. ours.Select(static m => m.CpuMicroseconds)]),
            BytesPerRequest = arguments.Counts && peer.Peer.TellsAllocation ? BytesPerRequest(peer) : null,
            CallsPerRequest = arguments.Counts ? CallsPerRequest(peer) : null,
            P50Microseconds = Latency(name, static load => load.P50Microseconds),
            P90Microseconds = Latency(name, static load => load.P90Microseconds),
            P99Microseconds = Latency(name, static load => load.P99Microseconds),
            RequestsPerSecond = rate,
            ResidentMiB = scenario.Upstream is null ? null : peer.StatusKiB("VmRSS") / 1024.0,
            Errors = own.Sum(static measurement => measurement.Load.Errors),
            OthersPercent = Median(name, static measurement => measurement.OthersPercent),
            Note = scenario.IsRateReached(rate) ? null : "too slow for the rate",
        };
    }

    private double Median(string peer, Func<Measurement, double> figure) => Statistics.Median(_measurements[peer].Select(figure));

    private double? Latency(string peer, Func<LoadResult, double?> percentile) =>
        _measurements[peer].Select(measurement => percentile(measurement.Load)).OfType<double>().ToArray() is { Length: > 0 } known ? Statistics.Median(known) : null;

    private string Last(PeerProcess peer) =>
        _measurements[peer.Peer.Name].LastOrDefault() is { } last ? FormattableString.Invariant($", last {last.CpuMicroseconds:0.00} us") : "";

    // Between two looks while the load goes on, so that what its connections cost to open is not in it.
    private double BytesPerRequest(PeerProcess peer)
    {
        Report.Progress($"{scenario.Name}: allocation of {peer.Peer.Name}");
        var look = BytesPerLook(peer);
        var load = Task.Run(() => scenario.Run(peer, arguments.Seconds + 1, arguments.LoadCores));
        Thread.Sleep(700);
        var clock = Stopwatch.StartNew();
        var first = peer.AllocatedBytes();
        Thread.Sleep(TimeSpan.FromSeconds(arguments.Seconds) - TimeSpan.FromMilliseconds(300));
        var bytes = Math.Max(0, peer.AllocatedBytes() - first - look);
        var seconds = clock.Elapsed.TotalSeconds;
        return bytes / (load.GetAwaiter().GetResult().RequestsPerSecond * seconds);
    }

    // A look allocates too: its connection, and what it reads. The first one also pays for the code that it runs.
    private static long BytesPerLook(PeerProcess peer)
    {
        _ = peer.AllocatedBytes();
        var before = peer.AllocatedBytes();
        return peer.AllocatedBytes() - before;
    }

    private double? CallsPerRequest(PeerProcess peer)
    {
        Report.Progress($"{scenario.Name}: system calls of {peer.Peer.Name}");
        LoadResult? load = null;
        var calls = SystemCalls.Count(peer.Ids, () => load = scenario.Run(peer, Math.Min(arguments.Seconds, 2), arguments.LoadCores));
        return calls / (double?)load?.Requests;
    }
}
