namespace Picard;

/// <summary>Which proxies <see cref="ForwardedFields"/> trusts, and how they speak.</summary>
/// <remarks>Checked once, at start: an <see cref="ArgumentException"/> names the option that is wrong.</remarks>
public sealed class ForwardedOptions
{
    // Limit: each hop costs a look at each trusted network.
    private const int MostHops = 16;

    /// <summary>Which fields the proxies set; by default the standard one.</summary>
    public ForwardedSource Source { get; init; } = ForwardedSource.Forwarded;

    /// <summary>The addresses and networks of the proxies, such as <c>10.0.0.0/8</c>. None by default: whoever is believed can pretend to be anybody.</summary>
    public IReadOnlyList<string> TrustedNetworks { get; init; } = [];

    /// <summary>Whether peers on a Unix domain socket are trusted: right where only the proxy may open it.</summary>
    public PeerTrust UnixSockets { get; init; } = PeerTrust.Untrusted;

    /// <summary>How many proxies are believed, 1 to 16. By default one, as most have: a second one in a trusted network by mistake then changes nothing.</summary>
    public int MaxHops { get; init; } = 1;

    internal ForwardedTrust Compiled => field ??= Compile();

    private ForwardedTrust Compile()
    {
        OptionCheck.Defined(Source, "ForwardedOptions.Source");
        OptionCheck.Defined(UnixSockets, "ForwardedOptions.UnixSockets");
        OptionCheck.Between(MaxHops, 1, MostHops, "ForwardedOptions.MaxHops");
        OptionCheck.NotNull(TrustedNetworks, "ForwardedOptions.TrustedNetworks");
        if (TrustedNetworks.Count == 0 && UnixSockets == PeerTrust.Untrusted)
        {
            throw OptionCheck.Wrong("ForwardedOptions.TrustedNetworks", "empty and ForwardedOptions.UnixSockets is Untrusted: no proxy is believed");
        }

        var networks = new AddressNetwork[TrustedNetworks.Count];
        for (var i = 0; i < networks.Length; i++)
        {
            if (AddressNetwork.Parse(TrustedNetworks[i], out networks[i]) is { } wrong)
            {
                throw new OptionException($"ForwardedOptions.TrustedNetworks has '{TrustedNetworks[i]}': {wrong}.");
            }
        }

        return new ForwardedTrust(Source, networks, UnixSockets, MaxHops);
    }
}
