using System.Diagnostics;
using Picard.Gen;

namespace Picard.Client;

// What listeners are told of a request, and where its time went.
// What has begun unobserved ends unobserved; what has begun is ended whether or not anybody still listens, so every count comes back to where it was.
public sealed partial class ClientCall
{
    private CallRecord _record;
    private int _resendCount;

    /// <summary>Where the time went so far.</summary>
    internal PhaseTimings Timings
    {
        get
        {
            if (!_record.IsMeasured)
            {
                return default;
            }

            // A connection that was there before has no part in the request's time.
            var made = _lease is { IsReused: false, Connection: { } connection } ? connection.Phases : null;
            return new PhaseTimings
            {
                PoolWait = Since(_record.Leased),
                Resolve = made?.Resolve ?? default,
                Connect = made?.Connect ?? default,
                Tls = made?.Tls ?? default,
                Sent = Since(Volatile.Read(ref _record.Sent)),
                FirstByte = Since(_record.FirstByte),
                Total = Time.GetElapsedTime(_record.Began),
            };
        }
    }

    private TimeProvider Time => _client.Options.TimeProvider;

    /// <summary>The request is whole with the transport. Any thread.</summary>
    internal void OnSent()
    {
        if (_record.IsMeasured)
        {
            Volatile.Write(ref _record.Sent, Time.GetTimestamp());
        }
    }

    /// <summary>The first octet of a response is there.</summary>
    internal void OnFirstByte()
    {
        if (_record.IsMeasured)
        {
            _record.FirstByte = Time.GetTimestamp();
        }
    }

    /// <summary>Writes a field of the trace, unless the caller has set it.</summary>
    internal void WriteTraceField(string name, string? value)
    {
        if (value is not null && !HeadLines.Has(_head.Span, name))
        {
            var writer = new Http.HeadWriter(_head);
            writer.WriteField(name, value);
            writer.Flush();
        }
    }

    /// <summary>The request is about to be sent: its target is complete, its head is not.</summary>
    private void BeginObservation()
    {
        var metrics = _client.Metrics;
        if (metrics.MeasuresRequests || ClientTracing.IsListenedTo || _client.Options.MeasuresPhases || MeasuresPhases)
        {
            _record = new CallRecord { IsMeasured = true, Method = HttpTags.Of(Method), Began = Time.GetTimestamp() };
            if (metrics.CountsRequests)
            {
                _record.IsCounted = true;
                metrics.AddActiveRequest(1, Origin, _record.Method);
            }

            if (ClientTracing.IsListenedTo)
            {
                _record.Activity = ClientTracing.Start(this, _record.Method, _resendCount, Time.GetUtcNow());
            }
        }

        // Trace Context §3: whoever takes part in a trace tells the next. A caller who names a trace knows better.
        if ((_record.Activity ?? Activity.Current) is { } activity && !HeadLines.Has(_head.Span, "traceparent"))
        {
            ClientTracing.Inject(activity, this);
        }
    }

    /// <summary>The request has waited for a connection.</summary>
    private void ObserveWait()
    {
        if (_record.IsMeasured)
        {
            _record.Leased = Time.GetTimestamp();
            _client.Metrics.RecordWait(Since(_record.Leased), Origin, _record.Method!);
        }
    }

    private void ObserveHead()
    {
        if (_record.IsMeasured)
        {
            _record.Status = Status;
            _record.Version = HttpTags.Of(Connection.Response.Version);
        }
    }

    /// <summary>Notes why a request fails, as a filter that lets the exception pass.</summary>
    internal bool ObserveFault(Exception exception)
    {
        if (_record.IsMeasured && exception is not StatusException)
        {
            _record.ErrorType ??= ClientTags.ErrorOf(exception);
            _record.Activity?.AddException(exception);
        }

        return false;
    }

    /// <summary>The exchange is over, or was given up.</summary>
    private void EndObservation()
    {
        if (!_record.IsMeasured)
        {
            return;
        }

        var ended = _record;
        _record = default;
        if (ended.IsCounted)
        {
            _client.Metrics.AddActiveRequest(-1, Origin, ended.Method!);
        }

        // The conventions: for a client any 4xx or 5xx is an error.
        var isError = ended.Status.IsClientError || ended.Status.IsServerError;
        var outcome = new RequestOutcome(ended.Status, ended.Version ?? ClientTags.Http11, ended.ErrorType ?? (isError ? HttpTags.TextOf(ended.Status) : null));
        var duration = Time.GetElapsedTime(ended.Began);
        _client.Metrics.RecordRequest(duration, Origin, ended.Method!, outcome);
        if (ended.Activity is { } activity)
        {
            ClientTracing.Stop(activity, outcome, duration);
        }
    }

    private TimeSpan Since(long moment) => moment == 0 ? default : Time.GetElapsedTime(_record.Began, moment);

    private struct CallRecord
    {
        public bool IsMeasured;
        public bool IsCounted;
        public string? Method;
        public long Began;
        public long Leased;
        public long Sent;
        public long FirstByte;
        public StatusCode Status;
        public string? Version;
        public string? ErrorType;
        public Activity? Activity;
    }
}
