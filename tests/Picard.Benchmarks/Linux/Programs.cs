namespace Picard.Benchmarks;

/// <summary>Finds the programs of the machine.</summary>
internal static class Programs
{
    // A server's own folder is often not in a user's path.
    private static readonly string[] s_folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];

    /// <returns>The program's path, or null where it is not installed.</returns>
    public static string? Find(string name) => s_folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <exception cref="UsageException">It is not installed.</exception>
    public static string Require(string name, string package) =>
        Find(name) ?? throw new UsageException($"{name} is not installed, and nothing can be measured without it: apt-get install {package}");
}
