using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Picard.Transport;

namespace Picard;

/// <summary>How a server listens, what it allows and how long it waits. Every default has its reason; a limit of "none" is asked for by name.</summary>
/// <remarks>Checked once, when the server is created: an <see cref="ArgumentException"/> names the option that is wrong.</remarks>
public sealed class ServerOptions
{
    // Limit: more threads than any machine has processors; a larger figure is a mistake.
    private const int MaxEventLoops = 1024;

    /// <summary>The addresses to listen on: <c>http://127.0.0.1:8080</c>, <c>http://[::1]:8080</c>, <c>http://localhost:8080</c> (both families),
    /// <c>http://*:8080</c> (every interface) or <c>unix:/path</c>. Port 0 takes a free port; <see cref="PicardServer.Addresses"/> tells which.
    /// Default: <c>http://127.0.0.1:8080</c>, so that nothing is reachable from outside before someone asks for it.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>What connections run on. Default <see cref="ServerTransport.Automatic"/>.</summary>
    public ServerTransport Transport { get; init; } = ServerTransport.Automatic;

    /// <summary>Event loops, each a thread. Null, the default: one for each processor the process may use. A loop never blocks, so more would only take turns.</summary>
    public int? EventLoops { get; init; }

    /// <summary>How many sockets listen at each address. Default <see cref="ListenerMode.Shared"/>: the loops stay evenly busy, and a second server at the same address is told so.</summary>
    public ListenerMode ListenerMode { get; init; } = ListenerMode.Shared;

    /// <summary>Size and count limits of message syntax. See <see cref="HttpLimits"/> for each.</summary>
    public HttpLimits Limits { get; init; } = new();

    /// <summary>Time for a complete request head: from connect for the first, from its first octet for later ones; then 408 and close.
    /// Default 15 s: a head fits one segment, and half a minute (Kestrel's figure) of an idle slow-head attack costs twice the connections.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may idle between exchanges, give or take 5 % (so that clients that came together do not leave together).
    /// Default 130 s: longer than the 60 to 120 s after which load balancers and pools drop theirs, so that they close first and no request meets our close.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>Limit of request content that the runtime collects for a handler, in octets; beyond it 413. A handler may set its own with <c>[MaxContent]</c>.
    /// Default 30,000,000 octets (Kestrel's and IIS's figure): content that is held in memory needs a limit that a few clients cannot turn into an outage.</summary>
    public long MaxRequestContentBytes { get; init; } = 30_000_000;

    /// <summary>The slowest a client may send request content. Default <see cref="MinimumRate.Default"/>.</summary>
    public MinimumRate MinimumRequestRate { get; init; } = MinimumRate.Default;

    /// <summary>The slowest a client may read its responses while they are waiting to be written. Default <see cref="MinimumRate.Default"/>.</summary>
    public MinimumRate MinimumResponseRate { get; init; } = MinimumRate.Default;

    /// <summary>Limit of open connections. Null, the default: 20,000, or less where the process may have few descriptors: of its limit
    /// a tenth, at least 48, is left to the application and the runtime, as are those open when the server is made. Beyond it a connection is answered 503 and closed.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Limit of request content that is read and thrown away to keep a connection after a handler answered without it.
    /// Default 256 KiB: about what is in flight anyway; for more, a new connection is cheaper.</summary>
    public int MaxUnreadContentBytes { get; init; } = 256 * 1024;

    /// <summary>How long the rest of unread request content may take to arrive. Default 1 s: content already on its way.</summary>
    public TimeSpan UnreadContentTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a closing connection stays to receive and discard what the client still sends, so that no reset overtakes the last response
    /// (RFC 9112 §9.6). Default 2 s: a few round trips of a slow path.</summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a client may take to answer the close frame of a WebSocket before its connection is closed all the same. Default 5 s: a few round trips of a slow path,
    /// behind a message that is still on its way.</summary>
    public TimeSpan WebSocketCloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a graceful stop waits for exchanges under way before it aborts them. Default 30 s, the grace orchestrators give between SIGTERM and SIGKILL.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What becomes of a waiting handler whose client has closed its sending side. Default <see cref="HalfClosedClients.Abort"/>.</summary>
    public HalfClosedClients HalfClosedClients { get; init; } = HalfClosedClients.Abort;

