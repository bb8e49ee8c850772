using Xunit.Abstractions;

namespace Picard.Gen.Analyzers.Tests.Corpus.Judge;

public class JudgeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Scenarios_CompileAndDeclareHandlersRightly()
    {
        var reports = await JudgeHarness.ReportsAsync();
        Assert.Empty(reports.SelectMany(report => report.CompilerErrors.Select(error => $"{report.Scenario.Name}: {error}")));
    }

    [Fact]
    public async Task Analyzers_SeeWhatIsWrong_AndLetPassWhatIsRight()
    {
        var (text, missedGoals) = Table.Of(await JudgeHarness.ReportsAsync());
        output.WriteLine(text);
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "judge.txt"), text);
        Assert.True(missedGoals.Count == 0, string.Join('\n', missedGoals) + "\n\n" + text);
    }
}
