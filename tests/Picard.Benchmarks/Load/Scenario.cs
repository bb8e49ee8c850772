using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>One kind of traffic, and the peers it makes sense for.</summary>
/// <param name="Name">The name used on the command line and in reports.</param>
/// <param name="Description">What is sent.</param>
/// <param name="Peers">Who is measured by default, ours first.</param>
internal sealed record Scenario(string Name, string Description, IReadOnlyList<string> Peers)
{
    public int Connections { get; init; } = 64;

    /// <summary>Requests sent on one connection before its first answer is read.</summary>
    public int Pipelined { get; init; } = 1;

    /// <summary>A fixed rate of requests per second over all connections; null: as fast as it goes.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>The method, where it is not GET.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The target; null: the peer's plaintext target.</summary>
    public string? Target { get; init; }

    public string? ContentType { get; init; }

    public string? Content { get; init; }

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("plaintext", "GET, 64 connections, one request at a time",
            ["picard", "epoll", "kestrel-minimal", "kestrel-raw", "kestrel-platform", "nginx", "haproxy"]),
        new("pipelined", "GET, 64 connections, 16 requests at a time",
            ["picard", "epoll", "kestrel-minimal", "kestrel-platform", "nginx", "haproxy"]) { Pipelined = 16 },
        new("fixed", "GET, 64 connections, 20,000 requests a second",
            ["picard", "kestrel-minimal", "nginx"]) { RequestsPerSecond = 20_000 },
        new("json", "GET /json, 64 connections", ["picard", "kestrel-minimal"]) { Target = "/json" },
        new("post-json", "POST /json, 64 connections", ["picard", "kestrel-minimal"])
        {
            Method = "POST", Target = "/json", ContentType = "application/json", Content = """{"x":1,"y":2}""",
        },
        new("echo", "POST /echo of 1 KiB, 64 connections", ["picard", "kestrel-minimal"])
        {
            Method = "POST", Target = "/echo", ContentType = "application/octet-stream", Content = new string('e', 1024),
        },
        new("download", "GET /bytes/1048576, 16 connections", ["picard", "kestrel-minimal"]) { Target = "/bytes/1048576", Connections = 16 },
    ];

    public static Scenario Named(string name) =>
        All.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new UsageException($"There is no scenario '{name}'; known are {string.Join(", ", All.Select(scenario => scenario.Name))}, idle, start.");

    /// <summary>Sends this traffic to a peer for a time.</summary>
    public LoadResult Run(PeerProcess peer, double seconds, string cores)
    {
        var url = Target is null ? peer.PlaintextUrl : string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{peer.Port}{Target}");
        return RequestsPerSecond is { } rate ? H2Load.Run(url, Connections, rate, seconds, cores) : Wrk.Run(this, url, seconds, cores);
    }
}
