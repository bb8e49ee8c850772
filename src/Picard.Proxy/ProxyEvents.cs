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

    [LoggerMessage(4, LogLevel.Information, "{Upstream} at {Destination} is healthy again.")]
    public static partial void Healthy(ILogger log, string upstream, string destination);
}
