namespace Picard.Proxy;

/// <summary>Where the requests of a class marked <see cref="ProxyAttribute"/> go. It lives as long as the program, and all proxies that name its upstream share it.</summary>
public sealed class ProxyGateway
{
    private readonly Lock _gate = new();
    private readonly string _proxy;
    private readonly Func<PicardClient>? _pool;
    private GatewayOptions _options;
    private UpstreamOptions _upstream;
    private Gateway? _gateway;

    /// <summary>Makes one, for emitted code. It connects with its first request.</summary>
    /// <param name="proxy">The class, for exceptions.</param>
    /// <param name="pool">Whose connections are used; null: it has its own.</param>
    /// <param name="upstream">The name of the upstream.</param>
    /// <param name="destinations">Its servers; none: they are given at run time.</param>
    public ProxyGateway(string proxy, Func<PicardClient>? pool, string upstream, params string[] destinations)
    {
        _proxy = proxy;
        _pool = pool;
        _upstream = new UpstreamOptions { Name = upstream, Destinations = destinations };
        _options = new GatewayOptions { Upstream = _upstream };
    }

    /// <summary>The options, which can be set until the proxy is first used: until a server starts with its application. Their <see cref="GatewayOptions.Upstream"/> is in force too; that of these options is what <see cref="UpstreamAttribute"/> says.</summary>
    /// <exception cref="InvalidOperationException">Set later.</exception>
    public GatewayOptions Options
    {
        get
        {
            lock (_gate)
            {
                return _options;
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_gate)
            {
                _options = _gateway is null
                    ? value
                    : throw new InvalidOperationException($"The options of the proxy {_proxy} are set before its first use: it forwards already. {nameof(Apply)} replaces its destinations.");
                _upstream = value.Upstream;
            }
        }
    }

    /// <summary>How its destinations stand.</summary>
    /// <exception cref="OptionException">It was not used yet, and an option cannot be kept; the text names it.</exception>
    public UpstreamStatus Status => Gateway.Status;

    /// <summary>How its connections stand; those of its pool, if it has one.</summary>
    /// <inheritdoc cref="Status"/>
    public PoolStatistics Connections => Gateway.Connections;

    /// <summary>What forwards.</summary>
    internal Gateway Gateway
    {
        get
        {
            lock (_gate)
            {
                return _gateway ??= new Gateway(_options, _upstream, _pool?.Invoke());
            }
        }
    }

    /// <summary>Replaces the destinations, also while requests are under way: those that have begun end where they are.</summary>
    /// <param name="upstream">Where requests go from now on.</param>
    /// <exception cref="OptionException">An option cannot be kept; the old ones stay in force.</exception>
    public void Apply(UpstreamOptions upstream)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        lock (_gate)
        {
            if (_gateway is { } gateway)
            {
                gateway.Apply(upstream);
            }
            else
            {
                _upstream = upstream.Validated();
            }
        }
    }
}
