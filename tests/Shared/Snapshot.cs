using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Picard.Tests;

/// <summary>Compares what a test produced with an approved text in the <c>Snapshots</c> folder beside the test's source file, as Verify does.</summary>
public static class Snapshot
{
    /// <summary>The environment variable that, set to 1, makes every received text the approved one.</summary>
    public const string AcceptVariable = "PICARD_ACCEPT_SNAPSHOTS";

    // With deterministic source paths the compiler writes file paths relative to the repository behind this prefix.
    private const string MappedRoot = "/_/";

    private static readonly SnapshotApproval s_approval =
        Environment.GetEnvironmentVariable(AcceptVariable) == "1" ? SnapshotApproval.Accept : SnapshotApproval.Required;

    /// <summary>Compares one text with <c>Class.Method.verified.extension</c>; the class is the name of the test's file.</summary>
    /// <param name="text">The received text.</param>
    /// <param name="extension">The snapshot's extension, without a dot.</param>
    /// <param name="filePath">The test's file; filled in by the compiler.</param>
    /// <param name="memberName">The test's method; filled in by the compiler.</param>
    /// <exception cref="SnapshotMismatchException">The text differs or there is no snapshot.</exception>
    public static void Verify(string text, string extension = "txt", [CallerFilePath] string filePath = "", [CallerMemberName] string memberName = "")
    {
        var test = TestName(filePath, memberName);
        FolderOf(filePath).Verify(test, [new SnapshotText(test, extension, text)]);
    }

    /// <summary>
    /// Compares every generated source with <c>Class.Method#Hint.g.verified.cs</c>, and the generators' diagnostics, if there are any, with
    /// <c>Class.Method.verified.txt</c>. A snapshot whose source is no longer generated fails the test.
    /// </summary>
    /// <param name="result">The result of a generator run.</param>
    /// <param name="filePath">The test's file; filled in by the compiler.</param>
    /// <param name="memberName">The test's method; filled in by the compiler.</param>
    /// <exception cref="SnapshotMismatchException">A source differs, has no snapshot, or a snapshot has no source.</exception>
    public static void VerifySources(GeneratorDriverRunResult result, [CallerFilePath] string filePath = "", [CallerMemberName] string memberName = "")
    {
        var test = TestName(filePath, memberName);
        FolderOf(filePath).Verify(test, SourceTexts(test, result));
    }

    internal static List<SnapshotText> SourceTexts(string test, GeneratorDriverRunResult result)
    {
        var texts = new List<SnapshotText>();
        foreach (var generator in result.Results)
        {
            if (generator.Exception is { } exception)
            {
                throw new SnapshotMismatchException($"{generator.Generator.GetGeneratorType().Name} threw: {exception}");
            }

            foreach (var source in generator.GeneratedSources)
            {
                // The hint name is the first line, as in Verify.SourceGenerators, so that a file that was renamed by hand is noticed.
                texts.Add(new SnapshotText(test + "#" + Path.ChangeExtension(source.HintName, null), "cs", $"//HintName: {source.HintName}\n{source.SourceText}"));
            }
        }

        if (!result.Diagnostics.IsEmpty)
        {
            texts.Add(new SnapshotText(test, "txt", string.Join("\n", result.Diagnostics)));
        }

        return texts;
    }

    internal static string SourceFolder(string filePath, string baseDirectory)
    {
        if (!filePath.StartsWith(MappedRoot, StringComparison.Ordinal))
        {
            return Path.GetDirectoryName(filePath)!;
        }

        var root = new DirectoryInfo(baseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Picard.Gen.sln")))
        {
            root = root.Parent;
        }

        return root is null
            ? throw new InvalidOperationException($"There is no Picard.Gen.sln above {baseDirectory}, so the source of {filePath} cannot be found.")
            : Path.GetDirectoryName(Path.Combine(root.FullName, filePath[MappedRoot.Length..]))!;
    }

    private static string TestName(string filePath, string memberName) => $"{Path.GetFileNameWithoutExtension(filePath)}.{memberName}";

    private static SnapshotFolder FolderOf(string filePath) =>
        new(Path.Combine(SourceFolder(filePath, AppContext.BaseDirectory), "Snapshots"), s_approval);
}
