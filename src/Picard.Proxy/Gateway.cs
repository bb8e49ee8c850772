using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Picard.Client;
using Picard.Gen;
using Picard.Proxy;
using Picard.Server;

namespace Picard;

/// <summary>A reverse proxy as an application: every request goes to one of its upstream servers. Run it with <see cref="PicardServer.Create(IHandler, ServerOptions)"/>; one may serve several servers.</summary>
/// <remarks>
/// What is forwarded is written anew from what was parsed: no request that must be refused reaches an upstream server, and no response that breaks HTTP reaches a client as a good one. Content passes as it comes, both ways,
/// and no faster than it is taken.
/// </remarks>
public sealed class Gateway : IHandler, IAsyncDisposable
{
    private readonly IdlePool<Forwarder> _forwarders = new();
    private readonly UpstreamSet _upstream;
    private readonly HealthChecks _checks;
    private readonly Response _unavailable;
    private readonly Response _timedOut;
    private readonly Response _bad;
    private readonly GatewayMetrics _metrics;
    private readonly ConsoleLog? _ownLog;
    private readonly bool _ownsClient;

    /// <summary>Makes a gateway. It connects with its first request.</summary>
    /// <param name="options">Where requests go, and how.</param>
    /// <exception cref="OptionException">An option cannot be kept; the text names it.</exception>
    public Gateway(GatewayOptions options)
        : this(options, options?.Upstream, client: null)
    {
    }

    /// <summary>Makes a gateway of a proxy class.</summary>
    /// <param name="options">How requests go.</param>
    /// <param name="upstream">Where they go.</param>
    /// <param name="client">Whose connections are used; null: its own.</param>
    internal Gateway(GatewayOptions options, UpstreamOptions? upstream, PicardClient? client)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Validated();
        _ownLog = options.LoggerFactory is null ? new ConsoleLog(static () => Console.Error, options.TimeProvider, LogLevel.Warning) : null;
        var logs = options.LoggerFactory ?? _ownLog!;
        Log = logs.CreateLogger("Picard.Proxy");
        RequestLog = logs.CreateLogger("Picard.Proxy.Requests");
        StatusPath = Encoding.ASCII.GetBytes(options.StatusPath ?? "");
        Via = new ViaField(options.ViaName ?? $"picard-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        ClientFields = new ClientFields(options.Forwarded, options.TrustedProxies);
        _upstream = new UpstreamSet(Named(upstream!, "upstream"), options.TimeProvider, Random.Shared);
        Client = client ?? new PicardClient(options.Client);
        _ownsClient = client is null;
        _checks = new HealthChecks(_upstream, CheckAsync, options.TimeProvider, Random.Shared);
        _upstream.HealthChanged += (destination, health) => TellHealth(destination, health);
        _metrics = new GatewayMetrics(options.MeterFactory, () => Status);
        _unavailable = Answer(StatusCode.ServiceUnavailable, "No upstream server can take the request now.");
        _unavailable.Fields.Set(KnownField.RetryAfter, Math.Ceiling(options.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        _timedOut = Answer(StatusCode.GatewayTimeout, "The upstream server did not answer in time.");
        _bad = Answer(StatusCode.BadGateway, "The upstream server could not be reached, or did not answer as HTTP wants it.");
    }

    /// <summary>How its destinations stand.</summary>
    public UpstreamStatus Status => _upstream.ToStatus();

    /// <summary>How its connections stand.</summary>
    public PoolStatistics Connections => Client.Statistics;

    internal GatewayOptions Options { get; }

    internal ILogger Log { get; }

    /// <summary>Where each forwarded request is logged.</summary>
    internal ILogger RequestLog { get; }

    /// <summary>The path of the status; empty for none.</summary>
    internal ReadOnlyMemory<byte> StatusPath { get; }

    internal ViaField Via { get; }

    internal ClientFields ClientFields { get; }

    internal PicardClient Client { get; }

    /// <summary>What is answered where there is no destination.</summary>
    internal Response Unavailable => _unavailable;

    /// <inheritdoc/>
    public ExchangeStep Handle(Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return Forward(exchange, transforms: null);
    }

    /// <summary>Replaces the destinations while requests are under way: those that have begun end where they are.</summary>
    /// <param name="upstream">Where requests go from now on.</param>
    /// <exception cref="OptionException">An option cannot be kept; the old ones stay in force.</exception>
    public void Apply(UpstreamOptions upstream)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        _upstream.Apply(Named(upstream, _upstream.Options.Name));
    }

    /// <summary>Closes its connections, if they are not those of a pool. Requests under way fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await _checks.DisposeAsync().ConfigureAwait(false);
        _metrics.Dispose();
        _ownLog?.Dispose();
        if (_ownsClient)
        {
            await Client.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Forwards an exchange, for emitted code.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="transforms">What the proxy's own methods make of it; null: nothing.</param>
    /// <returns>What the exchange waits for.</returns>
    public ExchangeStep Forward(Exchange exchange, ProxyTransforms? transforms)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        var forwarder = _forwarders.Rent() ?? new Forwarder(this);
        forwarder.Begin(exchange, _upstream, transforms);
        return exchange.Await(Gen.Answer.Of(forwarder.RunAsync()), static (_, answer) =>
        {
            answer.Take();
            return ExchangeStep.Complete;
        });
    }

    internal void Return(Forwarder forwarder) => _forwarders.Return(forwarder);

    /// <summary>What a client is told of a fault. It says nothing of who the upstream servers are.</summary>
    internal Response AnswerTo(RequestFault fault) => fault switch
    {
        RequestFault.PoolFull or RequestFault.PoolTimeout => _unavailable,
        RequestFault.ResolveTimeout or RequestFault.ConnectTimeout or RequestFault.TlsTimeout or RequestFault.FirstByteTimeout or RequestFault.ContentTimeout or RequestFault.TotalTimeout => _timedOut,
        _ => _bad,
    };

    private void TellHealth(Destination destination, DestinationHealth health)
    {
        if (health is DestinationHealth.Ejected or DestinationHealth.FailingChecks)
        {
            ProxyEvents.TakenOut(Log, _upstream.Options.Name, destination.Origin.Authority, health, destination.ToStatus().LastFailureReason ?? "unknown");
        }
        else
        {
            ProxyEvents.HealthChanged(Log, _upstream.Options.Name, destination.Origin.Authority, health);
        }
    }

    private static UpstreamOptions Named(UpstreamOptions upstream, string name) => upstream is { Name: "" } ? upstream with { Name = name } : upstream;

    private static Response Answer(StatusCode status, string detail)
    {
        var content = new Problem(status) { Detail = detail }.ToJson();
        return Response.Bytes(status, content, "application/problem+json");
    }

    private async ValueTask<bool> CheckAsync(Destination destination, CancellationToken cancellationToken)
    {
        if (_upstream.Options.HealthCheck is not { } check)
        {
            return true;
        }

        try
        {
            var response = await Client.GetAsync(destination.Origin.ToString() + check.Path, cancellationToken).ConfigureAwait(false);
            await using var scope = response.ConfigureAwait(false);
            return check.IsExpected(response.Status);
        }
        catch (RequestException)
        {
            return false;
        }
    }
}
