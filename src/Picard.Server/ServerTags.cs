using Picard.Http;

namespace Picard.Server;

/// <summary>The names and values of attributes that metrics and activities have in common (OpenTelemetry semantic conventions for HTTP).</summary>
internal static class ServerTags
{
    public const string Method = "http.request.method";
    public const string OriginalMethod = "http.request.method_original";
    public const string StatusCode = "http.response.status_code";
    public const string Route = "http.route";
    public const string Scheme = "url.scheme";
    public const string Path = "url.path";
    public const string Query = "url.query";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string PeerAddress = "network.peer.address";
    public const string PeerPort = "network.peer.port";
    public const string UserAgent = "user_agent.original";
    public const string Version = "network.protocol.version";
    public const string Transport = "network.transport";
    public const string ErrorType = "error.type";
    public const string RefusalReason = "picard.refusal.reason";

    public const string Http = "http";

    /// <summary>The method of a request that has none of the registered ones: a client could make up any number of them.</summary>
    public const string OtherMethod = "_OTHER";

    private static readonly Method[] s_registered =
    [
        Picard.Method.Get, Picard.Method.Post, Picard.Method.Put, Picard.Method.Delete, Picard.Method.Patch, Picard.Method.Head, Picard.Method.Options,
        Picard.Method.Connect, Picard.Method.Trace,
    ];

    private static readonly object?[] s_statuses = new object?[1000];

    /// <summary>The method, if it is a registered one.</summary>
    public static string Of(Method method) => s_registered.Contains(method) ? method.Token : OtherMethod;

    /// <summary>The number of a status, boxed once.</summary>
    public static object Of(StatusCode status) => s_statuses[status.Code] ??= status.Code;

    /// <summary>The version as the conventions write it.</summary>
    public static string Of(ProtocolVersion version) => version == ProtocolVersion.Http10 ? "1.0" : "1.1";
}
