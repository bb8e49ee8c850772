using System.Text.Json;
using Picard.Http;

namespace Picard.Server;

/// <summary>Why a request, or a connection before it had one, is refused: the status, one of a few reasons for telemetry, and a sentence for the client's developer.</summary>
internal readonly record struct Refusal(StatusCode Status, string Reason, string Detail)
{
    private const string Timeout = "timeout";

    private static readonly string[] s_violations =
        [.. Enum.GetNames<ViolationReason>().Select(static name => JsonNamingPolicy.SnakeCaseLower.ConvertName(name))];

    /// <summary>The server has as many connections as it may have.</summary>
    public static Refusal ConnectionLimit { get; } = new(StatusCode.ServiceUnavailable, "connection_limit", "The server has reached its limit of connections.");

    /// <summary>The head took longer than it may.</summary>
    public static Refusal HeadTimeout { get; } = new(StatusCode.RequestTimeout, Timeout, "The request head was not complete in time.");

    /// <summary>The content came more slowly than it may.</summary>
    public static Refusal ContentTimeout { get; } = new(StatusCode.RequestTimeout, Timeout, "The request content came too slowly.");

    /// <summary>The content is larger than the handler accepts.</summary>
    public static Refusal ContentLimit { get; } = new(StatusCode.ContentTooLarge, "content_limit", "The request content is larger than this resource accepts.");

    /// <summary>Whether it was time that ran out.</summary>
    public bool IsTimeout => ReferenceEquals(Reason, Timeout);

    /// <summary>The refusal of a request that broke a rule of HTTP.</summary>
    public static Refusal Of(in ProtocolViolation violation) => new(violation.Status, s_violations[(int)violation.Reason], violation.ToString());
}
