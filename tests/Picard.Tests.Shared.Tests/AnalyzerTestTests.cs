using Microsoft.CodeAnalysis.Testing;

namespace Picard.Tests;

/// <summary>An analyzer test must be able to fail: each way to be wrong is tried.</summary>
public class AnalyzerTestTests
{
    [Theory]
    [InlineData("class {|TST0001:BadName|} { }")]
    [InlineData("class [|BadName|] { }")]
    [InlineData("class Fine { }")]
    [InlineData("class C { {|CS0246:Missing|}? _x; }")]
    public async Task MatchingSource_Passes(string source) => await Run(source);

    [Theory]
    [InlineData("class {|TST0001:Fine|} { }", "expected \"1\" actual \"0\"")] // missing
    [InlineData("class BadName { }", "expected \"0\" actual \"1\"")] // extra
    [InlineData("class {|TST0001:Bad|}Name { }", "span")] // wrong span
    [InlineData("{|TST0001:class|} BadName { }", "Expected diagnostic to start")] // wrong place
    [InlineData("class {|TST0002:BadName|} { }", "TST0002")] // wrong id
    [InlineData("class Fine : Missing { }", "CS0246")] // does not compile
    [InlineData("class Throw { }", "AD0001")] // the analyzer throws
    public async Task SourceThatDisagrees_Fails(string source, string said)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Run(source));
        Assert.Contains(said, failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task MessageArguments_AreCompared()
    {
        const string Source = "class {|#0:BadName|} { }";
        await Run(Source, new DiagnosticResult(NameAnalyzer.Rule).WithLocation(0).WithArguments("BadName"));

        var wrong = new DiagnosticResult(NameAnalyzer.Rule).WithLocation(0).WithArguments("OtherName");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Run(Source, wrong));
        Assert.Contains("OtherName", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DiagnosticInAnotherDocument_MustBeMarkedThere()
    {
        var test = new AnalyzerTest<NameAnalyzer> { TestState = { Sources = { "class {|TST0001:BadA|} { }", "class {|TST0001:BadB|} { }" } } };
        await test.RunAsync();

        var unmarked = new AnalyzerTest<NameAnalyzer> { TestState = { Sources = { "class {|TST0001:BadA|} { }", "class BadB { }" } } };
        await Assert.ThrowsAsync<InvalidOperationException>(() => unmarked.RunAsync());
    }

    [Fact]
    public async Task NewestLanguageVersion_Compiles() => await Run("static class E { extension(string s) { public int Twice => s.Length * 2; } }");

    private static Task Run(string source, params DiagnosticResult[] expected)
    {
        var test = new AnalyzerTest<NameAnalyzer> { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }
}
