using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers.Tests.Corpus.Judge;

/// <summary>The counts of a run, and what was missed.</summary>
internal static class Table
{
    private static readonly (string Category, double Percent)[] s_goals =
        [("blocking-async", 95), ("blocking-sync", 95), ("blocking-referenced", 85), ("backpressure", 85), ("lifetime", 80), ("clean", 4)];

    /// <summary>Writes the table, and says which goals are missed.</summary>
    public static (string Text, IReadOnlyList<string> MissedGoals) Of(IReadOnlyList<Report> reports)
    {
        var text = new StringBuilder();
        var missed = new List<string>();
        text.AppendLine("category             files  cases  on line      in member    in scenario  other reports");
        foreach (var (category, goal) in s_goals)
        {
            var of = reports.Where(report => report.Scenario.Category == category).ToList();
            var percent = category == "clean" ? AppendClean(text, of) : AppendDefects(text, category, of);
            if (category == "clean" ? percent > goal : percent < goal)
            {
                missed.Add(string.Create(CultureInfo.InvariantCulture, $"{category}: {percent:F1} %, goal {(category == "clean" ? "<=" : ">=")} {goal} %"));
            }
        }

        foreach (var report in reports)
        {
            AppendMisses(text, report);
        }

        return (text.ToString(), missed);
    }

    private static double AppendDefects(StringBuilder text, string category, List<Report> reports)
    {
        var cases = reports.SelectMany(report => report.Scenario.Expectations.Select(expectation => (report, expectation))).ToList();
        var line = cases.Count(x => x.report.FoundOnLine(x.expectation));
        var member = cases.Count(x => x.report.FoundInMember(x.expectation));
        var scenario = cases.Count(x => x.report.FoundInScenario(x.expectation));
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{category,-20} {reports.Count,5}  {cases.Count,5}  {Share(line, cases.Count),-11}  {Share(member, cases.Count),-11}  {Share(scenario, cases.Count),-11}  {reports.Sum(report => report.Unexpected().Count())}");

        // Where something is missing is a matter of taste within a method; a blocking call is on its line.
        return Percent(category.StartsWith("blocking", StringComparison.Ordinal) ? line : member, cases.Count);
    }

    private static double AppendClean(StringBuilder text, List<Report> reports)
    {
        var flagged = reports.Count(report => report.Diagnostics.Count > 0);
        text.AppendLine(CultureInfo.InvariantCulture, $"{"clean",-20} {reports.Count,5}  flagged {Share(flagged, reports.Count)}");
        return Percent(flagged, reports.Count);
    }

    private static void AppendMisses(StringBuilder text, Report report)
    {
        foreach (var expectation in report.Scenario.Expectations.Where(expectation => !report.FoundOnLine(expectation)))
        {
            var where = report.FoundInMember(expectation) ? "elsewhere in its member" : report.FoundInScenario(expectation) ? "elsewhere" : "MISSED";
            var line = report.Scenario.Trees.Single(tree => tree.FilePath == expectation.Path).GetText().Lines[expectation.Line].ToString().Trim();
            text.AppendLine(CultureInfo.InvariantCulture, $"{where}: {report.Scenario.Name} {Path.GetFileName(expectation.Path)}:{expectation.Line + 1}: {line}");
        }

        foreach (var diagnostic in report.Unexpected())
        {
            var kind = report.Scenario.Category == "clean" ? "FLAGGED" : "unexpected";
            var at = diagnostic.Location.GetLineSpan();
            text.AppendLine(CultureInfo.InvariantCulture, $"{kind}: {report.Scenario.Name} {Path.GetFileName(at.Path)}:{at.StartLinePosition.Line + 1}: {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
        }
    }

    private static double Percent(int found, int cases) => cases == 0 ? 0 : 100.0 * found / cases;

    private static string Share(int found, int cases) => string.Create(CultureInfo.InvariantCulture, $"{found} {Percent(found, cases):F1}%");
}
