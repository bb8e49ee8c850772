using Microsoft.Extensions.Logging;

namespace Picard.Proxy;

/// <summary>Everything a proxy logs by itself: one line each, and no stack traces for what others do.</summary>
internal static partial class ProxyEvents
{
    [LoggerMessage(1, LogLevel.Warning, "{Upstream} at {Destination} did not answer: {Reason} The client gets {Status}.")]
    public static partial void NotAnswered(ILogger log, string upstream, string destination, string reason, int status);

    [LoggerMessage(2, LogLevel.Warning, "{Upstream} at {Destination} broke its response off: {Reason} The client's connection is reset.")]
    public static partial void BrokenOff(ILogger log, string upstream, string destination, string reason);

    [LoggerMessage(3, LogLevel.Debug, "{Upstream} at {Destination} failed, and the request is sent again: {Reason}")]
    public static partial void Retried(ILogger log, string upstream, string destination, string reason);

    [LoggerMessage(6, LogLevel.Warning, "{Upstream} at {Destination} gets no requests for a while ({Health}); its last failure: {Reason}.")]
    public static partial void TakenOut(ILogger log, string upstream, string destination, DestinationHealth health, string reason);

    [LoggerMessage(4, LogLevel.Information, "{Upstream} at {Destination} is {Health} now.")]
    public static partial void HealthChanged(ILogger log, string upstream, string destination, DestinationHealth health);

    [LoggerMessage(5, LogLevel.Information, "{Method} {Target} {Status} {Bytes} of {Destination} in {Elapsed:0.0} ms, waited {Wait:0.0}, connected in {Connect:0.0}, first octet after {FirstByte:0.0}")]
    public static partial void Forwarded(ILogger log, string method, string target, int status, long bytes, string destination, double elapsed, double wait, double connect, double firstByte);
}
