using Picard.Gen;

namespace Picard.Server;

/// <summary>The names and values of attributes that are the server's own, beside <see cref="HttpTags"/> (OpenTelemetry semantic conventions for HTTP).</summary>
internal static class ServerTags
{
    public const string Route = "http.route";
    public const string Path = "url.path";
    public const string Query = "url.query";
    public const string PeerAddress = "network.peer.address";
    public const string PeerPort = "network.peer.port";
    public const string UserAgent = "user_agent.original";
    public const string Transport = "network.transport";
    public const string RefusalReason = "picard.refusal.reason";

    public const string Http = "http";
}
