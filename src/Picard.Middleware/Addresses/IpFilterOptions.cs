namespace Picard;

/// <summary>Whom <see cref="IpFilter"/> lets through.</summary>
/// <remarks>Checked once, at start: an <see cref="ArgumentException"/> names the option and the rule that is wrong.</remarks>
public sealed class IpFilterOptions
{
    /// <summary>
    /// The rules: <c>+</c> lets through and <c>-</c> refuses; then an address, a network (<c>10.0.0.0/8</c>, <c>2001:db8::/32</c>) or <c>*</c> for everybody.
    /// The last rule that fits an address decides, so exceptions come after what they are exceptions from; an address that no rule fits is refused.
    /// </summary>
    /// <remarks>
    /// IPv4 addresses and IPv4-mapped IPv6 addresses (<c>::ffff:10.0.0.1</c>) are the same; <c>0.0.0.0/0</c> is all of IPv4 and <c>::/0</c> all the rest of IPv6.
    /// At most 4096, since each request is held against one after the other.
    /// </remarks>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>What becomes of peers on a Unix domain socket, which have no IP address and to which no rule applies. They are refused as all is that no rule names.</summary>
    public IpVerdict UnixSockets { get; init; } = IpVerdict.Deny;

    internal IpRules Compiled => field ??= IpRules.Parse(this);
}
