using System.Threading.RateLimiting;

namespace Picard;

/// <summary>How many requests <see cref="RateLimit"/> lets through, and of whom.</summary>
/// <remarks>
/// Checked once, at start: an <see cref="ArgumentException"/> names the option that is wrong. The options hold the counts, so that all exchanges share them: what
/// uses one object counts together.
/// </remarks>
public sealed class RateLimitOptions
{
    // Limit: what such a burst is worth in time still fits a TimeSpan at one permit a day.
    private const int MostBurst = 1_000_000;

    private LimitTable? _table;

    /// <summary>How many requests of a key are let through in each <see cref="Window"/>, in the long run. There is no default: nobody else knows the right number.</summary>
    public int Permits { get; init; }

    /// <summary>The time that <see cref="Permits"/> are for; they come back one by one over it, not all at its end. One second by default.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many may come at once after a pause; null: as many as <see cref="Permits"/>.</summary>
    public int? Burst { get; init; }

    /// <summary>How many requests of a key wait for their turn instead of being refused. None by default: a client that is told to come back later costs less than one that waits.</summary>
    public int MaxWaiting { get; init; }

    /// <summary>What requests are counted by; by default the address of the client.</summary>
    public LimitKey Key { get; init; } = LimitKey.ClientAddress;

    /// <summary>
    /// How many keys are counted one by one, 1 to 1,000,000. Those that come when there is no room share one limit, so that a flood of addresses takes nothing from
    /// those that are known; what a key has left is forgotten only when it has all its permits again. 65,536 by default, which are some 15 megabytes.
    /// </summary>
    public int MaxPartitions { get; init; } = 65_536;

    /// <summary>
    /// Makes the limiter of a key, in place of the bucket that <see cref="Permits"/>, <see cref="Window"/>, <see cref="Burst"/> and <see cref="MaxWaiting"/> describe.
    /// It is called while the table is locked, and disposed when the key is forgotten, which is when its <see cref="RateLimiter.IdleDuration"/> is not null.
    /// </summary>
    public Func<RateLimiter>? Limiter { get; init; }

    /// <summary>The clock; by default that of the system.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal LimitTable Table => LazyInitializer.EnsureInitialized(ref _table, CreateTable);

    private LimitTable CreateTable()
    {
        OptionCheck.NotNull(Key, "RateLimitOptions.Key");
        OptionCheck.NotNull(TimeProvider, "RateLimitOptions.TimeProvider");
        OptionCheck.Between(MaxPartitions, 1, LimitTable.MostPartitions, "RateLimitOptions.MaxPartitions");
        OptionCheck.Between(MaxWaiting, 0, LimitTable.MostWaiting, "RateLimitOptions.MaxWaiting");
        return new LimitTable(Key, MaxPartitions, Limiter ?? CreateBucket());
    }

    private Func<RateLimiter> CreateBucket()
    {
        OptionCheck.Between(Window, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1), "RateLimitOptions.Window");
        OptionCheck.Between(Permits, 1, Window.Ticks, "RateLimitOptions.Permits");
        OptionCheck.Between(Burst ?? 1, 1, MostBurst, "RateLimitOptions.Burst");
        var (time, interval, burst, maxWaiting) = (TimeProvider, Window / Permits, Burst ?? Permits, MaxWaiting);
        return () => new RateBucket(time, interval, burst, maxWaiting);
    }
}
