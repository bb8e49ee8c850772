using System.Diagnostics;
using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>Counts the system calls that processes make while something runs: with perf, which hardly slows them, else with strace, which does.</summary>
internal static class SystemCalls
{
    // How long the tool may take to attach; calls before that are missing from the count.
    private static readonly TimeSpan s_attaching = TimeSpan.FromMilliseconds(500);

    /// <summary>The tool that works here, or null.</summary>
    public static string? Tool { get; } = FindTool();

    /// <summary>Counts during <paramref name="load"/>.</summary>
    /// <param name="ids">The processes.</param>
    /// <param name="load">What they are to be counted under.</param>
    /// <returns>The calls, or null where nothing here can count them.</returns>
    public static long? Count(IReadOnlyList<int> ids, Action load)
    {
        if (Tool is null)
        {
            return null;
        }

        var names = ids.Select(static id => id.ToString(CultureInfo.InvariantCulture));
        string[] arguments = Tool == "perf"
            ? ["stat", "-x,", "-e", "raw_syscalls:sys_enter", "-p", string.Join(',', names)]
            : ["-f", "-c", .. names.SelectMany(static id => new[] { "-p", id })];
        using var counter = Process.Start(new ProcessStartInfo(Tool, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var text = counter.StandardError.ReadToEndAsync();
        Thread.Sleep(s_attaching);
        load();
        _ = Benchmarks.Tool.Run("kill", "-INT", counter.Id.ToString(CultureInfo.InvariantCulture));
        counter.WaitForExit();
        return Tool == "perf" ? ParsePerf(text.GetAwaiter().GetResult()) : ParseStrace(text.GetAwaiter().GetResult());
    }

    /// <summary>The count in what <c>perf stat -x,</c> says: the first field of the event's line.</summary>
    public static long? ParsePerf(string text)
    {
        var line = text.Split('\n').FirstOrDefault(static line => line.Contains("raw_syscalls:sys_enter", StringComparison.Ordinal));
        return line is not null && long.TryParse(line.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var calls) ? calls : null;
    }

    /// <summary>The count in the table of <c>strace -c</c>: the column <c>calls</c> of its last line, <c>total</c>.</summary>
    public static long? ParseStrace(string text)
    {
        var line = text.Split('\n').LastOrDefault(static line => line.TrimEnd().EndsWith(" total", StringComparison.Ordinal));
        var fields = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return fields.Length >= 5 && long.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var calls) ? calls : null;
    }

    // An installed tool may still be forbidden to look: that is tried on a process that does nothing.
    private static string? FindTool() =>
        Works("perf", "stat", "-x,", "-e", "raw_syscalls:sys_enter", "true") ? "perf" : Works("strace", "-c", "true") ? "strace" : null;

    private static bool Works(string tool, params string[] arguments)
    {
        if (Programs.Find(tool) is null)
        {
            return false;
        }

        var text = Benchmarks.Tool.RunForErrors(tool, arguments);
        return (tool == "perf" ? ParsePerf(text) : ParseStrace(text)) is not null;
    }
}
