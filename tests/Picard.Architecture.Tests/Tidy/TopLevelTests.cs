namespace Picard.Architecture.Tests.Tidy;

/// <summary>The top level is the table of contents: nothing but what is listed here.</summary>
public sealed class TopLevelTests
{
    private static readonly string[] s_folders = ["src", "generators", "analyzers", "tests", "samples"];

    private static readonly HashSet<string> s_allowed =
    [
        .. s_folders, "Picard.Gen.sln", "README.md", "CHANGELOG.md", "LICENSE", "Directory.Packages.props", "Directory.Build.props", "global.json",
        ".ci", ".editorconfig", ".gitattributes", ".gitignore", ".git", ".github",
        // Built or personal, and ignored by git.
        "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", ".vs", ".idea",
    ];

    [Fact]
    public void TopLevel_HoldsNothingElse() => Assert.Empty(Unexpected(Directory.EnumerateFileSystemEntries(Repository.Root)));

    [Fact]
    public void TopLevel_WithAStrayFile_IsNoticed() => Assert.Equal(["notes.txt"], Unexpected(["/x/src", "/x/notes.txt"]));

    [Fact]
    public void TopFolder_HasAMap() => Assert.All(s_folders, folder => Assert.True(File.Exists(Path.Combine(Repository.Root, folder, "README.md")), $"{folder}/README.md is missing"));

    [Fact]
    public void CiScript_IsThere() => Assert.True(File.Exists(Repository.PathOf(".ci/run")));

    private static IEnumerable<string> Unexpected(IEnumerable<string> paths) => paths.Select(path => Path.GetFileName(path)).Where(name => !s_allowed.Contains(name));
}
