using Picard.Client;
using Picard.Proxy;

namespace Picard;

/// <summary>Servers that do the same, behind a proxy: where they are, how one is chosen for a request, and when one is not used for a while. May be replaced while the proxy runs.</summary>
public sealed record UpstreamOptions
{
    /// <summary>The name, in logs, metrics and the status. Empty, the default: the name that the gateway has already, or <c>upstream</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>The destinations: URLs of http or https with host and port alone, such as <c>http://10.0.0.5:8080</c>. At least one, and each once.</summary>
    public IReadOnlyList<string> Destinations { get; init; } = [];

    /// <summary>How a destination is chosen. Default <see cref="UpstreamBalance.PowerOfTwoChoices"/>: it evens out destinations that are slower than others, and costs the same for any number of them.</summary>
    public UpstreamBalance Balance { get; init; }

    /// <summary>What is hashed for <see cref="UpstreamBalance.ConsistentHash"/>, which needs it. Null, the default, for the others.</summary>
    public UpstreamHashKey? HashBy { get; init; }

    /// <summary>How clients are led to the same destination again. Null, the default: they are not, and load is as even as it can be.</summary>
    public UpstreamAffinity? Affinity { get; init; }

    /// <summary>When a destination is taken out because requests to it fail. On by default; null: never.</summary>
    public PassiveHealthOptions? PassiveHealth { get; init; } = new();

    /// <summary>Checks that the proxy makes by itself. Null, the default: none, since only the operator knows which path says something.</summary>
    public HealthCheckOptions? HealthCheck { get; init; }

    /// <summary>The share of healthy destinations, 0 to 1, below which all of them are used, healthy or not. Default 0.5, as Envoy's panic threshold: where most seem to be unhealthy the fault is likely elsewhere,
    /// and the few that are left would only be buried. So is, for a request that is sent again, any other than the only healthy one, where it has just failed. 0: never, and without a healthy one requests are refused.</summary>
    public double PanicThreshold { get; init; } = 0.5;

    /// <summary>How often a request that may be sent again is sent, its first time included. Default 2: a second destination is as good a try as a third, and each try multiplies the load of an outage.</summary>
    public int MaxAttempts { get; init; } = 2;

    /// <summary>The share of requests that may be sent again, 0 to 1, over about ten seconds. Default 0.2, as Finagle, Linkerd and Envoy have it: retries help where few requests fail, and finish off what fails already.</summary>
    public double RetryShare { get; init; } = 0.2;

    /// <summary>Retries per second that are allowed beside <see cref="RetryShare"/>. Default 3, so that an upstream with few requests has any; ten seconds' worth may come at once. Finagle and Linkerd have 10, which doubles the load of a small upstream.</summary>
    public int MinRetriesPerSecond { get; init; } = 3;

    /// <summary>Checks that every option can be kept.</summary>
    /// <exception cref="OptionException">One cannot; the text names it.</exception>
    internal UpstreamOptions Validated()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            throw new OptionException($"{nameof(UpstreamOptions)}.{nameof(Name)} is empty.");
        }

        if (!Enum.IsDefined(Balance))
        {
            throw new OptionException($"{nameof(UpstreamOptions)}.{nameof(Balance)} is {Balance}; it must be of {nameof(UpstreamBalance)}.");
        }

        if (Balance == UpstreamBalance.ConsistentHash && HashBy is null)
        {
            throw new OptionException($"{nameof(UpstreamOptions)}.{nameof(HashBy)} is missing; {nameof(UpstreamBalance.ConsistentHash)} needs to know what to hash.");
        }

        _ = Origins();
        Affinity?.Validate();
        PassiveHealth?.Validate();
        HealthCheck?.Validate();
        OptionRule.Share(PanicThreshold, nameof(UpstreamOptions), nameof(PanicThreshold));
        OptionRule.AtLeast(MaxAttempts, 1, nameof(UpstreamOptions), nameof(MaxAttempts));
        OptionRule.Share(RetryShare, nameof(UpstreamOptions), nameof(RetryShare));
        OptionRule.AtLeast(MinRetriesPerSecond, 0, nameof(UpstreamOptions), nameof(MinRetriesPerSecond));
        return this;
    }

    /// <summary>The destinations as origins, in order.</summary>
    /// <exception cref="OptionException">One is none, or there is none.</exception>
    internal Origin[] Origins()
    {
        if (Destinations.Count == 0)
        {
            throw new OptionException($"{nameof(UpstreamOptions)}.{nameof(Destinations)} of '{Name}' is empty.");
        }

        var origins = new Origin[Destinations.Count];
        for (var i = 0; i < origins.Length; i++)
        {
            origins[i] = OriginOf(Destinations[i]);
            if (origins.AsSpan(0, i).Contains(origins[i]))
            {
                throw Refused(Destinations[i], "is there twice");
            }
        }

        return origins;
    }

    private Origin OriginOf(string destination)
    {
        Origin origin;
        try
        {
            origin = Origin.Of(destination);
        }
        catch (ArgumentException)
        {
            throw Refused(destination, "must be a URL of http or https, such as http://10.0.0.5:8080");
        }

        var uri = new Uri(destination);
        if (uri is not { Query: "", Fragment: "", UserInfo: "" })
        {
            // Not as it stands: it may have a password.
            throw Refused(origin.ToString(), "was given with a query, a fragment or user information: a destination is scheme, host and port alone");
        }

        return uri.AbsolutePath == "/" ? origin : throw Refused(destination, $"has the path {uri.AbsolutePath}: a destination has none; only Rewrite of a [Proxy] puts one before its targets");
    }

    private OptionException Refused(string destination, string reason) => new($"{nameof(UpstreamOptions)}.{nameof(Destinations)} of '{Name}': '{destination}' {reason}.");
}
