using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>A line of <c>/proc/PID/stat</c>, as far as it is needed: see proc(5).</summary>
/// <param name="ParentId">The process that started it.</param>
/// <param name="Ticks">User and system time of all its threads, in ticks.</param>
internal readonly record struct ProcStat(int ParentId, long Ticks)
{
    /// <summary>USER_HZ is 100 on every Linux that .NET runs on.</summary>
    public const double MicrosecondsPerTick = 1e6 / 100;

    /// <summary>Reads the line.</summary>
    public static ProcStat Parse(string line)
    {
        var fields = FieldsOf(line);
        return new ProcStat(int.Parse(fields[1], CultureInfo.InvariantCulture), Number(fields[11]) + Number(fields[12]));
    }

    /// <summary>User and system time of the children that have ended and been waited for, in ticks.</summary>
    public static long EndedChildrenTicks(string line)
    {
        var fields = FieldsOf(line);
        return Number(fields[13]) + Number(fields[14]);
    }

    /// <summary>A line of <c>/proc/PID/status</c> that is in KiB, such as <c>RssAnon</c>.</summary>
    public static long StatusKiB(IEnumerable<string> lines, string name)
    {
        var line = lines.First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return Number(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    /// <summary>Ticks that cores were busy, of <c>/proc/stat</c>: all but idle and iowait.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="cores">Their numbers.</param>
    public static long BusyTicks(IEnumerable<string> lines, IReadOnlyCollection<int> cores) =>
        lines.Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 8 && cores.Any(core => fields[0] == string.Create(CultureInfo.InvariantCulture, $"cpu{core}")))
            .Sum(static fields => Number(fields[1]) + Number(fields[2]) + Number(fields[3]) + Number(fields[6]) + Number(fields[7]) + Number(fields[8]));

    /// <summary>The name may hold blanks and parentheses, so fields are counted from the last of these.</summary>
    private static string[] FieldsOf(string line) => line[(line.LastIndexOf(')') + 2)..].Split(' ');

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
