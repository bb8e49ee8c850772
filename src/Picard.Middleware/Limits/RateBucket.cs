using System.Threading.RateLimiting;

namespace Picard;

/// <summary>
/// A bucket that holds so many permits and gets one more at even intervals. It knows no more than when it will be full, so it needs no timer of its own:
/// <code>
/// now ──── wait ────►│◄──── burst × interval ────►│ fullAt      taking a permit moves fullAt by one interval
/// </code>
/// A permit that is not there yet can be taken in advance, by those who wait for it: that is the queue, in order.
/// </summary>
internal sealed class RateBucket(TimeProvider time, TimeSpan interval, int burst, int maxWaiting) : RateLimiter
{
    private readonly Lock _gate = new();
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _fullAt;
    private int _waiting;

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_gate)
            {
                return Now - _fullAt is { Ticks: >= 0 } idle ? idle : null;
            }
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_began);

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (_gate)
        {
            var missing = TimeSpan.Zero > _fullAt - Now ? 0 : (long)Math.Ceiling((_fullAt - Now) / interval);
            return new RateLimiterStatistics { CurrentAvailablePermits = Math.Max(0, burst - missing), CurrentQueuedCount = _waiting };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            var wait = Wait();
            if (wait > TimeSpan.Zero)
            {
                return new RefusedLease(wait);
            }

            Take();
            return GrantedLease.Instance;
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var wait = Wait();
            if (wait <= TimeSpan.Zero)
            {
                Take();
                return new(GrantedLease.Instance);
            }

            if (_waiting == maxWaiting)
            {
                return new(new RefusedLease(wait));
            }

            _waiting++;
            Take();
            return WaitAsync(wait, cancellationToken);
        }
    }

    private async ValueTask<RateLimitLease> WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var isOver = false;
        try
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            isOver = true;
            return GrantedLease.Instance;
        }
        finally
        {
            lock (_gate)
            {
                _waiting--;

                // The permit of one who has left is there for others. Those who wait behind keep their times, which are no earlier than they may be.
                _fullAt -= isOver ? TimeSpan.Zero : interval;
            }
        }
    }

    private TimeSpan Wait() => _fullAt - Now - ((burst - 1) * interval);

    private void Take() => _fullAt = (_fullAt > Now ? _fullAt : Now) + interval;
}
