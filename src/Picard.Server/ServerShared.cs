using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Picard.Gen;
using Picard.Http;

namespace Picard.Server;

/// <summary>What all connections of one server have in common.</summary>
internal sealed class ServerShared : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private long _closedConnectionsRequests;
    private long _acceptedConnections;
    private int _stopping;

    public ServerShared(IHandler handler, ServerOptions options, ILoggerFactory logs, ConnectionPermits permits, IMeterFactory? meters)
    {
        Handler = handler;
        Options = options;
        Log = logs.CreateLogger("Picard.Server");
        RequestLog = logs.CreateLogger("Picard.Server.Requests");
        Metrics = new ServerMetrics(meters);
        Permits = permits;
        Date = new DateField(options.TimeProvider);
        Timer = new ConnectionTimer(options.TimeProvider, Date);
        Stopping = _stop.Token;
    }

    public IHandler Handler { get; }

    public ServerOptions Options { get; }

    public ILogger Log { get; }

    /// <summary>Where each answered request is logged.</summary>
    public ILogger RequestLog { get; }

    public ServerMetrics Metrics { get; }

    /// <summary>Whether anybody wants to be told of requests.</summary>
    public bool ObservesRequests => Metrics.MeasuresRequests || ServerTracing.IsListenedTo || RequestLog.IsEnabled(LogLevel.Information);

    public ConnectionPermits Permits { get; }

    public ConnectionTimer Timer { get; }

    public DateField Date { get; }

    /// <summary>Whether a graceful stop has begun: responses carry <c>Connection: close</c>, idle connections close.</summary>
    public bool IsStopping => Stopping.IsCancellationRequested;

    /// <summary>Cancelled when a graceful stop begins.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Connections accepted so far, refused ones included.</summary>
    public long AcceptedConnections => Interlocked.Read(ref _acceptedConnections);

    /// <summary>Requests answered so far. Each connection counts its own, so that no counter is shared on the request path.</summary>
    public long Requests => Interlocked.Read(ref _closedConnectionsRequests) + Timer.Snapshot().Sum(static connection => connection.Requests);

    /// <returns>Whether this call was the first.</returns>
    public bool BeginStop()
    {
        var isFirst = Interlocked.Exchange(ref _stopping, 1) == 0;
        _stop.Cancel();
        return isFirst;
    }

    public void CountAccepted() => Interlocked.Increment(ref _acceptedConnections);

    /// <summary>A connection is over.</summary>
    public void Close(ConnectionWatch watch, Admission admission)
    {
        Interlocked.Add(ref _closedConnectionsRequests, watch.Requests);
        Permits.Return(admission);
        Timer.Remove(watch);
    }

    public void Dispose()
    {
        Timer.Dispose();
        Metrics.Dispose();
        _stop.Dispose();
    }
}
