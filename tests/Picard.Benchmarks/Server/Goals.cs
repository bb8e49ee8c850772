using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>What we want to reach. A goal that is missed is shown as such; it fails nothing, because machines differ.</summary>
internal static class Goals
{
    // Unit: KiB of user memory for a connection that is idle between requests.
    private const double MostIdleKiB = 2;

    // How much longer one client that floods may make the slowest hundredth of the others' requests.
    private const double MostFloodRatio = 2;

    // An allocation of one request in fifty is none of the request's: timers and the connections of the measurement allocate too.
    private const double MostBytes = 0.5;

    private static readonly Dictionary<(string Scenario, string Peer), double> s_leastRatios = new()
    {
        [("plaintext", "epoll")] = 0.87,
        [("plaintext", "kestrel-minimal")] = 2.0,
        [("plaintext", "kestrel-raw")] = 2.0,
        [("plaintext", "kestrel-platform-inline")] = 1.25,
        [("plaintext", "nginx")] = 1.15,
        [("plaintext", "haproxy")] = 1.25,
        [("pipelined", "kestrel-minimal")] = 4.0,
        [("pipelined", "kestrel-platform")] = 1.8,
        [("pipelined", "nginx")] = 10.0,
        [("fixed", "kestrel-minimal")] = 1.7,
        [("fixed", "nginx")] = 1.0,
        [("json", "kestrel-minimal")] = 2.0,
        [("echo", "kestrel-minimal")] = 2.0,
        [("download", "kestrel-minimal")] = 1.6,
        [("proxy-get", "yarp")] = 2.3,
        [("proxy-get", "nginx")] = 1.15,
        [("proxy-get", "haproxy")] = 1.15,
        [("start", "kestrel-slim")] = 2.5,
        [("get, 64 concurrent", "httpclient")] = 2.5,
        [("json, 64 concurrent", "httpclient")] = 2.5,
    };

    private static readonly Dictionary<(string Scenario, string Peer), double> s_leastRatiosToPool = new()
    {
        [("get, 64 concurrent", "httpclient")] = 1.3,
        [("json, 64 concurrent", "httpclient")] = 1.3,
    };

    private static readonly HashSet<string> s_withoutAllocation = ["plaintext", "pipelined", "fixed", "json", "post-json", "proxy-get", "proxy-post", "json, 1 concurrent", "json, 8 concurrent", "json, 64 concurrent"];

    /// <summary>The goal of a row and whether it is met; empty where there is none.</summary>
    public static string Of(Summary summary)
    {
        if (summary.Peer is not (PeerCatalogue.Ours or ClientPeer.Ours or ClientPeer.OursFromPool))
        {
            string[] verdicts = [Of(summary, summary.Ratio, s_leastRatios), Of(summary, summary.RatioToPool, s_leastRatiosToPool)];
            return string.Join(", ", verdicts.Where(static verdict => verdict.Length > 0));
        }

        if (summary.Scenario == "fairness")
        {
            return string.Create(CultureInfo.InvariantCulture, $"≤ {MostFloodRatio} {Verdict(summary.Value <= MostFloodRatio)}");
        }

        if (summary.Scenario == "idle")
        {
            return string.Create(CultureInfo.InvariantCulture, $"≤ {MostIdleKiB} KiB {Verdict(summary.Value <= MostIdleKiB)}");
        }

        return s_withoutAllocation.Contains(summary.Scenario) && summary.BytesPerRequest is { } bytes ? $"0 B {Verdict(bytes < MostBytes)}" : "";
    }

    private static string Of(Summary summary, Ratio? ratio, Dictionary<(string Scenario, string Peer), double> leastRatios) =>
        leastRatios.TryGetValue((summary.Scenario, summary.Peer), out var least) && ratio is not null
            ? string.Create(CultureInfo.InvariantCulture, $"≥ {least:0.00} {Verdict(ratio.Median >= least)}")
            : "";

    private static string Verdict(bool met) => met ? "met" : "MISSED";
}
