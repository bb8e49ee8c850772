using System.Diagnostics;
using System.Text.Json;
using Picard;

/// <summary>One URL many times, by some callers at once.</summary>
internal static class Load
{
    public static async Task<int> RunAsync(Options options, CancellationToken stop)
    {
        await using var client = new PicardClient();
        var run = new Run(client, options.Url!, options.Count, stop);
        try
        {
            await run.OneAsync();
            run.Begin();
            await Task.WhenAll(Enumerable.Range(0, Math.Min(options.Concurrency, options.Count)).Select(_ => run.CallAsync()));
        }
        catch (Exception fault) when (fault is RequestException or ArgumentException or UriFormatException or OperationCanceledException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }

        var figures = run.End(client.Statistics.Open);
        Console.WriteLine(options.IsJson ? figures.ToJson() : figures.ToTable());
        return 0;
    }

    private sealed class Run(PicardClient client, string url, int count, CancellationToken stop)
    {
        private readonly long[] _ticks = new long[count];
        private int _next = -1;
        private long _began;
        private TimeSpan _processor;
        private long _allocated;

        /// <summary>The first request pays for the connection and for compiling the code: it is not counted.</summary>
        public async Task OneAsync()
        {
            await using var response = await client.GetAsync(url, stop);
            while (!(await response.ReadAsync()).IsEmpty)
            {
            }
        }

        public void Begin()
        {
            _processor = Environment.CpuUsage.TotalTime;
            _allocated = GC.GetTotalAllocatedBytes(precise: true);
            _began = Stopwatch.GetTimestamp();
        }

        public async Task CallAsync()
        {
            int at;
            while ((at = Interlocked.Increment(ref _next)) < count)
            {
                var began = Stopwatch.GetTimestamp();
                await OneAsync();
                _ticks[at] = Stopwatch.GetTimestamp() - began;
            }
        }

        public Figures End(int connections)
        {
            var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
            var processor = Environment.CpuUsage.TotalTime - _processor;
            var allocated = GC.GetTotalAllocatedBytes(precise: true) - _allocated;
            Array.Sort(_ticks);
            return new Figures(
                count,
                seconds,
                count / seconds,
                Microseconds(0.5),
                Microseconds(0.99),
                processor.TotalMicroseconds / count,
                (double)allocated / count,
                connections);
        }

        private double Microseconds(double quantile) => _ticks[(int)(quantile * (count - 1))] * 1e6 / Stopwatch.Frequency;
    }

    private sealed record Figures(int Requests, double Seconds, double RequestsPerSecond, double P50Us, double P99Us, double CpuUsPerRequest, double AllocatedBytesPerRequest, int Connections)
    {
        private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

        public string ToJson() => JsonSerializer.Serialize(this, s_json);

        public string ToTable() => $"""
            requests          {Requests,12:N0}
            seconds           {Seconds,12:N2}
            a second          {RequestsPerSecond,12:N0}
            half within       {P50Us,12:N0} µs
            99 % within       {P99Us,12:N0} µs
            CPU a request     {CpuUsPerRequest,12:N1} µs
            allocated         {AllocatedBytesPerRequest,12:N0} B a request
            connections       {Connections,12:N0}
            """;
    }
}
