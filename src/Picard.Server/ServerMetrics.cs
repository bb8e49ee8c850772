using System.Diagnostics;
using System.Diagnostics.Metrics;
using Picard.Gen;

namespace Picard.Server;

/// <summary>What a server measures, under the names of the OpenTelemetry semantic conventions where these have one.</summary>
/// <remarks>While nobody listens to an instrument it costs one look at a field. Nothing that a client chooses becomes the value of an attribute:
/// the number of time series is bounded by the application's own routes.</remarks>
internal sealed class ServerMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Picard.Server";

    // The boundaries that the conventions advise for http.server.request.duration.
    private static readonly double[] s_requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    // Connections live longer than requests: Kestrel's boundaries for its own.
    private static readonly double[] s_connectionSeconds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

    private readonly Histogram<double> _requestDuration;
    private readonly UpDownCounter<long> _activeRequests;
    private readonly Histogram<double> _connectionDuration;
    private readonly UpDownCounter<long> _activeConnections;
    private readonly Counter<long> _refusals;
    private readonly bool _isOwner;

    /// <summary>Makes the instruments.</summary>
    /// <param name="factory">Where the meter comes from, and who disposes it; null: the server itself.</param>
    public ServerMetrics(IMeterFactory? factory)
    {
        _isOwner = factory is null;
        Meter = factory?.Create(new MeterOptions(MeterName)) ?? new Meter(MeterName);
        _requestDuration = Meter.CreateHistogram("http.server.request.duration", "s", "Duration of HTTP server requests.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = s_requestSeconds });
        _activeRequests = Meter.CreateUpDownCounter<long>("http.server.active_requests", "{request}", "Number of active HTTP server requests.");
        _connectionDuration = Meter.CreateHistogram("picard.server.connection.duration", "s", "Duration of connections on the server.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = s_connectionSeconds });
        _activeConnections = Meter.CreateUpDownCounter<long>("picard.server.active_connections", "{connection}", "Number of connections that are open on the server.");
        _refusals = Meter.CreateCounter<long>("picard.server.refusals", "{refusal}", "Number of requests and connections that broke a rule or met a limit.");
    }

    /// <summary>The meter of this server.</summary>
    public Meter Meter { get; }

    /// <summary>Whether anybody listens to what is measured of a request.</summary>
    public bool MeasuresRequests => _requestDuration.Enabled || _activeRequests.Enabled;

    /// <summary>Whether anybody listens to what is measured of a connection.</summary>
    public bool MeasuresConnections => _connectionDuration.Enabled || _activeConnections.Enabled;

    /// <summary>Whether anybody listens to the number of requests under way.</summary>
    public bool CountsRequests => _activeRequests.Enabled;

    /// <summary>Whether anybody listens to the number of open connections.</summary>
    public bool CountsConnections => _activeConnections.Enabled;

    /// <summary>Counts a request that is under way, or no longer.</summary>
    public void AddActiveRequest(int change, string method) =>
        _activeRequests.Add(change, new(HttpTags.Method, method), new(HttpTags.Scheme, ServerTags.Http));

    /// <summary>Counts a connection that is open, or no longer.</summary>
    public void AddActiveConnection(int change, string transport) => _activeConnections.Add(change, new KeyValuePair<string, object?>(ServerTags.Transport, transport));

    /// <summary>A request is over.</summary>
    public void RecordRequest(TimeSpan duration, in TagList tags) => _requestDuration.Record(duration.TotalSeconds, tags);

    /// <summary>A connection is over.</summary>
    public void RecordConnection(TimeSpan duration, string transport) =>
        _connectionDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(ServerTags.Transport, transport));

    /// <summary>Something is refused with a response.</summary>
    public void CountRefusal(in Refusal refusal)
    {
        if (_refusals.Enabled)
        {
            _refusals.Add(1, new(ServerTags.RefusalReason, refusal.Reason), new(HttpTags.StatusCode, HttpTags.Of(refusal.Status)));
        }
    }

    /// <summary>A connection is closed without a word.</summary>
    public void CountDrop() => _refusals.Add(1, new KeyValuePair<string, object?>(ServerTags.RefusalReason, Refusal.ConnectionLimit.Reason));

    public void Dispose()
    {
        if (_isOwner)
        {
            Meter.Dispose();
        }
    }
}
