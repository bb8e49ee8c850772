using Microsoft.Extensions.Logging;

namespace Picard;

/// <summary>Answers whether the process is alive and whether it wants requests, for orchestrators and load balancers. GET and HEAD of its two paths never reach routing.</summary>
/// <remarks>It comes before middleware that refuses requests, unless that is meant. Answers are not to be stored (<c>Cache-Control: no-store</c>).</remarks>
[Middleware]
public sealed partial class Health
{
    private const string Alive = "alive";
    private const string Ready = "ready";
    private const string NotReady = "not ready";

    private static readonly Problem s_notAllowed = new(StatusCode.MethodNotAllowed);

    private readonly HealthOptions _options;
    private readonly HealthProbe _probe;
    private readonly ILogger? _log;

    /// <summary>Made by the application.</summary>
    /// <param name="options">What is answered.</param>
    /// <param name="loggers">Where checks that fail are logged.</param>
    public Health(HealthOptions options, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _probe = options.Probe;
        _log = loggers?.CreateLogger(HealthEvents.Category);
    }

    [OnRequest]
    private ValueTask<Next> Begin(Request request, CancellationToken aborted)
    {
        var path = request.Head.Target.Path;
        var isReady = path.SequenceEqual(_options.ReadyPathOctets);
        if (!isReady && !path.SequenceEqual(_options.LivePathOctets))
        {
            return new(Next.Continue);
        }

        Downstream.Fields.Add(KnownField.CacheControl, "no-store");
        if (request.Method != Method.Get && request.Method != Method.Head)
        {
            Downstream.Fields.Add(KnownField.Allow, "GET, HEAD");
            Downstream.Respond(s_notAllowed);
            return new(Next.Handled);
        }

        return !isReady ? new(Answer(StatusCode.Ok, Alive, [])) : AnswerReadyAsync(request.IsServerStopping, aborted);
    }

    private async ValueTask<Next> AnswerReadyAsync(bool isStopping, CancellationToken aborted)
    {
        HealthReport report;
        try
        {
            report = await _probe.Run(_log).WaitAsync(aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            return Answer(StatusCode.ServiceUnavailable, NotReady, []);
        }

        var isReady = report.IsHealthy && _options.Readiness.IsReady && !isStopping;
        return Answer(isReady ? StatusCode.Ok : StatusCode.ServiceUnavailable, isReady ? Ready : NotReady, report.Findings);
    }

    private Next Answer(StatusCode status, string word, IReadOnlyList<HealthFinding> findings)
    {
        if (_options.Detail == HealthDetail.StatusOnly)
        {
            Downstream.Respond(status);
        }
        else
        {
            Downstream.Respond(Response.Bytes(status, HealthReport.ToJson(word, findings), "application/json"));
        }

        return Next.Handled;
    }
}
