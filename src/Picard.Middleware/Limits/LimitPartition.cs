using System.Threading.RateLimiting;

namespace Picard;

/// <summary>The limiter of one key. Part of two lists of its table, and guarded by its lock.</summary>
internal sealed class LimitPartition(RateLimiter limiter, UInt128 address, string? text)
{
    public RateLimiter Limiter => limiter;

    /// <summary>The key, where it is an address.</summary>
    public UInt128 Address => address;

    /// <summary>The key, where it is a text.</summary>
    public string? Text => text;

    /// <summary>Exchanges that are at it. It stays where it is while there are some.</summary>
    public int Users { get; set; }

    /// <summary>The one that was asked for next after this one.</summary>
    public LimitPartition? Newer { get; set; }

    /// <summary>The one that was asked for last before this one.</summary>
    public LimitPartition? Older { get; set; }
}
