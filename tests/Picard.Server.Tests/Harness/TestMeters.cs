using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Picard.Server.Tests;

/// <summary>The meters of one server, and what is measured with them once somebody listens.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly ConcurrentQueue<Measurement> _measurements = new();
    private readonly List<Meter> _meters = [];
    private MeterListener? _listener;

    /// <summary>One measurement; the tags as <c>name=value</c>, in the order of their names.</summary>
    public sealed record Measurement(string Instrument, string? Unit, double Value, string Tags);

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
        _meters.Add(meter);
        return meter;
    }

    /// <summary>Listens to every instrument, or to those of these names.</summary>
    public void Listen(params string[] instruments)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == this && (instruments.Length == 0 || instruments.Contains(instrument.Name)))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Listens no longer.</summary>
    public void Deafen() => _listener!.Dispose();

    /// <summary>What an instrument has measured so far.</summary>
    public Measurement[] Of(string instrument) => [.. _measurements.Where(measurement => measurement.Instrument == instrument)];

    /// <summary>What a counter stands at.</summary>
    public double Sum(string instrument) => Of(instrument).Sum(static measurement => measurement.Value);

    public void Dispose()
    {
        _listener?.Dispose();
        _meters.ForEach(static meter => meter.Dispose());
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue(new Measurement(instrument.Name, instrument.Unit, value, string.Join(' ', tags.ToArray().OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(static tag => $"{tag.Key}={tag.Value}"))));
}
