using System.Text;
using System.Text.RegularExpressions;

namespace Picard.Http.Tests;

/// <summary>Holds tests/README.md to what it says: each row of the table leads to something that is there.</summary>
public partial class CoverageTests
{
    private static readonly string[] s_rows = [.. File.ReadAllLines(Path.Combine(TranscriptCatalogue.Tests, "README.md")).Where(line => line.StartsWith("| 91", StringComparison.Ordinal))];

    [Fact]
    public void EveryRow_NamesATestOrTheAssemblyThatWillHaveOne()
    {
        Assert.True(s_rows.Length >= 100, $"The table has {s_rows.Length} rows.");
        Assert.All(s_rows, row =>
        {
            var cells = row.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries);
            Assert.True(row.Count(character => character == '|') == 6 && cells[1].Length > 0 && row.Trim('|').Split('|')[3..].Any(cell => cell.Trim().Length > 0), row);
        });
    }

    [Fact]
    public void EveryTranscriptInTheTable_Exists()
    {
        var anchors = TranscriptCatalogue.All.Keys.ToDictionary(key => (key.File, Anchor(key.Fact)), key => key.Fact);
        var links = s_rows.SelectMany(row => TranscriptLink().Matches(row)).ToList();

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Equal(link.Groups["fact"].Value, anchors.GetValueOrDefault((link.Groups["file"].Value, link.Groups["anchor"].Value))));
    }

    [Fact]
    public void EveryTestInTheTable_Exists()
    {
        var names = s_rows.SelectMany(row => TestName().Matches(row)).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(
            typeof(CoverageTests).Assembly.GetType($"Picard.Http.Tests.{name.Groups["type"].Value}")?.GetMethod(name.Groups["method"].Value) is not null, name.Value));
    }

    [Fact]
    public void EveryBoundTranscript_IsInTheTable()
    {
        // A transcript whose second line says MUST shows a requirement: it must be findable from that requirement.
        var linked = s_rows.SelectMany(row => TranscriptLink().Matches(row)).Select(link => link.Groups["fact"].Value).ToHashSet();
        foreach (var file in Directory.GetFiles(TranscriptCatalogue.Folder, "*.md").Where(path => Path.GetFileName(path) != "README.md"))
        {
            var lines = File.ReadAllLines(file);
            for (var at = 0; at + 1 < lines.Length; at++)
            {
                if (lines[at].StartsWith("## ", StringComparison.Ordinal) && lines[at + 1].Contains("MUST", StringComparison.Ordinal) && !linked.Contains(lines[at][3..]))
                {
                    Assert.Fail($"{Path.GetFileName(file)}: '{lines[at][3..]}' is in no row of tests/README.md.");
                }
            }
        }
    }

    // GitHub's rule: lower case, punctuation gone, spaces to hyphens.
    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var character in heading.ToLowerInvariant())
        {
            anchor.Append(character == ' ' ? "-" : char.IsLetterOrDigit(character) || character is '-' or '_' ? character.ToString() : "");
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"\[(?<fact>[^\]]+)\]\(Picard\.Http\.Tests/Transcripts/(?<file>[^#)]+)#(?<anchor>[^)]+)\)")]
    private static partial Regex TranscriptLink();

    [GeneratedRegex(@"`(?<type>\w+Tests)\.(?<method>\w+)`")]
    private static partial Regex TestName();
}
