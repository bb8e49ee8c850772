using System.Runtime.CompilerServices;

namespace Picard.Architecture.Tests;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Repository
{
    private static readonly HashSet<string> s_builtFolders = [".git", "bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", ".vs", ".idea"];

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Where a changed approval is written: the test project's own folder.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>All files of the given kinds, with paths relative to the root and forward slashes; built ones are left out.</summary>
    public static IReadOnlyList<string> Files(params string[] extensions) =>
        [.. Walk(Root).Where(path => extensions.Contains(Path.GetExtension(path))).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<SourceFile> SourceFiles(params string[] topFolders) =>
        [.. Files(".cs").Where(path => topFolders.Contains(path[..path.IndexOf('/', StringComparison.Ordinal)])).Select(Read)];

    public static SourceFile Read(string path) => new(path, File.ReadAllText(PathOf(path)));

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => !Path.GetFileName(file).Contains(".received.", StringComparison.Ordinal)))
        {
            yield return Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/');
        }

        foreach (var file in Directory.EnumerateDirectories(folder).Where(child => !s_builtFolders.Contains(Path.GetFileName(child))).SelectMany(Walk))
        {
            yield return file;
        }
    }

    private static string FindRoot(string start, [CallerFilePath] string thisFile = "")
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Picard.Gen.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Picard.Gen.sln above {start} ({thisFile}): run these tests from a clone of the repository.");
    }
}
