using System.Globalization;
using System.Text.RegularExpressions;

namespace Picard.Benchmarks;

/// <summary>Runs <c>wrk</c>: as many requests as the server answers.</summary>
internal static partial class Wrk
{
    public static LoadResult Run(Scenario scenario, string url, double seconds, string cores)
    {
        _ = Programs.Require("wrk", "wrk");
        var folder = Directory.CreateTempSubdirectory("picard-wrk-");
        try
        {
            var script = Path.Combine(folder.FullName, "requests.lua");
            File.WriteAllText(script, Script(scenario));
            return Parse(Tool.Run("taskset", "-c", cores, "wrk", "-t1", Invariant($"-c{scenario.Connections}"), Invariant($"-d{WholeSeconds(seconds)}s"), "--latency", "-s", script, url));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Load generators know whole seconds only.</summary>
    public static int WholeSeconds(double seconds) => Math.Max(1, (int)Math.Round(seconds));

    /// <summary>Reads the report.</summary>
    public static LoadResult Parse(string text)
    {
        var total = Total().Match(text);
        if (!total.Success)
        {
            throw new UsageException($"wrk said nothing of requests: {text}");
        }

        var errors = Sum(SocketErrors().Match(text)) + Sum(Unexpected().Match(text));
        return new LoadResult(
            long.Parse(total.Groups[1].Value, CultureInfo.InvariantCulture), Microseconds(total.Groups[2].Value) / 1e6, errors,
            Percentile(text, "50%"), Percentile(text, "90%"), Percentile(text, "99%"));
    }

    private static string Script(Scenario scenario)
    {
        var content = scenario.Content is null ? "nil" : $"\"{scenario.Content.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        var fields = scenario.ContentType is null ? "" : $"wrk.headers[\"Content-Type\"] = \"{scenario.ContentType}\"";
        return Invariant($$"""
            wrk.method = "{{scenario.Method}}"
            wrk.body = {{content}}
            {{fields}}
            local requests
            init = function(arguments)
              local one = wrk.format()
              requests = string.rep(one, {{scenario.Pipelined}})
            end
            request = function() return requests end

            """);
    }

    // wrk prints 0 for what lies beyond the latencies it kept, which happens where requests are pipelined.
    private static double? Percentile(string text, string name)
    {
        var line = Regex.Match(text, @"^\s+" + Regex.Escape(name) + @"\s+(\S+)", RegexOptions.Multiline);
        return line.Success && Microseconds(line.Groups[1].Value) is > 0 and var latency ? latency : null;
    }

    private static double Microseconds(string value)
    {
        var unit = value.TrimStart("0123456789.".ToCharArray());
        var number = double.Parse(value[..^unit.Length], CultureInfo.InvariantCulture);
        return unit switch
        {
            "us" => number,
            "ms" => number * 1e3,
            "s" => number * 1e6,
            "m" => number * 60e6,
            _ => throw new UsageException($"wrk gave a time in an unknown unit: {value}"),
        };
    }

    private static long Sum(Match match) =>
        match.Success ? match.Groups.Cast<Group>().Skip(1).Sum(group => long.Parse(group.Value, CultureInfo.InvariantCulture)) : 0;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex(@"(\d+) requests in ([\d.]+m?s|[\d.]+m),")]
    private static partial Regex Total();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex SocketErrors();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Unexpected();
}
