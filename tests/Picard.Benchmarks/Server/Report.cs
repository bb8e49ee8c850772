using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Picard.Benchmarks;

/// <summary>Shows figures as a Markdown table and as JSON, and progress on one line of the terminal.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Progress(string text)
    {
        if (Console.IsErrorRedirected)
        {
            if (text.Length > 0)
            {
                Console.Error.WriteLine(text);
            }

            return;
        }

        Console.Error.Write($"\r{text.PadRight(100)[..100]}{(text.Length == 0 ? "\r" : "")}");
    }

    public static string Markdown(IReadOnlyList<Summary> summaries, string command)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, {OperatingSystemName()}; `{command}`");
        foreach (var scenario in summaries.GroupBy(static summary => summary.Scenario))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"### {scenario.Key}").AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"| peer | {scenario.First().Unit} | ÷ ours (lowest–highest) | B/request | calls/request | p50 us | p99 us | requests/s | errors |");
            text.AppendLine("|---|---|---|---|---|---|---|---|---|");
            foreach (var row in scenario)
            {
                var ratio = row.Ratio is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{row.Ratio:0.00} ({row.LowestRatio:0.00}–{row.HighestRatio:0.00})");
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"| {row.Peer} | {row.Value:0.00} | {ratio} | {row.BytesPerRequest:0.0} | {row.CallsPerRequest:0.00} | {row.P50Microseconds:0} | {row.P99Microseconds:0} | {row.RequestsPerSecond:0} | {row.Errors} |");
            }
        }

        return text.ToString();
    }

    public static string Json(IReadOnlyList<Summary> summaries) => JsonSerializer.Serialize(summaries, s_json);

    private static string OperatingSystemName() =>
        File.Exists("/etc/os-release")
            ? File.ReadLines("/etc/os-release").First(static line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))["PRETTY_NAME=".Length..].Trim('"')
            : Environment.OSVersion.VersionString;
}
