using System.Globalization;
using Picard.Http;

namespace Picard.Gen;

/// <summary>Names and values of attributes that the metrics and activities of server and client share (OpenTelemetry semantic conventions for HTTP).</summary>
internal static class HttpTags
{
    public const string Method = "http.request.method";
    public const string OriginalMethod = "http.request.method_original";
    public const string StatusCode = "http.response.status_code";
    public const string Scheme = "url.scheme";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string Version = "network.protocol.version";
    public const string ErrorType = "error.type";

    /// <summary>The method of a request that has none of the registered ones: whoever sends it could make up any number of them.</summary>
    public const string OtherMethod = "_OTHER";

    private static readonly Method[] s_registered =
    [
        Picard.Method.Get, Picard.Method.Post, Picard.Method.Put, Picard.Method.Delete, Picard.Method.Patch, Picard.Method.Head, Picard.Method.Options,
        Picard.Method.Connect, Picard.Method.Trace,
    ];

    private static readonly object?[] s_statuses = new object?[1000];
    private static readonly string?[] s_statusTexts = new string?[1000];

    /// <summary>The method, if it is a registered one.</summary>
    public static string Of(Method method)
    {
        foreach (var registered in s_registered)
        {
            if (registered == method)
            {
                return registered.Token;
            }
        }

        return OtherMethod;
    }

    /// <summary>The number of a status, boxed once.</summary>
    public static object Of(StatusCode status) => s_statuses[status.Code] ??= status.Code;

    /// <summary>The number of a status as text, made once.</summary>
    public static string TextOf(StatusCode status) => s_statusTexts[status.Code] ??= status.Code.ToString(CultureInfo.InvariantCulture);

    /// <summary>The version as the conventions write it.</summary>
    public static string Of(ProtocolVersion version) => version == ProtocolVersion.Http10 ? "1.0" : "1.1";
}
