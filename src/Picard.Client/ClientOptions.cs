using System.Diagnostics.Metrics;
using System.Net;
using Picard.Transport;

namespace Picard;

/// <summary>How a client connects, waits and gives up. Every limit is on by default; none is lifted but by name.</summary>
public sealed class ClientOptions
{
    /// <summary>A time limit of none, where one is wanted.</summary>
    public static TimeSpan None => Timeout.InfiniteTimeSpan;

    /// <summary>Most connections to one authority, those being made included. Default 64: enough for a few thousand requests a second of 20 ms each, and few enough for a server's own limit.</summary>
    public int MaxConnectionsPerAuthority { get; init; } = 64;

    /// <summary>Most connections over all authorities. Default 1,024: well below the descriptors a process usually has. At the limit an idle connection of another authority is closed.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Most requests to one authority that wait for a connection; the next is refused at once. Default 1,024: what a full queue holds back is its callers' concern, not memory's.</summary>
    public int MaxQueuedRequests { get; init; } = 1024;

    /// <summary>How long a request waits for a connection. Default 10 s.</summary>
    public TimeSpan PoolTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection stays open without a request. Default 60 s, below what common servers and balancers allow, ± 10 % so that connections made together do not end together.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection is used at all. Default 2 minutes ± 10 %: then a new one finds the addresses of the day.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long resolving, connecting, the tunnel of a proxy and the TLS handshake may take, each. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the head of the response may take from the end of the request. Default 30 s.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long content may stand still, in either direction. Default 30 s. Time in which the caller does not read does not count.</summary>
    public TimeSpan ContentIdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request may take in all, its wait for a connection and the content of its response included. Default none: a download may be long, and every phase has a limit of its own.</summary>
    public TimeSpan TotalTimeout { get; init; } = None;

    /// <summary>How long a request with <c>Expect: 100-continue</c> waits for an answer before its content is sent all the same (RFC 9110 §10.1.1). Default 1 s, as curl.</summary>
    public TimeSpan ContinueTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the addresses of a name in use are looked up again, in the background. Default 30 s.</summary>
    public TimeSpan ResolveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an address has before the next is tried beside it (RFC 8305 §5). Default 250 ms.</summary>
    public TimeSpan ConnectionAttemptDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Most octets of content that are collected for a caller who wants all of it at once; beyond: <see cref="RequestFault.ResponseTooLarge"/>. Default 30 MB, as of requests to the server. Content that is streamed has no limit.</summary>
    public int MaxCollectedContentBytes { get; init; } = 30_000_000;

    /// <summary>Most octets of response content that are read for the sake of the connection when the caller wants no more of it; beyond, the connection is closed. Default 64 KiB: about what a new connection costs.</summary>
    public int MaxDiscardedContentBytes { get; init; } = 64 * 1024;

    /// <summary>Most interim responses (1xx) before a final one. Default 16: a server that only announces must come to its point.</summary>
    public int MaxInterimResponses { get; init; } = 16;

    /// <summary>The limits of response heads, trailers and chunk extensions.</summary>
    public HttpLimits Limits { get; init; } = HttpLimits.Default;

    /// <summary>The clock of every time limit.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What makes connections. Null: event loops of this process on Linux, sockets elsewhere.</summary>
    public TransportConnector? Connector { get; init; }

    /// <summary>How TLS is spoken with origins of https. Null: as <see cref="ClientTls"/> does by itself, which validates certificates.</summary>
    public ClientTls? Tls { get; init; }

    /// <summary>The proxy through which origins are reached. Null: none; no environment variable is looked at.</summary>
    public ClientProxy? Proxy { get; init; }

    /// <summary>How redirects are followed. Null, the default: they are not, and a response that redirects is the caller's.</summary>
    public ClientRedirects? Redirects { get; init; }

