using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Picard;

/// <summary>Runs the checks of an application: once for all who ask at the same time, and for those who ask soon after. Shared by all exchanges.</summary>
/// <remarks>Invariant: each check has one call under way at most. One that does not end when its time is over is not called again before it has.</remarks>
internal sealed class HealthProbe(HealthOptions options)
{
    private static readonly HealthResult s_late = HealthResult.Unhealthy("It took too long.");
    private static readonly HealthResult s_failed = HealthResult.Unhealthy("It failed.");

    private readonly Lock _gate = new();
    private readonly Task<HealthResult>?[] _unended = new Task<HealthResult>?[options.Checks.Count];
    private Task<HealthReport>? _last;
    private long _endedAt;

    /// <summary>What is known by now, or soon.</summary>
    public Task<HealthReport> Run(ILogger? log)
    {
        lock (_gate)
        {
            var isGood = _last is { IsCompleted: false } || (_last is not null && options.TimeProvider.GetElapsedTime(_endedAt) < options.MaxAge);
            return isGood ? _last! : _last = RunAsync(log ?? NullLogger.Instance);
        }
    }

    private async Task<HealthReport> RunAsync(ILogger log)
    {
        var findings = new Task<HealthFinding>[options.Checks.Count];
        for (var i = 0; i < findings.Length; i++)
        {
            findings[i] = RunAsync(i, log);
        }

        var found = await Task.WhenAll(findings).ConfigureAwait(false);
        Volatile.Write(ref _endedAt, options.TimeProvider.GetTimestamp());
        return new HealthReport(Array.TrueForAll(found, static f => f.Result.IsHealthy), found);
    }

    private async Task<HealthFinding> RunAsync(int index, ILogger log)
    {
        var began = options.TimeProvider.GetTimestamp();
        HealthResult result;
        if (_unended[index] is { IsCompleted: false })
        {
            result = s_late;
        }
        else
        {
            // Not disposed: a check that goes on may still look at its token.
            var timeout = new CancellationTokenSource(options.Timeout, options.TimeProvider);
            result = await CallAsync(index, log, timeout.Token).ConfigureAwait(false);
        }

        return new HealthFinding(options.Checks[index].Name, result, options.TimeProvider.GetElapsedTime(began));
    }

    private async Task<HealthResult> CallAsync(int index, ILogger log, CancellationToken timeout)
    {
        var check = options.Checks[index];
        try
        {
            var call = check.CheckAsync(timeout).AsTask();
            _unended[index] = call;
            return await call.WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return s_late;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            HealthEvents.CheckFailed(log, exception, check.Name);
            return s_failed;
        }
    }
}
