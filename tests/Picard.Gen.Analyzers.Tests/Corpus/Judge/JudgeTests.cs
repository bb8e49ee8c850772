using Xunit.Abstractions;

namespace Picard.Gen.Analyzers.Tests.Corpus.Judge;

public class JudgeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Scenarios_CompileAndDeclareHandlersRightly()
    {
        var reports = await JudgeHarness.ReportsAsync();
        var errors = reports.SelectMany(report => report.CompilerErrors).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
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
