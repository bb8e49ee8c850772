using System.Diagnostics;

namespace Picard.Benchmarks;

/// <summary>Some requests at a time, each followed by the next, until it is stopped.</summary>
/// <param name="peer">The client.</param>
/// <param name="request">Makes one request.</param>
/// <param name="concurrency">How many at a time.</param>
internal sealed class ClientLoad(ClientPeer peer, Func<ValueTask> request, int concurrency)
{
    private readonly LatencyHistogram[] _latencies = [.. Enumerable.Range(0, concurrency).Select(static _ => new LatencyHistogram())];
    private volatile bool _isStopping;

    /// <summary>Requests that were answered so far. Any thread.</summary>
    public long Requests => _latencies.Sum(static latencies => latencies.Count);

    /// <summary>Makes requests where the client's calls are made.</summary>
    /// <param name="most">How many in each line of requests, unless it is stopped before.</param>
    /// <returns>Completes when the last is answered; then the latencies are all there.</returns>
    /// <exception cref="Exception">A request failed.</exception>
    public async Task<LatencyHistogram> RunAsync(long most = long.MaxValue)
    {
        var lines = _latencies.Select(latencies =>
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            peer.Start(() => _ = RunAsync(latencies, most, ended));
            return ended.Task;
        }).ToArray();
        try
        {
            await Task.WhenAll(lines);
        }
        finally
        {
            Stop();
        }

        var all = new LatencyHistogram();
        Array.ForEach(_latencies, all.Add);
        return all;
    }

    /// <summary>No request begins any more.</summary>
    public void Stop() => _isStopping = true;

    private async Task RunAsync(LatencyHistogram latencies, long most, TaskCompletionSource ended)
    {
        try
        {
            while (!_isStopping && latencies.Count < most)
            {
                var begun = Stopwatch.GetTimestamp();
                await request();
                latencies.Record((long)Stopwatch.GetElapsedTime(begun).TotalNanoseconds);
            }

            ended.SetResult();
        }
        catch (Exception fault)
        {
            Stop();
            ended.SetException(fault);
        }
    }
}
