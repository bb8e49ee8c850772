namespace Picard.Proxy;

/// <summary>Asks the destinations of a set whether they are well, in rounds: all of them at once, each with a time limit. Follows the options of the set; without <see cref="UpstreamOptions.HealthCheck"/> it does nothing.</summary>
/// <remarks>Invariant: one round is under way at most. A check that goes on though its time is over has failed, and is not waited for.</remarks>
internal sealed class HealthChecks : IAsyncDisposable
{
    // The spread of the interval, as a share of it: proxies that were started together drift apart within some rounds.
    private const double Jitter = 0.1;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly UpstreamSet _set;
    private readonly Func<Destination, CancellationToken, ValueTask<bool>> _check;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ITimer _timer;
    private Task _round = Task.CompletedTask;
    private bool _isDisposed;

    /// <param name="set">Whose destinations are asked, from now on.</param>
    /// <param name="check">Makes one check: whether the destination has answered as <see cref="HealthCheckOptions.IsExpected"/> says. What it throws is a failure.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Chance, for the spread of the interval; used by one thread at a time.</param>
    public HealthChecks(UpstreamSet set, Func<Destination, CancellationToken, ValueTask<bool>> check, TimeProvider time, Random random)
    {
        (_set, _check, _time, _random) = (set, check, time, random);
        _timer = time.CreateTimer(static self => ((HealthChecks)self!).BeginRound(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        set.Applied += OnApplied;
        OnApplied();
    }

    /// <summary>The last round: ends when all of its checks have.</summary>
    internal Task Round
    {
        get
        {
            lock (_gate)
            {
                return _round;
            }
        }
    }

    /// <summary>Ends checks that are under way; none begins any more. Completes when nothing is left.</summary>
    public async ValueTask DisposeAsync()
    {
        Task round;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            round = _round;
        }

        _set.Applied -= OnApplied;
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await round.ConfigureAwait(false);
        _stopping.Dispose();
    }

    // At once: there may be destinations that were never asked, or other things to ask.
    private void OnApplied()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _timer.Change(_set.Options.HealthCheck is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void BeginRound()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        HealthCheckOptions? options;
        lock (_gate)
        {
            options = _set.Options.HealthCheck;
            if (_isDisposed || options is null)
            {
                return;
            }

            _timer.Change(options.Interval * (1 - Jitter + (2 * Jitter * _random.NextDouble())), Timeout.InfiniteTimeSpan);
            if (!_round.IsCompleted)
            {
                // An interval at its shortest may be shorter than the time limit: the round that is late stands for this one.
                return;
            }

            _round = ended.Task;
        }

        _ = RunAsync(options, ended);
    }

    private async Task RunAsync(HealthCheckOptions options, TaskCompletionSource ended)
    {
        var destinations = _set.Destinations;
        var checks = new Task[destinations.Count];
        for (var i = 0; i < checks.Length; i++)
        {
            checks[i] = CheckAsync(destinations[i], options);
        }

        try
        {
            await Task.WhenAll(checks).ConfigureAwait(false);
        }
        finally
        {
            ended.SetResult();
        }
    }

    private async Task CheckAsync(Destination destination, HealthCheckOptions options)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, _time);
        using var stopping = _stopping.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        CheckResult result;
        try
        {
            var passes = await _check(destination, timeout.Token).AsTask().WaitAsync(timeout.Token).ConfigureAwait(false);
            result = passes ? CheckResult.Passed : CheckResult.Failed;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Whatever it is: a check that does not come to an answer has failed, and the next one comes.
            result = CheckResult.Failed;
        }

        if (!_stopping.IsCancellationRequested)
        {
            _set.Note(destination, result);
        }
    }
}
