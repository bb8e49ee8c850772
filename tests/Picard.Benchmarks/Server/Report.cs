using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Picard.Benchmarks;

/// <summary>Shows figures as a Markdown table and as JSON, and progress on one line of the terminal.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly HashSet<string> s_noted = [];

    /// <summary>Replaces the progress line; an empty one takes it away.</summary>
    public static void Progress(string text)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write($"\r{text.PadRight(100)[..100]}{(text.Length == 0 ? "\r" : "")}");
        }
        else if (text.Length > 0)
        {
            Console.Error.WriteLine(text);
        }
    }

    /// <summary>A line that stays, such as what cannot be measured here; said once.</summary>
    public static void Note(string text)
    {
        if (s_noted.Add(text))
        {
            Progress("");
            Console.Error.WriteLine(text);
        }
    }

    /// <summary>Prints the tables, and writes them into the files that were asked for.</summary>
    public static void Write(Machine machine, IReadOnlyList<Summary> summaries, string? markdownFile, string? jsonFile)
    {
        var markdown = Markdown(machine, summaries);
        Console.WriteLine(markdown);
        if (markdownFile is not null)
        {
            File.WriteAllText(markdownFile, markdown);
        }

        if (jsonFile is not null)
        {
            File.WriteAllText(jsonFile, Json(machine, summaries));
        }
    }

    /// <summary>A table for each scenario, with the columns that it has figures for.</summary>
    public static string Markdown(Machine machine, IReadOnlyList<Summary> summaries)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{machine.Date}, {machine.Processor}, {machine.Cores} cores, {machine.System}, .NET {machine.Runtime}; `{machine.Command}`");
        foreach (var scenario in summaries.GroupBy(static summary => summary.Scenario))
        {
            var columns = Columns(scenario.First().Unit).Where(column => scenario.Any(row => column.Cell(row).Length > 0)).ToList();
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"### {scenario.Key}").AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", columns.Select(static column => column.Name))} |");
            text.AppendLine(CultureInfo.InvariantCulture, $"|{string.Concat(Enumerable.Repeat("---|", columns.Count))}");
            foreach (var row in scenario)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", columns.Select(column => column.Cell(row)))} |");
            }
        }

        return text.ToString();
    }

    public static string Json(Machine machine, IReadOnlyList<Summary> summaries) => JsonSerializer.Serialize(new { machine, summaries }, s_json);

    private static (string Name, Func<Summary, string> Cell)[] Columns(string unit) =>
    [
        ("peer", static row => row.Peer),
        (unit, static row => Number(row.Value, "0.00")),
        ("÷ ours (lowest–highest)", static row => Times(row.Ratio)),
        ("÷ ours from the pool", static row => Times(row.RatioToPool)),
        ("goal", Goals.Of),
        ("B/request", static row => Number(row.BytesPerRequest, "0.0")),
        ($"calls/request ({SystemCalls.Tool})", static row => Number(row.CallsPerRequest, "0.00")),
        ("p50 us", static row => Number(row.P50Microseconds, "0")),
        ("p90 us", static row => Number(row.P90Microseconds, "0")),
        ("p99 us", static row => Number(row.P99Microseconds, "0")),
        ("requests/s", static row => Number(row.RequestsPerSecond, "0")),
        ("RSS MiB", static row => Number(row.ResidentMiB, "0.0")),
        ("errors", static row => Number(row.Errors, "0")),
        ("others' CPU %", static row => Number(row.OthersPercent, "0")),
        ("note", static row => row.Note ?? ""),
    ];

    private static string Times(Ratio? ratio) =>
        ratio is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.00} ({ratio.Lowest:0.00}–{ratio.Highest:0.00})");

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
