namespace Picard.Proxy;

/// <summary>What a request looks at to choose: it never changes, and is replaced as a whole when health or options do.</summary>
internal sealed class UpstreamView
{
    /// <param name="options">The options.</param>
    /// <param name="all">The destinations, in the order of the options.</param>
    public UpstreamView(UpstreamOptions options, Destination[] all)
    {
        Options = options;
        All = all;
        var healthy = Array.FindAll(all, static destination => destination.IsUsable);

        // Envoy's panic threshold, https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/panic_threshold: fewer than the share, not as many.
        IsPanicking = healthy.Length < options.PanicThreshold * all.Length;
        Usable = IsPanicking ? all : healthy;
        NextProbe = UpstreamSet.Never;
        foreach (var destination in all)
        {
            NextProbe = Math.Min(NextProbe, destination.ProbeDue);
        }
    }

    public UpstreamOptions Options { get; }

    public Destination[] All { get; }

    /// <summary>Those that requests go to: the healthy ones, or all of them.</summary>
    public Destination[] Usable { get; }

    public bool IsPanicking { get; }

    /// <summary>When the first of those that are out wants a request to be let through.</summary>
    public long NextProbe { get; }

    /// <summary>The destination that a token names.</summary>
    public Destination? NamedBy(ReadOnlySpan<byte> token)
    {
        foreach (var destination in All)
        {
            if (destination.IsNamedBy(token))
            {
                return destination;
            }
        }

        return null;
    }
}
