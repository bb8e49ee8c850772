using System.Text;
using Picard.Http;

namespace Picard.Gen;

/// <summary>What a route says of its WebSockets, checked once. For emitted code.</summary>
public sealed class WebSocketRoute
{
    /// <summary>Checks what an attribute says.</summary>
    /// <exception cref="ArgumentException">An origin or protocol is none, or a time is negative; the text names it. The analyzers say the same while the program is compiled.</exception>
    public WebSocketRoute(WebSocketAttribute attribute)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        Origins = attribute.Origins ?? [];
        Protocols = attribute.Protocols ?? [];
        Compression = attribute.Compression;
        KeepAliveInterval = Seconds(attribute.KeepAliveIntervalSeconds, nameof(attribute.KeepAliveIntervalSeconds), attribute.Pattern);
        KeepAliveTimeout = Seconds(attribute.KeepAliveTimeoutSeconds, nameof(attribute.KeepAliveTimeoutSeconds), attribute.Pattern);
        if (Origins.FirstOrDefault(static origin => origin is null || !WebSocketOrigin.IsValid(origin)) is { } badOrigin)
        {
            throw new ArgumentException($"'{badOrigin}' of [WebSocket(\"{attribute.Pattern}\")] is no origin: one is a scheme, a host and perhaps a port, such as 'https://example.com'.");
        }

        if (Protocols.FirstOrDefault(static protocol => protocol is null || !Grammar.IsToken(Encoding.UTF8.GetBytes(protocol))) is { } badProtocol)
        {
            throw new ArgumentException($"'{badProtocol}' of [WebSocket(\"{attribute.Pattern}\")] is no subprotocol: one is a token (RFC 6455 §4.1).");
        }
    }

    internal IReadOnlyList<string> Origins { get; }

    internal IReadOnlyList<string> Protocols { get; }

    internal WebSocketCompression Compression { get; }

    internal TimeSpan KeepAliveInterval { get; }

    internal TimeSpan KeepAliveTimeout { get; }

    // Limit: a day; a longer time is a mistake of unit.
    private static TimeSpan Seconds(int seconds, string name, string pattern) => seconds switch
    {
        0 => Timeout.InfiniteTimeSpan,
        > 0 and <= 86_400 => TimeSpan.FromSeconds(seconds),
        _ => throw new ArgumentException($"{name} of [WebSocket(\"{pattern}\")] is {seconds}: it must be at most a day, or 0 for none."),
    };
}
