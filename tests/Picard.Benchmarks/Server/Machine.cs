using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>Where and how figures were taken.</summary>
internal sealed record Machine(string Date, string Processor, int Cores, string System, string Runtime, string Command)
{
    public static Machine Here(string command) => new(
        DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        After("/proc/cpuinfo", "model name", ':') ?? "unknown processor",
        Environment.ProcessorCount,
        After("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? Environment.OSVersion.VersionString,
        Environment.Version.ToString(),
        command);

    private static string? After(string file, string name, char separator) =>
        File.Exists(file) && File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(separator, StringComparison.Ordinal) + 1)..].Trim()
            : null;
}
