using System.Diagnostics.Metrics;

namespace Picard.Proxy;

/// <summary>What a gateway measures of its destinations. Requests and connections to each are measured by the meter <c>Picard.Client</c>, those of clients by <c>Picard.Server</c>, under the names of OpenTelemetry.</summary>
/// <remarks>All are looked at when somebody collects, so a request pays nothing for them. The number of time series is bounded by the destinations.</remarks>
internal sealed class GatewayMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Picard.Proxy";

    private readonly Func<UpstreamStatus> _status;
    private readonly Meter _meter;
    private readonly bool _isOwner;

    /// <summary>Makes the instruments.</summary>
    /// <param name="factory">Where the meter comes from, and who disposes it; null: the gateway itself.</param>
    /// <param name="status">How things stand.</param>
    public GatewayMetrics(IMeterFactory? factory, Func<UpstreamStatus> status)
    {
        _status = status;
        _isOwner = factory is null;
        _meter = factory?.Create(new MeterOptions(MeterName)) ?? new Meter(MeterName);
        _meter.CreateObservableUpDownCounter("picard.proxy.destination.active_requests", () => OfEach(static destination => (long)destination.Pending), "{request}", "Number of requests under way to a destination.");
        _meter.CreateObservableCounter("picard.proxy.destination.requests", () => OfEach(static destination => destination.Requests), "{request}", "Number of requests to a destination.");
        _meter.CreateObservableCounter("picard.proxy.destination.failures", () => OfEach(static destination => destination.Failures), "{request}", "Number of requests that a destination failed to answer.");
        _meter.CreateObservableUpDownCounter("picard.proxy.destination.healthy", () => OfEach(static destination => destination.Health == DestinationHealth.Healthy ? 1L : 0L), "{destination}", "1 where a destination is used, 0 where it is not.");
        _meter.CreateObservableCounter("picard.proxy.upstream.retries", () => OfUpstream(static status => status.Retries), "{request}", "Number of requests that were sent again.");
        _meter.CreateObservableCounter("picard.proxy.upstream.retries_refused", () => OfUpstream(static status => status.RetriesRefused), "{request}", "Number of requests that were not sent again, since there were too many retries.");
    }

    public void Dispose()
    {
        if (_isOwner)
        {
            _meter.Dispose();
        }
    }

    private IEnumerable<Measurement<long>> OfEach(Func<DestinationStatus, long> value)
    {
        var status = _status();
        return status.Destinations.Select(destination => new Measurement<long>(value(destination), new("picard.proxy.upstream", status.Name), new("picard.proxy.destination", destination.Url)));
    }

    private Measurement<long> OfUpstream(Func<UpstreamStatus, long> value)
    {
        var status = _status();
        return new Measurement<long>(value(status), new KeyValuePair<string, object?>("picard.proxy.upstream", status.Name));
    }
}
