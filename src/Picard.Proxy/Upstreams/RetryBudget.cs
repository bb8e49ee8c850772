namespace Picard.Proxy;

/// <summary>How many requests may be sent again: a share of those that came within about ten seconds, and a few beside. It keeps an outage from being multiplied, as Finagle's <c>RetryBudget</c> does.</summary>
/// <remarks>
/// A bucket that is filled when a retry asks for one: with its share of the requests since it was asked last, and by the time since. What is in it leaks within ten seconds, so that an hour without a failure does not pay for a minute of them.
/// Invariant: all that was ever taken is at most ten seconds' minimum, the minimum of the time that has passed, and the share of all requests.
/// A lock, since only requests that have failed come here.
/// </remarks>
internal sealed class RetryBudget
{
    private const double MemoryMilliseconds = 10_000;

    private readonly Lock _gate = new();
    private double _tokens;
    private long _settled;
    private long _firsts;
    private long _taken;
    private long _refused;

    /// <param name="options">The share and the minimum.</param>
    /// <param name="now">The time in milliseconds.</param>
    public RetryBudget(UpstreamOptions options, long now)
    {
        _settled = now;
        _tokens = options.MinRetriesPerSecond * MemoryMilliseconds / 1000;
    }

    /// <summary>Retries that were allowed.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Retries that were not.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Takes one retry.</summary>
    /// <param name="options">The share and the minimum.</param>
    /// <param name="now">The time in milliseconds.</param>
    /// <param name="begun">Exchanges that ever began, retries included.</param>
    public bool TryTake(UpstreamOptions options, long now, long begun)
    {
        lock (_gate)
        {
            Settle(options, now, begun);
            if (_tokens < 1)
            {
                _refused++;
                return false;
            }

            _tokens--;
            _taken++;
            return true;
        }
    }

    private void Settle(UpstreamOptions options, long now, long begun)
    {
        // Race: a retry that was taken may not have begun yet, and the difference goes back by one. So it never falls.
        var firsts = Math.Max(_firsts, begun - _taken);
        double elapsed = Math.Max(0, now - _settled);
        double fresh = firsts - _firsts;
        if (elapsed > MemoryMilliseconds)
        {
            fresh *= MemoryMilliseconds / elapsed;
            elapsed = MemoryMilliseconds;
        }

        _tokens = (_tokens * (1 - (elapsed / MemoryMilliseconds))) + (fresh * options.RetryShare) + (elapsed * options.MinRetriesPerSecond / 1000);
        _settled = Math.Max(_settled, now);
        _firsts = firsts;
    }
}
