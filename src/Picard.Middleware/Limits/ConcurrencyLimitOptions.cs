using System.Threading.RateLimiting;

namespace Picard;

/// <summary>How many exchanges <see cref="ConcurrencyLimit"/> lets be under way at a time, and of whom.</summary>
/// <remarks>Checked once, at start: an <see cref="ArgumentException"/> names the option that is wrong. The options hold the counts, so that all exchanges share them.</remarks>
public sealed class ConcurrencyLimitOptions
{
    private LimitTable? _table;

    /// <summary>How many exchanges of a key are under way at a time. There is no default: nobody else knows the right number.</summary>
    public int Permits { get; init; }

    /// <summary>How many more wait for their turn, in order, instead of being refused. None by default.</summary>
    public int MaxWaiting { get; init; }

    /// <summary>What exchanges are counted by; by default all together.</summary>
    public LimitKey Key { get; init; } = LimitKey.Everyone;

    /// <summary>How many keys are counted one by one, 1 to 1,000,000. Those that come when there is no room share one limit. 65,536 by default, as for <see cref="RateLimitOptions"/>.</summary>
    public int MaxPartitions { get; init; } = 65_536;

    /// <summary>After what time a client that was refused is asked to try again (RFC 9110 §10.2.3), in whole seconds. Null by default, for nobody knows: then it is not said.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Makes the limiter of a key, in place of the one that <see cref="Permits"/> and <see cref="MaxWaiting"/> describe. It is called while the table is locked, and disposed
    /// when the key is forgotten, which is when its <see cref="RateLimiter.IdleDuration"/> is not null.
    /// </summary>
    public Func<RateLimiter>? Limiter { get; init; }

    /// <summary>The clock; by default that of the system.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal string? RetryAfterSeconds => RetryAfter is { } time ? LimitUse.Seconds(time) : null;

    internal LimitTable Table => LazyInitializer.EnsureInitialized(ref _table, CreateTable);

    private LimitTable CreateTable()
    {
        OptionCheck.NotNull(Key, "ConcurrencyLimitOptions.Key");
        OptionCheck.NotNull(TimeProvider, "ConcurrencyLimitOptions.TimeProvider");
        OptionCheck.Between(MaxPartitions, 1, LimitTable.MostPartitions, "ConcurrencyLimitOptions.MaxPartitions");
        OptionCheck.Between(MaxWaiting, 0, LimitTable.MostWaiting, "ConcurrencyLimitOptions.MaxWaiting");
        OptionCheck.Between(RetryAfter ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(365), "ConcurrencyLimitOptions.RetryAfter");
        if (Limiter is null)
        {
            OptionCheck.Between(Permits, 1, int.MaxValue, "ConcurrencyLimitOptions.Permits");
        }

        var (time, permits, maxWaiting) = (TimeProvider, Permits, MaxWaiting);
        return new LimitTable(Key, MaxPartitions, Limiter ?? (() => new ConcurrencyGate(time, permits, maxWaiting)));
    }
}
