using System.Globalization;
using System.Text.RegularExpressions;

namespace Picard.Benchmarks;

/// <summary>Runs <c>h2load</c> over HTTP/1.1: a fixed rate of requests, whatever the server could do.</summary>
internal static partial class H2Load
{
    public static LoadResult Run(string url, int connections, int requestsPerSecond, double seconds, string cores)
    {
        _ = Programs.Require("h2load", "nghttp2-client");
        var folder = Directory.CreateTempSubdirectory("picard-h2load-");
        try
        {
            var log = Path.Combine(folder.FullName, "requests.tsv");
            var text = Tool.Run(
                "taskset", "-c", cores, "h2load", "--h1", "-t1", FormattableString.Invariant($"-c{connections}"), FormattableString.Invariant($"-D{Wrk.WholeSeconds(seconds)}"),
                FormattableString.Invariant($"--rps={requestsPerSecond / (double)connections:0.###}"), $"--log-file={log}", url);
            return Parse(text, File.ReadLines(log));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Reads the report, and the log: a request a line, the third column of which is its time in microseconds.</summary>
    public static LoadResult Parse(string text, IEnumerable<string> log)
    {
        var finished = Finished().Match(text);
        var requests = Requests().Match(text);
        if (!finished.Success || !requests.Success)
        {
            throw new UsageException($"h2load said nothing of requests: {text}");
        }

        var latencies = log.Select(static line => double.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture)).ToArray();
        var unit = finished.Groups[2].Value == "ms" ? 1e-3 : finished.Groups[2].Value == "us" ? 1e-6 : 1;
        return new LoadResult(
            Number(requests, 1), double.Parse(finished.Groups[1].Value, CultureInfo.InvariantCulture) * unit, Number(requests, 2) + Number(requests, 3),
            Statistics.Quantile(latencies, 0.5), Statistics.Quantile(latencies, 0.9), Statistics.Quantile(latencies, 0.99));
    }

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"finished in ([\d.]+)(us|ms|s),")]
    private static partial Regex Finished();

    [GeneratedRegex(@"(\d+) succeeded, (\d+) failed, (\d+) errored")]
    private static partial Regex Requests();
}
