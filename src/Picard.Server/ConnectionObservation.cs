using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Picard.Gen;
using Picard.Http;
using Picard.Transport;

namespace Picard.Server;

/// <summary>What listeners are told of one connection and of the exchange on it: metrics, activities, and a line in the log.</summary>
/// <remarks>Made when somebody first listens, so that a server without telemetry pays a look at a few fields for a request. What has begun
/// unobserved ends unobserved; what has begun is ended whether or not anybody still listens, so every count comes back to where it was.</remarks>
internal sealed class ConnectionObservation(ServerShared server, TransportConnection transport, Exchange exchange, ParsedRequest request)
{
    // Limit: how much of a target that no route took is logged: enough to recognize it, too little to fill a log with.
    private const int MaxLoggedTargetBytes = 256;

    // What error.type is where there is neither an exception nor a status to tell.
    private const string ClientGone = "client_gone", TimedOut = "timeout", Stopped = "server_stopped", UpstreamFailed = "upstream_failed";

    private ConnectionRecord _connection;
    private ExchangeObservationRecord _exchange;

    private TimeProvider Time => server.Options.TimeProvider;

    /// <summary>The connection is open.</summary>
    public void Open()
    {
        _connection.Began = Time.GetTimestamp();
        _connection.Transport = transport.LocalEndPoint is System.Net.Sockets.UnixDomainSocketEndPoint ? "unix" : "tcp";
        if (server.Metrics.CountsConnections)
        {
            _connection.IsCounted = true;
            server.Metrics.AddActiveConnection(1, _connection.Transport);
        }
    }

    /// <summary>The connection is closed, and with it what was under way.</summary>
    /// <param name="reason">Why that had no end, unless its handler has failed.</param>
    public void Close(AbortReason reason)
    {
        var isUnderWay = _exchange.Method is not null;
        var duration = EndExchange(exchange.ResponseStatus, reason switch { AbortReason.TooSlow => TimedOut, AbortReason.Stopping => Stopped, AbortReason.UpstreamFailed => UpstreamFailed, _ => ClientGone });
        if (isUnderWay && exchange.ResponseStatus.Code == Exchange.ClientGoneStatus)
        {
            Log(duration);
        }

        if (_connection.Transport is { } used)
        {
            if (_connection.IsCounted)
            {
                server.Metrics.AddActiveConnection(-1, used);
            }

            server.Metrics.RecordConnection(Time.GetElapsedTime(_connection.Began), used);
        }
    }

    /// <summary>A request has begun: its head is complete.</summary>
    public void Begin()
    {
        _exchange = new ExchangeObservationRecord { Method = HttpTags.Of(request.Method), Began = Time.GetTimestamp() };
        if (server.Metrics.CountsRequests)
        {
            _exchange.IsCounted = true;
            server.Metrics.AddActiveRequest(1, _exchange.Method);
        }

        if (ServerTracing.IsListenedTo)
        {
            _exchange.Activity = ServerTracing.Start(request, transport.RemoteEndPoint, Time.GetUtcNow());
        }
    }

    /// <summary>User code is about to run, in an execution context that the caller restores.</summary>
    public void EnterHandler()
    {
        if (_exchange.Activity is { } activity)
        {
            Activity.Current = activity;
        }
    }

    /// <summary>User code has failed.</summary>
    public void Fail(Exception exception)
    {
        _exchange.Failure = exception.GetType().FullName;
        _exchange.Activity?.AddException(exception);
    }

    /// <summary>The response is written.</summary>
    public void Complete()
    {
        if (_exchange.Method is null)
        {
            return;
        }

        Log(EndExchange(exchange.ResponseStatus, error: null));
    }

    private void Log(TimeSpan duration)
    {
        if (server.RequestLog.IsEnabled(LogLevel.Information))
        {
            var place = server.Handler.RouteOf(exchange) ?? LoggedTarget();
            ServerEvents.RequestFinished(server.RequestLog, request.Method.Token, place, exchange.ResponseStatus.Code, exchange.ResponseContentBytes, duration.TotalMilliseconds);
        }
    }

    /// <summary>The request is refused after its handler has asked for content.</summary>
    public void Refuse(in Refusal refusal) => EndExchange(refusal.Status, refusal.IsTimeout ? TimedOut : null);

    private TimeSpan EndExchange(StatusCode status, string? error)
    {
        if (_exchange.Method is not { } method)
        {
            return default;
        }

        var ended = _exchange;
        _exchange = default;
        var duration = Time.GetElapsedTime(ended.Began);
        if (ended.IsCounted)
        {
            server.Metrics.AddActiveRequest(-1, method);
        }

        error = ended.Failure ?? error ?? (status.IsServerError ? HttpTags.TextOf(status) : null);
        var route = server.Handler.RouteOf(exchange);
        if (server.Metrics.MeasuresRequests)
        {
            server.Metrics.RecordRequest(duration, TagsOf(method, status, route, error));
        }

        if (ended.Activity is { } activity)
        {
            Describe(activity, method, status, route, error);
            ServerTracing.Stop(activity, duration);
        }

        return duration;
    }

    private TagList TagsOf(string method, StatusCode status, string? route, string? error)
    {
        var tags = new TagList
        {
            { HttpTags.Method, method },
            { HttpTags.Scheme, ServerTags.Http },
            { HttpTags.Version, HttpTags.Of(request.Version) },
        };
        AddIfAny(ref tags, HttpTags.StatusCode, status == default ? null : HttpTags.Of(status));
        AddIfAny(ref tags, ServerTags.Route, route);
        AddIfAny(ref tags, HttpTags.ErrorType, error);
        return tags;
    }

    private static void AddIfAny(ref TagList tags, string name, object? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }

    private static void Describe(Activity activity, string method, StatusCode status, string? route, string? error)
    {
        if (route is not null)
        {
            activity.DisplayName = $"{(method == HttpTags.OtherMethod ? "HTTP" : method)} {route}";
            activity.SetTag(ServerTags.Route, route);
        }

        if (status != default)
        {
            activity.SetTag(HttpTags.StatusCode, HttpTags.Of(status));
        }

        if (error is not null)
        {
            activity.SetTag(HttpTags.ErrorType, error);
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    private string LoggedTarget()
    {
        var target = request.Head.Target.Raw;
        return System.Text.Encoding.ASCII.GetString(target[..Math.Min(target.Length, MaxLoggedTargetBytes)]);
    }

    private struct ConnectionRecord
    {
        public long Began;
        public string? Transport;
        public bool IsCounted;
    }

    private struct ExchangeObservationRecord
    {
        public string? Method;
        public long Began;
        public bool IsCounted;
        public Activity? Activity;
        public string? Failure;
    }
}
