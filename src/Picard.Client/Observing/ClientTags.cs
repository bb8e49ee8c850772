using Picard.Http;

namespace Picard.Client;

/// <summary>The names and values of attributes that metrics and activities have in common (OpenTelemetry semantic conventions for HTTP).</summary>
internal static class ClientTags
{
    public const string Method = "http.request.method";
    public const string OriginalMethod = "http.request.method_original";
    public const string ResendCount = "http.request.resend_count";
    public const string StatusCode = "http.response.status_code";
    public const string ConnectionState = "http.connection.state";
    public const string Scheme = "url.scheme";
    public const string FullUri = "url.full";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string Version = "network.protocol.version";
    public const string ErrorType = "error.type";

    public const string Http11 = "1.1";
    public const string Idle = "idle";
    public const string Active = "active";

    /// <summary>The method of a request that has none of the registered ones: an application could pass on what its own clients make up.</summary>
    public const string OtherMethod = "_OTHER";

    private static readonly Method[] s_registered =
    [
        Picard.Method.Get, Picard.Method.Post, Picard.Method.Put, Picard.Method.Delete, Picard.Method.Patch, Picard.Method.Head, Picard.Method.Options,
        Picard.Method.Connect, Picard.Method.Trace,
    ];

    private static readonly object?[] s_statuses = new object?[1000];
    private static readonly string?[] s_statusTexts = new string?[1000];
    private static readonly string[] s_faults = Array.ConvertAll(Enum.GetNames<RequestFault>(), Snake);

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
    public static string TextOf(StatusCode status) => s_statusTexts[status.Code] ??= status.Code.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The version as the conventions write it.</summary>
    public static string Of(ProtocolVersion version) => version == ProtocolVersion.Http10 ? "1.0" : Http11;

    /// <summary>A fault in the words of the conventions, such as <c>connect_timeout</c>; of any other exception its type.</summary>
    public static string ErrorOf(Exception exception) => exception is RequestException { Fault: var fault } ? s_faults[(int)fault] : exception.GetType().FullName!;

    private static string Snake(string name) => string.Concat(name.Select(static (letter, at) => char.IsUpper(letter) ? (at == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
