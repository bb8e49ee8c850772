using System.Globalization;
using System.Text.RegularExpressions;

namespace Picard.Benchmarks;

/// <summary>Runs <c>h2load</c> over HTTP/1.1: a fixed rate of requests, whatever the server could do.</summary>
internal static partial class H2Load
{
    public static LoadResult Run(string url, int connections, int requestsPerSecond, double seconds, string cores)
    {
        if (!PeerCatalogue.IsInstalled("h2load"))
        {
            throw new UsageException("h2load is not installed: apt-get install nghttp2-client");
        }

        var log = Path.Combine(Path.GetTempPath(), FormattableString.Invariant($"picard-h2load-{Environment.ProcessId}.tsv"));
        string[] arguments =
        [
            "-c", cores, "h2load", "--h1", "-t1", FormattableString.Invariant($"-c{connections}"), FormattableString.Invariant($"-D{Math.Max(1, (int)Math.Round(seconds))}"),
            FormattableString.Invariant($"--rps={requestsPerSecond / (double)connections:0.###}"), $"--log-file={log}", url,
        ];
        var text = Tool.Run("taskset", arguments);
        var finished = Finished().Match(text);
        var requests = Requests().Match(text);
        if (!finished.Success || !requests.Success)
        {
            throw new UsageException($"h2load said nothing of requests: {text}");
        }

        // The third column of the log is the time of one request in microseconds.
        var latencies = File.ReadLines(log).Select(static line => double.Parse(line[(line.LastIndexOf('\t') + 1)..], CultureInfo.InvariantCulture)).Order().ToArray();
        File.Delete(log);
        return new LoadResult(
            Number(requests, 1), double.Parse(finished.Groups[1].Value, CultureInfo.InvariantCulture), Number(requests, 2) + Number(requests, 3),
            latencies.Length == 0 ? null : latencies[latencies.Length / 2], latencies.Length == 0 ? null : latencies[latencies.Length * 99 / 100]);
    }

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"finished in ([\d.]+)s,")]
    private static partial Regex Finished();

    [GeneratedRegex(@"(\d+) succeeded, (\d+) failed, (\d+) errored")]
    private static partial Regex Requests();
}
