using Microsoft.Extensions.Logging;

namespace Picard.Server;

/// <summary>Everything the server logs. A client's faults are at most Debug: nobody shall be able to fill a log from outside.</summary>
internal static partial class ServerEvents
{
    [LoggerMessage(1, LogLevel.Error, "{Handler} failed.")]
    public static partial void HandlerFailed(ILogger log, Exception exception, string handler);

    [LoggerMessage(2, LogLevel.Debug, "{Handler} ended after its client had left: {Reason}")]
    public static partial void HandlerAborted(ILogger log, string handler, string reason);

    [LoggerMessage(3, LogLevel.Debug, "A request was refused with {Status}: {Reason}")]
    public static partial void RequestRefused(ILogger log, int status, string reason);

    [LoggerMessage(4, LogLevel.Debug, "A connection was lost: {Reason}")]
    public static partial void ConnectionLost(ILogger log, string reason);

    [LoggerMessage(5, LogLevel.Critical, "The server failed on a connection, and closed it. This is a defect of the server, not of the application.")]
    public static partial void ConnectionFailed(ILogger log, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "The limit of {Limit} connections is reached: new ones are answered 503 until some close.")]
    public static partial void ConnectionLimitReached(ILogger log, int limit);

    [LoggerMessage(7, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(ILogger log, string address);

    [LoggerMessage(8, LogLevel.Information, "Stopping: {Connections} connections are open.")]
    public static partial void Stopping(ILogger log, int connections);

    [LoggerMessage(9, LogLevel.Warning, "{Connections} connections did not end within the stop timeout of {Timeout} and are aborted.")]
    public static partial void StopTimedOut(ILogger log, int connections, TimeSpan timeout);

    [LoggerMessage(10, LogLevel.Warning, "{Message}")]
    public static partial void TransportWarning(ILogger log, string message);

    [LoggerMessage(12, LogLevel.Error, "{Handler} answered with a file that could not be sent to its end; the connection was reset. {Reason}")]
    public static partial void FileFailed(ILogger log, string handler, string reason);

    /// <summary>One for each answered request, in a category of its own; what was refused or lost is at Debug, as above.</summary>
    [LoggerMessage(11, LogLevel.Information, "{Method} {Route} was answered with {Status}, {ContentBytes} octets, in {Milliseconds} ms")]
    public static partial void RequestFinished(ILogger log, string method, string route, int status, long contentBytes, double milliseconds);
}
