using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.CodeFixes;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>Each rule is documented, tracked, reported by an analyzer and tested.</summary>
public class RulesTests
{
    private static readonly string s_analyzers = Path.Combine(Root(), "analyzers", "Picard.Gen.Analyzers");

    public static TheoryData<string> Ids => [.. All().Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_HasAPageWithEverySection(string id)
    {
        var rule = Rule(id);
        var lines = File.ReadAllLines(Path.Combine(s_analyzers, "Pages", id + ".md"));

        Assert.Equal($"# {id}: {rule.Title}", lines[0]);
        Assert.Equal($"Category `{rule.Category}`, severity {rule.DefaultSeverity.ToString().ToLowerInvariant()}.", lines[2]);
        Assert.Equal(
            ["## Cause", "## Why", "## Flagged", "## Fixed", "## When to suppress"],
            lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.EndsWith($"/analyzers/Picard.Gen.Analyzers/Pages/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_IsTrackedInTheReleaseNotes(string id)
    {
        var rule = Rule(id);
        var lines = new[] { "Shipped", "Unshipped" }.SelectMany(name => File.ReadAllLines(Path.Combine(s_analyzers, $"AnalyzerReleases.{name}.md")));

        Assert.Single(lines, $"{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_IsInTheTable(string id)
    {
        var rule = Rule(id);
        var lines = File.ReadAllLines(Path.Combine(s_analyzers, "..", "README.md"));

        Assert.Single(lines, $"| [{id}](Picard.Gen.Analyzers/Pages/{id}.md) | {rule.DefaultSeverity.ToString().ToLowerInvariant()} | {rule.Title} |");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_IsOneSentenceWithoutAFullStop(string id)
    {
        var message = Rule(id).MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.DoesNotContain(". ", message, StringComparison.Ordinal);
        Assert.False(message.EndsWith('.'));
        Assert.Contains("{0}", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_IsReportedByOneAnalyzer(string id) =>
        Assert.Single(Analyzers(), analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_IsNamedInATest(string id)
    {
        var field = typeof(Rules).GetFields().Single(field => field.GetValue(null) is DiagnosticDescriptor rule && rule.Id == id).Name;
        var tests = Directory.EnumerateFiles(Path.Combine(Root(), "tests", "Picard.Gen.Analyzers.Tests"), "*AnalyzerTests.cs", SearchOption.AllDirectories);

        Assert.Contains(tests.Select(File.ReadAllText), text => text.Contains("Rules." + field, StringComparison.Ordinal) || text.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public void Pages_AreOnlyOfRules() => Assert.Equal(
        All().Select(rule => rule.Id).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Path.Combine(s_analyzers, "Pages")).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    [Fact]
    public void CodeFixes_FixKnownRules_AndCanFixAll()
    {
        var fixes = typeof(AddPartialCodeFix).Assembly.GetTypes()
            .Where(type => typeof(Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider).IsAssignableFrom(type))
            .Select(type => (Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider)Activator.CreateInstance(type)!)
            .ToList();

        Assert.NotEmpty(fixes);
        Assert.All(fixes, fix => Assert.NotNull(fix.GetFixAllProvider()));
        Assert.All(fixes.SelectMany(fix => fix.FixableDiagnosticIds), id => Assert.Contains(All(), rule => rule.Id == id));
    }

    private static IEnumerable<DiagnosticDescriptor> All() =>
        typeof(Rules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>();

    private static DiagnosticDescriptor Rule(string id) => All().Single(rule => rule.Id == id);

    private static IEnumerable<DiagnosticAnalyzer> Analyzers() => typeof(Rules).Assembly.GetTypes()
        .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Picard.Gen.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("There is no Picard.Gen.sln above the tests.");
        }

        return folder.FullName;
    }
}
