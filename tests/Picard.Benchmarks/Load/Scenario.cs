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

    public static Scenario Named(string name) =>
        All.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new UsageException($"There is no scenario '{name}'; known are {string.Join(", ", All.Select(scenario => scenario.Name))}, idle, start, fairness.");

    /// <summary>Sends this traffic to a peer for a time.</summary>
    public LoadResult Run(PeerProcess peer, double seconds, string cores) => RequestsPerSecond is { } rate
        ? H2Load.Run(peer.Url(Target), Connections, rate, seconds, cores)
        : Wrk.Run(this, peer.Url(Target), seconds, cores);

    /// <summary>Whether a load was as fast as it was meant to be.</summary>
    public bool IsRateReached(double requestsPerSecond) => RequestsPerSecond is not { } rate || requestsPerSecond >= LeastShareOfRate * rate;
}
