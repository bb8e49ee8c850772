namespace Picard.Benchmarks;

/// <summary>One kind of traffic, and the peers it makes sense for.</summary>
/// <param name="Name">The name used on the command line and in reports.</param>
/// <param name="Description">What is sent.</param>
/// <param name="Peers">Who is measured by default, ours first.</param>
internal sealed record Scenario(string Name, string Description, IReadOnlyList<string> Peers)
{
    // Limit: below this share of the rate asked for, what was measured is another scenario.
    private const double LeastShareOfRate = 0.98;

    public int Connections { get; init; } = 64;

    /// <summary>Requests sent on one connection before its first answer is read.</summary>
    public int Pipelined { get; init; } = 1;

    /// <summary>A fixed rate of requests per second over all connections; null: as fast as it goes.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>The method, where it is not GET.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The target; nginx, haproxy and the C loop answer every target that they do not know as this one.</summary>
    public string Target { get; init; } = "/plaintext";

    public string? ContentType { get; init; }

    public string? Content { get; init; }

    /// <summary>The server that answers, where the peers are proxies: of <see cref="PeerCatalogue"/>. Null: the peers answer.</summary>
    public string? Upstream { get; init; }

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("plaintext", "GET /plaintext, 64 connections, one request at a time",
            ["picard", "epoll", "kestrel-minimal", "kestrel-raw", "kestrel-platform", "kestrel-platform-inline", "nginx", "haproxy"]),
        new("pipelined", "GET /plaintext, 64 connections, 16 requests at a time",
            ["picard", "epoll", "kestrel-minimal", "kestrel-platform", "kestrel-platform-inline", "nginx", "haproxy"]) { Pipelined = 16 },
        new("fixed", "GET /plaintext, 64 connections, 20,000 requests a second",
            ["picard", "epoll", "kestrel-minimal", "kestrel-platform-inline", "nginx", "haproxy"]) { RequestsPerSecond = 20_000 },
        new("json", "GET /json, 64 connections", ["picard", "kestrel-minimal", "nginx"]) { Target = "/json" },
        new("post-json", "POST /json, 64 connections", ["picard", "kestrel-minimal"])
        {
            Method = "POST", Target = "/json", ContentType = "application/json", Content = """{"x":1,"y":2}""",
        },
        new("echo", "POST /echo of 1 KiB, 64 connections", ["picard", "kestrel-minimal", "haproxy"])
        {
            Method = "POST", Target = "/echo", ContentType = "application/octet-stream", Content = new string('e', 1024),
        },
        new("download", "GET /bytes/1048576, 16 connections", ["picard", "kestrel-minimal", "nginx"]) { Target = "/bytes/1048576", Connections = 16 },
        new("file", "GET /files/1048576, 16 connections", ["picard", "kestrel-minimal", "nginx"]) { Target = "/files/1048576", Connections = 16 },
    ];

    /// <summary>Traffic through proxies, each kind over few connections and over many.</summary>
    public static IReadOnlyList<Scenario> Proxied { get; } =
    [
        .. OverFewAndMany(new("proxy-get", "GET /plaintext", ProxyCatalogue.Names) { Upstream = "epoll" }),
        .. OverFewAndMany(new("proxy-post", "POST /json", ProxyCatalogue.Names)
        {
            Upstream = PeerCatalogue.Ours, Method = "POST", Target = "/json", ContentType = "application/json", Content = """{"x":1,"y":2}""",
        }),
        .. OverFewAndMany(new("proxy-download", "GET /bytes/1048576", ProxyCatalogue.Names) { Upstream = PeerCatalogue.Ours, Target = "/bytes/1048576" }),
        .. OverFewAndMany(new("proxy-upload", "POST /upload of 1 MiB", ProxyCatalogue.Names)
        {
            Upstream = PeerCatalogue.Ours, Method = "POST", Target = "/upload", ContentType = "application/octet-stream", Content = new string('u', 1_048_576),
        }),
    ];

    public static Scenario Named(string name) =>
        All.Concat(Proxied).FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new UsageException($"There is no scenario '{name}'; known are {string.Join(", ", All.Concat(Proxied).Select(scenario => scenario.Name))}, idle, start, fairness.");

    /// <summary>Refuses peers that have no part in this traffic: a server is no proxy.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public void Check(IReadOnlyList<string> peers)
    {
        foreach (var peer in peers)
        {
            if (Upstream is null)
            {
                _ = PeerCatalogue.Named(peer);
            }
            else
            {
                ProxyCatalogue.Check(peer);
            }
        }
    }

    /// <summary>Sends this traffic to a peer for a time.</summary>
    public LoadResult Run(PeerProcess peer, double seconds, string cores) => RequestsPerSecond is { } rate
        ? H2Load.Run(peer.Url(Target), Connections, rate, seconds, cores)
        : Wrk.Run(this, peer.Url(Target), seconds, cores);

    /// <summary>Whether a load was as fast as it was meant to be.</summary>
    public bool IsRateReached(double requestsPerSecond) => RequestsPerSecond is not { } rate || requestsPerSecond >= LeastShareOfRate * rate;

    private static Scenario[] OverFewAndMany(Scenario scenario) =>
    [
        scenario with { Description = $"{scenario.Description}, 64 connections" },
        scenario with { Name = $"{scenario.Name}-1000", Description = $"{scenario.Description}, 1,000 connections", Connections = 1000 },
    ];
}
