namespace Picard.Tests;

/// <summary>A code-fix test must be able to fail, too.</summary>
public class CodeFixTestTests
{
    private const string Bad = "class {|TST0001:BadA|} { }\nclass {|TST0001:BadB|} { }\n";

    [Fact]
    public async Task ExpectedFix_Passes_OneByOneAndAllAtOnce() => await Run(Bad, "class GoodA { }\nclass GoodB { }\n");

    [Theory]
    [InlineData("class GoodA { }\nclass GoodC { }\n")] // another text
    [InlineData("class GoodA { }\nclass {|TST0001:BadB|} { }\n")] // the second is fixed as well
    [InlineData("class GoodA { }\nclass GoodB  { }\n")] // white space counts
    public async Task OtherFixedSource_Fails(string expected) => await Assert.ThrowsAsync<InvalidOperationException>(() => Run(Bad, expected));

    [Fact]
    public async Task FixThatBreaksTheBuild_Fails() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run("class {|TST0001:BadA|} { BadA? _a; }\n", "class GoodA { BadA? _a; }\n"));

    private static Task Run(string source, string fixedSource) =>
        new CodeFixTest<NameAnalyzer, NameCodeFix> { TestCode = source, FixedCode = fixedSource }.RunAsync();
}
