using System.Text.RegularExpressions;

namespace Picard.Architecture.Tests.Documentation;

/// <summary>The rows of <c>tests/Seed.md</c>: which statement of the seed is shown by which tests.</summary>
internal sealed partial class SeedTable
{
    private SeedTable(string path, IReadOnlyList<Row> rows)
    {
        Path = path;
        Rows = rows;
    }

    public string Path { get; }

    public IReadOnlyList<Row> Rows { get; }

    public static SeedTable Parse(string path, string text)
    {
        var rows = new List<Row>();
        foreach (var (line, index) in text.ReplaceLineEndings("\n").Split('\n').Select((line, index) => (line, index)))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length > 1 && Number().IsMatch(cells[1]))
            {
                var isWhole = cells.Length == 6;
                rows.Add(new Row(index + 1, cells[1], isWhole ? [.. Code().Matches(cells[3]).Select(match => match.Groups["code"].Value)] : [], isWhole ? cells[4] : "", isWhole && cells[2].Length > 0));
            }
        }

        return new SeedTable(path, rows);
    }

    /// <summary>Statements without a row, with two, or out of order.</summary>
    public IEnumerable<Finding> Unlisted(IReadOnlyList<string> statements)
    {
        foreach (var number in statements.Where(number => Rows.Count(row => row.Number == number) != 1))
        {
            yield return new Finding(Path, 1, $"{number} has {Rows.Count(row => row.Number == number)} rows");
        }

        foreach (var row in Rows.Where(row => !statements.Contains(row.Number)))
        {
            yield return new Finding(Path, row.Line, $"{row.Number} is no statement");
        }
    }

    /// <summary>Rows that say nothing, or not why.</summary>
    public IEnumerable<Finding> Empty() =>
        Rows.Where(row => !row.HasWords || (row.Tests.Count == 0) != row.Note.StartsWith("Left out: ", StringComparison.Ordinal) || row.Note == "Left out: ")
            .Select(row => new Finding(Path, row.Line, $"{row.Number}: four cells, and either a test or \"Left out: \" with the reason"));

    /// <summary>Tests that are not there, or do not carry the number.</summary>
    public IEnumerable<Finding> Unshown(TestCatalogue tests) =>
        from row in Rows
        from test in row.Tests
        let text = tests.TextOf(test)
        where text is null || !Carries(text, row.Number)
        select new Finding(Path, row.Line, text is null ? $"{test} is no test" : $"{test} does not carry {row.Number}");

    /// <summary>Numbers at tests that are those of no statement.</summary>
    public static IEnumerable<Finding> Unknown(TestCatalogue tests, IReadOnlyList<string> statements) =>
        from test in tests.All
        from Match number in Statement().Matches(test.Value)
        where !statements.Contains(number.Value)
        select new Finding(test.Key, 1, $"{number.Value} is no statement");

    /// <summary>Whether a test names a statement: by its number, or within "MP-04 to MP-09".</summary>
    private static bool Carries(string text, string number)
    {
        if (Regex.IsMatch(text, $@"(?<![\w.-]){Regex.Escape(number)}(?!\d|\.\d)"))
        {
            return true;
        }

        var parts = number.Split('-');
        return parts.Length == 2 && Range().Matches(text).Any(range => range.Groups["kind"].Value == parts[0]
            && string.CompareOrdinal(range.Groups["from"].Value, parts[1]) <= 0 && string.CompareOrdinal(parts[1], range.Groups["to"].Value) <= 0);
    }

    [GeneratedRegex(@"^([A-Z]{2}-\d\d|A\.\d+\.\d+)$")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<![\w-])(EV|SV|CL|PL|RT|WS|MP|AG|EP|RS|MW)-\d+")]
    private static partial Regex Statement();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<kind>[A-Z]{2})-(?<from>\d\d) to \k<kind>-(?<to>\d\d)")]
    private static partial Regex Range();

    /// <summary>One statement.</summary>
    internal sealed record Row(int Line, string Number, IReadOnlyList<string> Tests, string Note, bool HasWords);
}
