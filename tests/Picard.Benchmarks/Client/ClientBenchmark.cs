using System.Diagnostics;
using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>Measures clients under one scenario against a server in a process of its own. All are in this process, which is why only one is under load at a time: the time of the process is its time.
/// First each is warmed up until its figure is steady, then they are measured in the order A B … B A, so that a drift of the machine hits all alike.</summary>
internal sealed class ClientBenchmark(ClientArguments arguments, int port)
{
    // Limit: a figure that has not settled after this many times the warm-up is reported as it is, with its spread.
    private const int MostWarmUps = 2;
    private const int SteadyFigures = 3;
    private const double SteadyShare = 0.04;

    // Between two levels of concurrency no code is new; the connections are.
    private const double ShortWarmUpSeconds = 2;

    // What the beginning of a load allocates is not a request's.
    private static readonly TimeSpan s_beginning = TimeSpan.FromMilliseconds(100);

    public async Task<IReadOnlyList<Summary>> RunAsync(string scenario)
    {
        var peers = new List<(string Name, ClientPeer Peer, Func<ValueTask> Request)>();
        var summaries = new List<Summary>();
        try
        {
            foreach (var name in arguments.Peers)
            {
                var peer = await ClientPeer.CreateAsync(name, port);
                peers.Add((name, peer, ClientScenario.Of(scenario, peer)));
            }

            foreach (var (index, concurrency) in arguments.Concurrency.Index())
            {
                foreach (var (name, peer, request) in peers)
                {
                    await WarmUpAsync($"{scenario}, {concurrency} concurrent: warming up {name}", () => MeasureAsync(peer, request, concurrency, 1), index == 0 ? arguments.WarmUpSeconds : ShortWarmUpSeconds);
                }

                var measurements = peers.ToDictionary(static peer => peer.Name, static _ => new List<ClientMeasurement>());
                for (var round = 1; round <= arguments.Rounds; round++)
                {
                    foreach (var (name, peer, request) in peers.Concat(Enumerable.Reverse(peers)))
                    {
                        Report.Progress($"{scenario}, {concurrency} concurrent: round {round} of {arguments.Rounds}, {name}");
                        measurements[name].Add(await MeasureAsync(peer, request, concurrency, arguments.Seconds));
                    }
                }

                summaries.AddRange(peers.Select(peer => Sum($"{scenario}, {concurrency} concurrent", peer.Name, measurements)));
            }
        }
        finally
        {
            foreach (var (_, peer, _) in peers)
            {
                await peer.DisposeAsync();
            }

            Report.Progress("");
        }

        return summaries;
    }

    private static async Task WarmUpAsync(string title, Func<Task<ClientMeasurement>> measure, double leastSeconds)
    {
        var figures = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < leastSeconds * MostWarmUps && (clock.Elapsed.TotalSeconds < leastSeconds || !Statistics.IsSteady(figures, SteadyFigures, SteadyShare)))
        {
            Report.Progress(string.Create(CultureInfo.InvariantCulture, $"{title}, {clock.Elapsed.TotalSeconds:0} s, {figures.LastOrDefault():0.00} us"));
            figures.Add((await measure()).CpuMicroseconds);
        }
    }

    private static async Task<ClientMeasurement> MeasureAsync(ClientPeer peer, Func<ValueTask> request, int concurrency, double seconds)
    {
        var load = new ClientLoad(peer, request, concurrency);
        var running = load.RunAsync();
        await Task.WhenAny(running, Task.Delay(s_beginning));
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var requests = load.Requests;
        var clock = Stopwatch.StartNew();
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(seconds)));
        requests = load.Requests - requests;
        var elapsed = clock.Elapsed;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        load.Stop();
        var latencies = await running;
        return new ClientMeasurement(
            cpu.TotalMicroseconds / requests,
            bytes / (double)requests,
            requests / elapsed.TotalSeconds,
            latencies.QuantileMicroseconds(0.5),
            latencies.QuantileMicroseconds(0.99));
    }

    private static Summary Sum(string scenario, string peer, Dictionary<string, List<ClientMeasurement>> all)
    {
        var own = all[peer];
        return new Summary
        {
            Scenario = scenario,
            Peer = peer,
            Unit = "CPU us/request",
            Value = Median(static measurement => measurement.CpuMicroseconds),
            Ratio = RatioTo(ClientPeer.Ours),
            RatioToPool = RatioTo(ClientPeer.OursFromPool),
            BytesPerRequest = Median(static measurement => measurement.Bytes),
            P50Microseconds = Median(static measurement => measurement.P50Microseconds),
            P99Microseconds = Median(static measurement => measurement.P99Microseconds),
            RequestsPerSecond = Median(static measurement => measurement.RequestsPerSecond),
        };

        double Median(Func<ClientMeasurement, double> figure) => Statistics.Median(own.Select(figure));

        Ratio? RatioTo(string ours) => ours == peer || !all.TryGetValue(ours, out var measured)
            ? null
            : Ratio.Of([.. own.Select(static measurement => measurement.CpuMicroseconds)], [.. measured.Select(static measurement => measurement.CpuMicroseconds)]);
    }
}
