using System.Net;
using Microsoft.Extensions.Logging;
using Picard.Http;

namespace Picard;

/// <summary>The records of an access log with named properties.</summary>
internal static partial class AccessLogEvents
{
    /// <summary>Writes one. The values are as received: what escapes them is the logger's, which knows what it writes.</summary>
    public static void Record(ILogger logger, ExchangeSummary exchange, int status)
    {
        var request = exchange.Request;
        Answered(
            logger,
            ClientAddress.Of(request),
            request.Method.Token,
            request.Target,
            request.Version == ProtocolVersion.Http10 ? "HTTP/1.0" : "HTTP/1.1",
            status,
            exchange.ContentBytes,
            exchange.Duration.TotalMilliseconds,
            exchange.Began,
            exchange.Route,
            exchange.Endpoint,
            exchange.Aborted,
            request.Fields.GetText(KnownField.Referer),
            request.Fields.GetText(KnownField.UserAgent));
    }

    [LoggerMessage(1, LogLevel.Information, "{Client} {Method} {Target} {Protocol} was answered with {Status}, {ContentBytes} octets, in {Milliseconds} ms (began {Began}, route {Route}, endpoint {Endpoint}, aborted {Aborted}, referer {Referer}, user agent {UserAgent})")]
    private static partial void Answered(
        ILogger logger, IPAddress? client, string method, string target, string protocol, int status, long contentBytes, double milliseconds,
        DateTimeOffset began, string? route, string? endpoint, AbortReason? aborted, string? referer, string? userAgent);
}
