namespace Picard.Architecture.Tests.Tidy;

/// <summary>The rules, held against the tree as it is.</summary>
public sealed class TidyTests
{
    private static readonly string[] s_shipped = ["src", "generators", "analyzers"];
    private static readonly string[] s_all = ["src", "generators", "analyzers", "samples", "tests"];

    [Fact]
    public void ShippedFile_HasAtMostFourHundredLines() => Hold(LengthRules.FileLength, s_shipped);

    [Fact]
    public void ShippedMethod_HasAtMostSixtyLines() => Hold(LengthRules.MethodLength, s_shipped);

    [Fact]
    public void ShippedFile_HasOnePublicType() => Hold(LengthRules.OnePublicType, s_shipped);

    [Fact]
    public void DeclaredName_HoldsNoEmptyWord() => Hold(NameRule.Check, [.. s_shipped, "samples"]);

    [Fact]
    public void Code_HasNoConditionalCompilationAndNoRegions() => Hold(CodeRules.Directives, s_all);

    [Fact]
    public void UnsafeCode_IsInOneFile() => Hold(CodeRules.Unsafe, s_all);

    [Fact]
    public void Code_ThrowsNoNotImplementedException() => Hold(CodeRules.NotImplemented, s_all);

    // Benchmarks are programs, not tests: some of them measure what a stretch of time costs.
    [Fact]
    public void Test_DoesNotWaitForTimeToPass() => Finding.AssertNone(
        Repository.SourceFiles("tests").Where(file => !file.Path.StartsWith("tests/Picard.Benchmarks/", StringComparison.Ordinal)).SelectMany(CodeRules.Sleeping));

    [Fact]
    public void Test_IsNotSkipped() => Hold(CodeRules.Skipping, ["tests"]);

    [Fact]
    public void TextFile_PromisesNothing() => HoldText(TextRules.Promises);

    [Fact]
    public void TextFile_NamesNoPathOfOneMachine() => HoldText(TextRules.MachinePaths);

    private static void Hold(Func<SourceFile, IEnumerable<Finding>> rule, string[] topFolders)
    {
        var files = Repository.SourceFiles(topFolders);
        Assert.NotEmpty(files);
        Finding.AssertNone(files.SelectMany(rule));
    }

    private static void HoldText(Func<SourceFile, IEnumerable<Finding>> rule)
    {
        var files = Repository.Files(".cs", ".md", ".csproj", ".props", ".targets", ".json", ".txt", ".sln");
        Assert.NotEmpty(files);
        // The corpus quotes the test suites of others, word for word.
        Finding.AssertNone(files.Where(path => !path.StartsWith("tests/Shared/Corpus/", StringComparison.Ordinal)).Select(Repository.Read).SelectMany(rule));
    }
}
