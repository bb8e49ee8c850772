namespace Picard.Architecture.Tests.Documentation;

/// <summary>Holds <c>tests/Seed.md</c> to what it says: every statement of the seed has its row, and each row leads to a test that names it or says why there is none.</summary>
public sealed class SeedTests
{
    private static readonly TestCatalogue s_tests = new(Repository.SourceFiles("tests"));

    private static readonly SeedTable s_table = SeedTable.Parse("tests/Seed.md", File.ReadAllText(Repository.PathOf("tests/Seed.md")));

    // A line is a section, a colon, and the numbers of its statements.
    private static readonly IReadOnlyList<string> s_statements =
    [
        .. File.ReadAllLines(Repository.PathOf("tests/Picard.Architecture.Tests/Documentation/SeedStatements.txt"))
            .Where(line => line.Contains(':', StringComparison.Ordinal) && line[0] != '#')
            .SelectMany(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    ];

    [Fact]
    public void EveryStatement_HasOneRow()
    {
        Assert.NotEmpty(s_statements);
        Finding.AssertNone(s_table.Unlisted(s_statements));
    }

    [Fact]
    public void EveryRow_NamesATest_OrSaysWhyThereIsNone() => Finding.AssertNone(s_table.Empty());

    [Fact]
    public void EveryTestInTheTable_Exists_AndCarriesTheNumber() => Finding.AssertNone(s_table.Unshown(s_tests));

    [Fact]
    public void EveryNumberAtATest_IsThatOfAStatement()
    {
        Finding.AssertNone(SeedTable.Unknown(s_tests, s_statements));
        var tests = new TestCatalogue([new SourceFile("tests/P/A.cs", $"class A {{ [Fact] public void B() {{ }} // Seed EV-01, SV-{999}, CVE-2023\n}}")]);
        Assert.Equal([$"SV-{999} is no statement"], SeedTable.Unknown(tests, ["EV-01"]).Select(finding => finding.Text));
    }

    [Theory]
    [InlineData("| EV-01 | words | `P/A.Shown` | |", "")]
    [InlineData("| EV-01 | words | `P/A.Cases` | Decided otherwise |", "")]
    [InlineData("| EV-01 | words | | Left out: no reason is bad, this one is good |", "")]
    [InlineData("| EV-01 | words | `P/A.Shown` · `P/A.Ranged` | |", "P/A.Ranged does not carry EV-01")]
    [InlineData("| EV-01 | words | `P/A.Hidden` | |", "P/A.Hidden is no test")]
    [InlineData("| EV-01 | words | `Q/A.Shown` | |", "Q/A.Shown is no test")]
    [InlineData("| EV-01 | words | | |", "EV-01: four cells, and either a test or \"Left out: \" with the reason")]
    [InlineData("| EV-01 | | `P/A.Shown` | |", "EV-01: four cells, and either a test or \"Left out: \" with the reason")]
    [InlineData("| EV-01 | words | `P/A.Shown` | Left out: both |", "EV-01: four cells, and either a test or \"Left out: \" with the reason")]
    [InlineData("| EV-01 | words | `P/A.Shown` |", "EV-01: four cells, and either a test or \"Left out: \" with the reason")]
    [InlineData("nothing", "EV-01 has 0 rows")]
    [InlineData("| EV-01 | words | `P/A.Shown` | |\n| EV-01 | words | `P/A.Shown` | |", "EV-01 has 2 rows")]
    [InlineData("| EV-01 | words | `P/A.Shown` | |\n| MP-05 | words | `P/A.Ranged` | |", "MP-05 is no statement")]
    public void Fault_OfATable_IsFound(string text, string fault)
    {
        var tests = new TestCatalogue([new SourceFile("tests/P/A.cs", """
            public class A
            {
                public static TheoryData<string> Rows => new() { "Seed EV-01" };

                // Seed EV-01.
                [Fact] public void Shown() { }

                [Fact] public void Ranged() { } // Seed MP-04 to MP-09, A.1.10

                [Theory, MemberData(nameof(Rows))] public void Cases(string row) { }

                // Seed EV-01
                public void Hidden() { }
            }
            """)]);
        var table = SeedTable.Parse("Seed.md", text);
        Assert.Equal(fault, string.Join('\n', table.Unlisted(["EV-01"]).Concat(table.Empty()).Concat(table.Unshown(tests)).Select(finding => finding.Text)));
    }

    [Theory]
    [InlineData("MP-04", true)]
    [InlineData("MP-09", true)]
    [InlineData("MP-10", false)]
    [InlineData("WS-05", false)]
    [InlineData("A.1.10", true)]
    [InlineData("A.1.1", false)]
    public void NumberWithinARange_IsCarried(string number, bool isCarried)
    {
        var tests = new TestCatalogue([new SourceFile("tests/P/A.cs", "class A { [Fact] public void Ranged() { } // Seed MP-04 to MP-09, A.1.10\n}")]);
        Assert.Equal(isCarried, !SeedTable.Parse("Seed.md", $"| {number} | words | `P/A.Ranged` | |").Unshown(tests).Any());
    }
}
