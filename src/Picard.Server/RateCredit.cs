namespace Picard.Server;

/// <summary>What a peer has in hand of a <see cref="MinimumRate"/>: how much longer it may keep us waiting.</summary>
internal struct RateCredit(MinimumRate rate)
{
    // Limit: how far ahead a fast peer may get. Half a minute bridges a lost link; more would let an upload that stops hold its connection.
    private const long MaxMilliseconds = 30_000;

    private long _milliseconds = (long)rate.Grace.TotalMilliseconds;

    /// <summary>The time left, or null where there is no minimum.</summary>
    public readonly TimeSpan? Left => rate.BytesPerSecond == 0 ? null : TimeSpan.FromMilliseconds(Math.Max(0, _milliseconds));

    /// <summary>When the time left will have passed.</summary>
    public readonly long Deadline(ConnectionTimer timer) => Left is { } left ? timer.After(left) : ConnectionTimer.Never;

    /// <summary>Accounts for a wait and for what moved in it.</summary>
    /// <param name="waitedMilliseconds">How long we waited for the peer.</param>
    /// <param name="bytes">Octets that it sent or took.</param>
    public void Account(long waitedMilliseconds, long bytes)
    {
        if (rate.BytesPerSecond != 0)
        {
            var earned = Math.Min(bytes, rate.BytesPerSecond * MaxMilliseconds / 1000) * 1000 / rate.BytesPerSecond;
            var most = Math.Max(MaxMilliseconds, (long)rate.Grace.TotalMilliseconds);
            _milliseconds = Math.Min(most, _milliseconds - waitedMilliseconds + earned);
        }
    }
}
