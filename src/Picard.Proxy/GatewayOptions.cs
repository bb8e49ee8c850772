using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging;
using Picard.Http;

namespace Picard;

/// <summary>How a gateway forwards. Every default has its reason; a limit of "none" is asked for by name.</summary>
public sealed record GatewayOptions
{
    /// <summary>Where requests go. Its name is used in logs; where it is empty, it is <c>upstream</c>.</summary>
    public required UpstreamOptions Upstream { get; init; }

    /// <summary>What Host says to the upstream servers. Default <see cref="HostPolicy.Preserve"/>: their links then lead back to where the client is.</summary>
    public HostPolicy Host { get; init; } = HostPolicy.Preserve;

    /// <summary>By which fields upstream servers are told of the client. Default <see cref="ForwardedKind.XForwarded"/>, which nearly all of them know.</summary>
    public ForwardedKind Forwarded { get; init; } = ForwardedKind.XForwarded;

    /// <summary>Proxies before this one whose Forwarded and X-Forwarded-* are believed and continued. Default none: what anybody else says of where its request came from is dropped.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>What the gateway calls itself in Via (RFC 9110 §7.6.3), a token. Null, the default: a name of its own for each gateway, so that a request which comes back is known, and only that.</summary>
    public string? ViaName { get; init; }

    /// <summary>How often a request may have been here before, as Via tells. Default 0: one that comes back is answered 508.</summary>
    public int MaxLoops { get; init; }

    /// <summary>The pool and the time limits towards upstream servers. The default waits 5 s for a connection to be made, 30 s for the first octet of a response, and 60 s for the next of its content, and has 64 connections
    /// to each destination; as for any client, but that content may stand still for longer.</summary>
    public ClientOptions Client { get; init; } = new() { ContentIdleTimeout = TimeSpan.FromSeconds(60) };

    /// <summary>How long a tunnel stays open when one of its sides has ended. Default 60 s: long enough for what is under way, and no connection is kept for ever by a peer that is not there any more.</summary>
    public TimeSpan HalfClosedTunnelTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What <c>Retry-After</c> says in a 503 for want of a connection or a healthy destination, in whole seconds. Default 1 s: a full pool is a matter of moments.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The path at which the gateway tells how its destinations stand, as JSON, instead of forwarding; such as <c>/-/status</c>; that of a class marked <see cref="ProxyAttribute"/> must be one that its route takes, as clients send it. Null, the default: none, since it tells of servers that nobody outside need know.</summary>
    public string? StatusPath { get; init; }

    /// <summary>Who may ask for <see cref="StatusPath"/>, by the address of the connection; for others the path is one that does not exist. Default: this machine.</summary>
    public IReadOnlyList<IPNetwork> StatusClients { get; init; } = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <summary>Where the meter <c>Picard.Proxy</c> comes from. Null, the default: the gateway makes its own.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>The clock of every time limit.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the gateway logs: faults of upstream servers as <c>Picard.Proxy</c>, and each forwarded request, with where it went and how long that took, as <c>Picard.Proxy.Requests</c> (Information).
    /// Null, the default: warnings and errors go to the standard error stream, as those of a server do.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Checks that every option can be kept.</summary>
    /// <exception cref="OptionException">One cannot; the text names it.</exception>
    internal GatewayOptions Validated()
    {
        NotNull(Upstream, nameof(Upstream));
        NotNull(Client, nameof(Client));
        NotNull(TrustedProxies, nameof(TrustedProxies));
        NotNull(StatusClients, nameof(StatusClients));
        NotNull(TimeProvider, nameof(TimeProvider));
        _ = Client.Validated();
        if (Host is < HostPolicy.Preserve or > HostPolicy.Destination)
        {
            throw new OptionException($"{nameof(GatewayOptions)}.{nameof(Host)} is {Host}; it must be of {nameof(HostPolicy)}.");
        }

        if ((Forwarded & ~(ForwardedKind.XForwarded | ForwardedKind.Forwarded)) != 0)
        {
            throw new OptionException($"{nameof(GatewayOptions)}.{nameof(Forwarded)} is {Forwarded}; it must be of {nameof(ForwardedKind)}.");
        }

        if (ViaName is not null && !Grammar.IsToken(System.Text.Encoding.UTF8.GetBytes(ViaName)))
        {
            throw new OptionException($"{nameof(GatewayOptions)}.{nameof(ViaName)} is '{ViaName}'; it must be a token (RFC 9110 §7.6.3).");
        }

        if (StatusPath is not null && (StatusPath is not ['/', ..] || StatusPath.AsSpan().ContainsAnyExceptInRange('!', '~') || StatusPath.AsSpan().ContainsAny('?', '#')))
        {
            throw new OptionException($"{nameof(GatewayOptions)}.{nameof(StatusPath)} is '{StatusPath}'; it must be a path, such as /-/status.");
        }

        ValidateLimits();
        return this;
    }

    private void ValidateLimits()
    {
        if (MaxLoops < 0)
        {
            throw new OptionException($"{nameof(GatewayOptions)}.{nameof(MaxLoops)} is {MaxLoops}; it must not be negative.");
        }

        if (HalfClosedTunnelTimeout <= TimeSpan.Zero && HalfClosedTunnelTimeout != Timeout.InfiniteTimeSpan)
        {
            throw new OptionException($"{nameof(GatewayOptions)}.{nameof(HalfClosedTunnelTimeout)} is {HalfClosedTunnelTimeout}; it must be longer than nothing, or {nameof(ClientOptions)}.{nameof(ClientOptions.None)}.");
        }

        if (RetryAfter < TimeSpan.Zero || RetryAfter > TimeSpan.FromDays(1))
        {
            throw new OptionException($"{nameof(GatewayOptions)}.{nameof(RetryAfter)} is {RetryAfter}; it must be from zero to one day.");
        }
    }

    private static void NotNull(object? value, string option)
    {
        if (value is null)
        {
            throw new OptionException($"{nameof(GatewayOptions)}.{option} is null.");
        }
    }
}