    /// <summary>Where cookies are kept from one request to the next (RFC 6265). Null, the default: nowhere; the fields Set-Cookie and Cookie are the caller's.</summary>
    /// <remarks>
    /// It decides by domain, path, expiry and Secure what is sent where, again for each redirect; how many it keeps is its own option. It has no list of public suffixes: it refuses <c>Domain=com</c>,
    /// but a site of <c>co.uk</c> can set cookies for all others there. So one jar is for sites that trust each other, or for one. What is Secure is neither sent over http nor taken from it.
    /// A caller who writes the field Cookie has the whole of it; cookies of a typed client's parameters come before those of the jar.
    /// </remarks>
    public CookieContainer? Cookies { get; init; }

    /// <summary>Content codings that are asked for (Accept-Encoding) and undone as content is read. Default none.</summary>
    /// <remarks>
    /// <see cref="MaxCollectedContentBytes"/> counts what comes of it; content that is streamed is decoded a piece at a time. Content that ends before its coding does is <see cref="RequestFault.Truncated"/>.
    /// Fields stay as received: Content-Encoding says what was undone, and Content-Length is the length that it had. A request in which the caller has set Accept-Encoding, or Range, asks for nothing more,
    /// and has its content as it comes; so has a response whose coding was not asked for, or with several.
    /// </remarks>
    public ContentCodings Decompression { get; init; }

    /// <summary>What sends each request, as often as it sees fit: it calls <see cref="ClientAttempt.SendAsync"/> and looks at the outcome. Null, the default: a request is sent once, and a second time only if its pooled connection was stale.</summary>
    /// <remarks>Each redirect that is followed is a request of its own here. <c>Picard.Client.Polly</c> makes one of a pipeline of Polly.</remarks>
    public Func<ClientAttempt, CancellationToken, ValueTask>? Resilience { get; init; }

    /// <summary>Where the meter <c>Picard.Client</c> comes from. Null, the default: the client makes its own.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>Whether <see cref="ClientResponse.Timings"/> are measured though nobody listens to metrics or activities: a few looks at the clock for each request. Default false.</summary>
    public bool MeasuresPhases { get; init; }

    /// <summary>Checks that every option can be kept.</summary>
    /// <exception cref="OptionException">One cannot; the text names it.</exception>
    internal ClientOptions Validated()
    {
        Limits.Validate();
        AtLeast(MaxConnectionsPerAuthority, 1, nameof(MaxConnectionsPerAuthority));
        AtLeast(MaxConnections, 1, nameof(MaxConnections));
        AtLeast(MaxQueuedRequests, 0, nameof(MaxQueuedRequests));
        AtLeast(MaxCollectedContentBytes, 0, nameof(MaxCollectedContentBytes));
        AtLeast(MaxDiscardedContentBytes, 0, nameof(MaxDiscardedContentBytes));
        AtLeast(MaxInterimResponses, 0, nameof(MaxInterimResponses));
        Positive(PoolTimeout, nameof(PoolTimeout));
        Positive(IdleTimeout, nameof(IdleTimeout));
        Positive(ConnectionLifetime, nameof(ConnectionLifetime));
        Positive(ConnectTimeout, nameof(ConnectTimeout));
        Positive(FirstByteTimeout, nameof(FirstByteTimeout));
        Positive(ContentIdleTimeout, nameof(ContentIdleTimeout));
        Positive(TotalTimeout, nameof(TotalTimeout));
        Positive(ContinueTimeout, nameof(ContinueTimeout));
        Positive(ResolveInterval, nameof(ResolveInterval));
        Positive(ConnectionAttemptDelay, nameof(ConnectionAttemptDelay));
        Redirects?.Validate();
        if ((Decompression & ~ContentCodings.All) != 0)
        {
            throw new OptionException($"{nameof(ClientOptions)}.{nameof(Decompression)} is {Decompression}; it must be of {nameof(ContentCodings)}.");
        }
        return this;
    }

    private static void AtLeast(int value, int least, string option)
    {
        if (value < least)
        {
            throw new OptionException($"{nameof(ClientOptions)}.{option} is {value}; it must be at least {least}.");
        }
    }

    private static void Positive(TimeSpan value, string option)
    {
        if (value <= TimeSpan.Zero && value != None)
        {
            throw new OptionException($"{nameof(ClientOptions)}.{option} is {value}; it must be longer than nothing, or {nameof(ClientOptions)}.{nameof(None)}.");
        }
    }
}