    /// <summary>Where log messages go. Null, the default: to the standard error stream, from <see cref="ConsoleLogLevel"/> on.</summary>
    /// <remarks>The category <c>Picard.Server.Requests</c> has one message at <see cref="LogLevel.Information"/> for each request that was answered, with its method,
    /// the pattern of its route (its target if no route took it), the status, the octets of content sent and the milliseconds it took. Everything else is in
    /// <c>Picard.Server</c>. Requests that were refused, and clients that left, are at <see cref="LogLevel.Debug"/>: nobody shall be able to fill a log from outside.</remarks>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The least level that is written to the standard error stream while <see cref="LoggerFactory"/> is null. Default <see cref="LogLevel.Warning"/>:
    /// what somebody must see to. <see cref="LogLevel.Information"/> writes a line for each answered request, too.</summary>
    public LogLevel ConsoleLogLevel { get; init; } = LogLevel.Warning;

    /// <summary>Where the meter <c>Picard.Server</c> comes from. Null, the default: from the services given to the server if they have a factory, else the server makes its own.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>The clock of every timeout and of the Date field. Default <see cref="TimeProvider.System"/>; tests inject theirs.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal bool UsesEventLoops => Transport == ServerTransport.EventLoops || (Transport == ServerTransport.Automatic && LoopGroup.IsSupported);

    internal void Validate()
    {
        NotNull(Urls, nameof(Urls));
        NotNull(Limits, nameof(Limits));
        NotNull(MinimumRequestRate, nameof(MinimumRequestRate));
        NotNull(MinimumResponseRate, nameof(MinimumResponseRate));
        NotNull(TimeProvider, nameof(TimeProvider));
        if (Urls.Count == 0)
        {
            throw new ArgumentException("Urls is empty: a server needs at least one address to listen on.", nameof(Urls));
        }

        Limits.Validate();
        Positive(HeadTimeout, nameof(HeadTimeout));
        Positive(KeepAliveTimeout, nameof(KeepAliveTimeout));
        Positive(UnreadContentTimeout, nameof(UnreadContentTimeout));
        Positive(LingerTimeout, nameof(LingerTimeout));
        Positive(WebSocketCloseTimeout, nameof(WebSocketCloseTimeout));
        NotNegative(StopTimeout.Ticks, nameof(StopTimeout));
        NotNegative(MaxRequestContentBytes, nameof(MaxRequestContentBytes));
        NotNegative(MaxUnreadContentBytes, nameof(MaxUnreadContentBytes));
        if (MaxConnections is < 1)
        {
            throw new ArgumentException($"MaxConnections is {MaxConnections}: it must be at least 1, or null for the default.", nameof(MaxConnections));
        }

        if (EventLoops is < 1 or > MaxEventLoops)
        {
            throw new ArgumentException($"EventLoops is {EventLoops}: it must be from 1 to {MaxEventLoops}, or null for the default.", nameof(EventLoops));
        }

        Defined((int)HalfClosedClients, (int)HalfClosedClients.Serve, nameof(HalfClosedClients));
        Defined((int)Transport, (int)ServerTransport.Sockets, nameof(Transport));
        Defined((int)ConsoleLogLevel, (int)LogLevel.None, nameof(ConsoleLogLevel));
        if (Transport == ServerTransport.EventLoops && !LoopGroup.IsSupported)
        {
            throw new ArgumentException("Transport is EventLoops, which this system does not have: they are for Linux on x86-64 or arm64.", nameof(Transport));
        }

        Defined((int)ListenerMode, (int)ListenerMode.PerLoop, nameof(ListenerMode));
        if (ListenerMode == ListenerMode.PerLoop && !UsesEventLoops)
        {
            var reason = Transport == ServerTransport.Sockets ? "Transport is Sockets" : "this system does not have them: they are for Linux on x86-64 or arm64";
            throw new ArgumentException($"ListenerMode is PerLoop, which needs event loops, and {reason}.", nameof(ListenerMode));
        }
    }

    private static void Defined(int value, int last, string option)
    {
        // Not by reflection, which every start would pay for.
        if (value < 0 || value > last)
        {
            throw new ArgumentException($"{option} has no value {value}.", option);
        }
    }

    private static void NotNull(object? value, string option)
    {
        if (value is null)
        {
            throw new ArgumentException($"{option} is null.", option);
        }
    }

    private static void Positive(TimeSpan value, string option)
    {
        // Limit: a day. Longer waits are a mistake of unit, and would overflow nothing but patience.
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"{option} is {value}: it must be more than zero and at most one day.", option);
        }
    }

    private static void NotNegative(long value, string option)
    {
        if (value < 0)
        {
            throw new ArgumentException($"{option} is {value}: it must not be negative.", option);
        }
    }
}
