namespace Picard;

/// <summary>How slowly a peer may send or read before its connection is given up. Counted only while octets are waiting on the peer.</summary>
/// <remarks>
/// The peer has <see cref="Grace"/> in hand to begin with. Waiting for it uses that up, second for second; every octet that moves earns
/// 1 / <see cref="BytesPerSecond"/> s back. A peer that was fast may be ahead by thirty seconds at most, so an upload that stops half-way
/// does not hold its connection for hours.
/// </remarks>
public sealed class MinimumRate
{
    /// <summary>Sets a rate.</summary>
    /// <param name="bytesPerSecond">Octets per second, at least 1.</param>
    /// <param name="grace">How long the peer may wait before the rate counts; more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public MinimumRate(int bytesPerSecond, TimeSpan grace)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesPerSecond);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(grace, TimeSpan.Zero);
        BytesPerSecond = bytesPerSecond;
        Grace = grace;
    }

    private MinimumRate() => Grace = Timeout.InfiniteTimeSpan;

    /// <summary>No minimum: a peer may take for ever. Asked for by name, because it gives every client a connection to keep.</summary>
    public static MinimumRate None { get; } = new();

    /// <summary>240 octets per second after 5 seconds, Kestrel's figures: a tenth of a 2400 baud modem, which no real client falls below.</summary>
    public static MinimumRate Default { get; } = new(240, TimeSpan.FromSeconds(5));

    /// <summary>Octets per second; 0 for <see cref="None"/>.</summary>
    public int BytesPerSecond { get; }

    /// <summary>What the peer has in hand before the rate counts.</summary>
    public TimeSpan Grace { get; }
}
