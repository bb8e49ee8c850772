namespace Picard;

/// <summary>Opens a WebSocket (RFC 6455) at a path pattern: the method has it until it returns.</summary>
/// <remarks>
/// <para>The method takes a <see cref="System.Net.WebSockets.WebSocket"/>, returns <see cref="ValueTask"/> or <see cref="Task"/>, and has further parameters as a method marked
/// <see cref="GetAttribute"/>, which the route is: values of the path and the query, services, a token that is cancelled when the client is gone. A request that asks for no
/// WebSocket is answered 426, and one that asks wrongly 400 (RFC 6455 §4.2, strictly), before the method is called.</para>
/// <para>When the method returns, an open WebSocket is closed with status 1000; when it throws, with 1011, and the exception is logged. When the server stops, the client is sent
/// status 1001 at once, so that a receive loop sees the close that answers it; the token is cancelled after <c>ServerOptions.StopTimeout</c> only.</para>
/// <para>One method may send from many threads: sends take turns. A send waits while its client does not read, for as long as <c>ServerOptions.MinimumResponseRate</c> allows, and a client whose messages are
/// not received waits in turn; nothing is buffered between. How large a message may be is the business of the loop that receives it.</para>
/// <para>A route that is also asked for by <see cref="GetAttribute"/> is a build error, as with any two.</para>
/// </remarks>
/// <param name="pattern">The path pattern; see <see cref="RouteAttribute"/>.</param>
public sealed class WebSocketAttribute(string pattern) : RouteAttribute(pattern)
{
    /// <summary>The value of <see cref="KeepAliveIntervalSeconds"/> with which nothing is sent to keep a WebSocket alive.</summary>
    public const int NoKeepAlive = 0;

    /// <summary>The value of <see cref="KeepAliveTimeoutSeconds"/> with which no answer is waited for.</summary>
    public const int NoKeepAliveTimeout = 0;

    /// <summary>The value of <see cref="Origins"/> that allows every origin. Any page that a browser shows may then open the WebSocket, with its user's cookies.</summary>
    public const string AnyOrigin = "*";

    /// <summary>Whose pages may open the WebSocket from a browser, each as <c>https://example.com</c> or <c>http://localhost:8080</c>; others are answered 403. Empty, the
    /// default: only the same origin, which is one whose host and port are those of the Host field. A request without Origin comes from no browser and is always allowed.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>The subprotocols that the method speaks, the preferred first: the first of them that the client has offered is <see cref="System.Net.WebSockets.WebSocket.SubProtocol"/>,
    /// or null if there is none. Empty, the default: none is.</summary>
    public string[] Protocols { get; set; } = [];

    /// <summary>Whether messages may be compressed (RFC 7692). Default <see cref="WebSocketCompression.None"/>: compression costs up to 64 KiB for each WebSocket, and what is
    /// secret must not be compressed together with what an attacker chooses (BREACH).</summary>
    public WebSocketCompression Compression { get; set; }

    /// <summary>After how long a silence a ping is sent, in seconds. Default 30: less than the 60 s after which many proxies give up an idle connection.</summary>
    public int KeepAliveIntervalSeconds { get; set; } = 30;

    /// <summary>How long a client may take to answer a ping, in seconds, before it counts as gone. Default 30, as long again. Pongs are seen while the method receives, and up to
    /// 16 KiB beyond: one that is to receive nothing for longer than this says <see cref="NoKeepAliveTimeout"/>, and pongs are sent in place of pings.</summary>
    public int KeepAliveTimeoutSeconds { get; set; } = 30;
}
