using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>Where server and load run: lists of cores as <c>taskset -c</c> takes them.</summary>
internal static class Cores
{
    /// <summary>The numbers of a list such as <c>0,2-3</c>.</summary>
    /// <exception cref="UsageException">It is not such a list.</exception>
    public static IReadOnlyList<int> Parse(string list)
    {
        var cores = new List<int>();
        foreach (var part in list.Split(','))
        {
            var ends = part.Split('-').Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var core) ? core : -1).ToArray();
            if (ends.Length > 2 || ends[0] < 0 || ends[^1] < ends[0])
            {
                throw new UsageException($"'{list}' is not a list of cores such as 0,2-3.");
            }

            cores.AddRange(Enumerable.Range(ends[0], ends[^1] - ends[0] + 1));
        }

        return cores;
    }

    /// <summary>Has this process, and what it starts from now on, leave the server's cores alone.</summary>
    public static void StayOn(string cores)
    {
        _ = Programs.Require("taskset", "util-linux");
        _ = Tool.Run("taskset", "-a", "-c", "-p", cores, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }
}
