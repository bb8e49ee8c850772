using Picard.Gen;

namespace Picard.Client;

/// <summary>The names and values of attributes that are the client's own, beside <see cref="HttpTags"/> (OpenTelemetry semantic conventions for HTTP).</summary>
internal static class ClientTags
{
    public const string ResendCount = "http.request.resend_count";
    public const string ConnectionState = "http.connection.state";
    public const string FullUri = "url.full";

    public const string Http11 = "1.1";
    public const string Idle = "idle";
    public const string Active = "active";

    private static readonly string[] s_faults = Array.ConvertAll(Enum.GetNames<RequestFault>(), Snake);

    /// <summary>A fault in the words of the conventions, such as <c>connect_timeout</c>; of any other exception its type.</summary>
    public static string ErrorOf(Exception exception) => exception is RequestException { Fault: var fault } ? s_faults[(int)fault] : exception.GetType().FullName!;

    private static string Snake(string name) => string.Concat(name.Select(static (letter, at) => char.IsUpper(letter) ? (at == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
