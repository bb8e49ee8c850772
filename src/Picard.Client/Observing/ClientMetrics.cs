using System.Diagnostics;
using System.Diagnostics.Metrics;
using Picard.Gen;

namespace Picard.Client;

/// <summary>What a client measures, under the names of the OpenTelemetry semantic conventions and of .NET's own client.</summary>
/// <remarks>While nobody listens to an instrument it costs one look at a field. Nothing of a target becomes the value of an attribute:
/// the number of time series is bounded by the origins that the application asks.</remarks>
internal sealed class ClientMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Picard.Client";

    // The boundaries that the conventions advise for http.client.request.duration.
    private static readonly double[] s_requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    // Connections live longer than requests: the boundaries of .NET's own client.
    private static readonly double[] s_connectionSeconds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

    private readonly Histogram<double> _requestDuration;
    private readonly UpDownCounter<long> _activeRequests;
    private readonly Histogram<double> _timeInQueue;
    private readonly UpDownCounter<long> _openConnections;
    private readonly Histogram<double> _connectionDuration;
    private readonly bool _isOwner;

    /// <summary>Makes the instruments.</summary>
    /// <param name="factory">Where the meter comes from, and who disposes it; null: the client itself.</param>
    public ClientMetrics(IMeterFactory? factory)
    {
        _isOwner = factory is null;
        Meter = factory?.Create(new MeterOptions(MeterName)) ?? new Meter(MeterName);
        var requests = new InstrumentAdvice<double> { HistogramBucketBoundaries = s_requestSeconds };
        _requestDuration = Meter.CreateHistogram("http.client.request.duration", "s", "Duration of HTTP client requests.", tags: null, requests);
        _activeRequests = Meter.CreateUpDownCounter<long>("http.client.active_requests", "{request}", "Number of active HTTP requests.");
        _timeInQueue = Meter.CreateHistogram("http.client.request.time_in_queue", "s", "The time that requests spent waiting for a connection.", tags: null, requests);
        _openConnections = Meter.CreateUpDownCounter<long>("http.client.open_connections", "{connection}", "Number of outbound HTTP connections that are active or idle.");
        _connectionDuration = Meter.CreateHistogram("http.client.connection.duration", "s", "The duration of outbound HTTP connections.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = s_connectionSeconds });
    }

    /// <summary>The meter of this client.</summary>
    public Meter Meter { get; }

    /// <summary>Whether anybody listens to what is measured of a request.</summary>
    public bool MeasuresRequests => _requestDuration.Enabled || _activeRequests.Enabled || _timeInQueue.Enabled;

    /// <summary>Whether anybody listens to the number of requests under way.</summary>
    public bool CountsRequests => _activeRequests.Enabled;

    /// <summary>Whether anybody listens to the number of open connections.</summary>
    public bool CountsConnections => _openConnections.Enabled;

    /// <summary>Whether anybody listens to how long connections last.</summary>
    public bool TimesConnections => _connectionDuration.Enabled;

    /// <summary>Counts a request that is under way, or no longer.</summary>
    public void AddActiveRequest(int change, Origin origin, string method)
    {
        var tags = TagsOf(origin);
        tags.Add(HttpTags.Method, method);
        _activeRequests.Add(change, tags);
    }

    /// <summary>Counts a connection in one of its states.</summary>
    public void AddConnection(int change, Origin origin, string state)
    {
        var tags = TagsOf(origin);
        tags.Add(ClientTags.ConnectionState, state);
        tags.Add(HttpTags.Version, ClientTags.Http11);
        _openConnections.Add(change, tags);
    }

    /// <summary>A connection is over.</summary>
    public void RecordConnection(TimeSpan duration, Origin origin)
    {
        var tags = TagsOf(origin);
        tags.Add(HttpTags.Version, ClientTags.Http11);
        _connectionDuration.Record(duration.TotalSeconds, tags);
    }

    /// <summary>A request has a connection after a wait.</summary>
    public void RecordWait(TimeSpan duration, Origin origin, string method)
    {
        var tags = TagsOf(origin);
        tags.Add(HttpTags.Method, method);
        tags.Add(HttpTags.Version, ClientTags.Http11);
        _timeInQueue.Record(duration.TotalSeconds, tags);
    }

    /// <summary>A request is over.</summary>
    public void RecordRequest(TimeSpan duration, Origin origin, string method, in RequestOutcome outcome)
    {
        var tags = TagsOf(origin);
        tags.Add(HttpTags.Method, method);
        if (outcome.Status != default)
        {
            tags.Add(HttpTags.StatusCode, HttpTags.Of(outcome.Status));
            tags.Add(HttpTags.Version, outcome.Version);
        }

        if (outcome.ErrorType is { } error)
        {
            tags.Add(HttpTags.ErrorType, error);
        }

        _requestDuration.Record(duration.TotalSeconds, tags);
    }

    public void Dispose()
    {
        if (_isOwner)
        {
            Meter.Dispose();
        }
    }

    private static TagList TagsOf(Origin origin)
    {
        var tags = default(TagList);
        tags.Add(HttpTags.ServerAddress, origin.Host);
        tags.Add(HttpTags.ServerPort, origin.BoxedPort);
        tags.Add(HttpTags.Scheme, origin.Scheme);
        return tags;
    }
}
