using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>A process and all that it started, as <c>/proc</c> shows them: a server may do its work in children.</summary>
internal static class ProcessTree
{
    /// <returns>The ids, the root's first.</returns>
    public static IReadOnlyList<int> Ids(int root)
    {
        var children = Read().ToLookup(static pair => pair.Stat.ParentId, static pair => pair.Id);
        var ids = new List<int> { root };
        for (var i = 0; i < ids.Count; i++)
        {
            ids.AddRange(children[ids[i]]);
        }

        return ids;
    }

    /// <summary>User and system time so far, in microseconds, to within a tick of 10 ms. Children that have ended are not in it.</summary>
    public static double CpuMicroseconds(int root) =>
        Ids(root).Sum(static id => TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"))?.Ticks ?? 0) * ProcStat.MicrosecondsPerTick;

    /// <summary>A line of <c>/proc/PID/status</c> in KiB, summed up.</summary>
    public static long StatusKiB(int root, string name) =>
        Ids(root).Sum(id => ProcStat.StatusKiB(File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/status")), name));

    private static IEnumerable<(int Id, ProcStat Stat)> Read()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && TryRead(Path.Combine(folder, "stat")) is { } stat)
            {
                yield return (id, stat);
            }
        }
    }

    // A process may end between the listing and the reading.
    private static ProcStat? TryRead(string path)
    {
        try
        {
            return ProcStat.Parse(File.ReadAllText(path));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
