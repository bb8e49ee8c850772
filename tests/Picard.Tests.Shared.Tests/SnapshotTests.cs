using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Picard.Tests;

/// <summary>A snapshot test must be able to fail, and must leave exactly the files its conventions promise.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("picard-snapshots-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void MissingSnapshot_Fails_AndLeavesTheReceivedText()
    {
        var failure = Assert.Throws<SnapshotMismatchException>(() => Verify("T.M", "new"));

        Assert.Contains("There is no snapshot", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["T.M.received.txt"], Files());
        Assert.Equal("new\n", Read("T.M.received.txt"));
    }

    [Fact]
    public void OtherText_Fails_AndNamesTheLine()
    {
        Write("T.M.verified.txt", "one\ntwo\nthree\n");

        var failure = Assert.Throws<SnapshotMismatchException>(() => Verify("T.M", "one\nTWO\nthree\n"));

        Assert.Contains("line 2:\n- two\n+ TWO", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["T.M.received.txt", "T.M.verified.txt"], Files());
        Assert.Equal("one\ntwo\nthree\n", Read("T.M.verified.txt"));
    }

    [Fact]
    public void SameText_RemovesAnEarlierReceivedText()
    {
        Write("T.M.verified.txt", "text\n");
        Write("T.M.received.txt", "an older failure\n");

        Verify("T.M", "text");

        Assert.Equal(["T.M.verified.txt"], Files());
    }

    [Theory]
    [InlineData("a\r\nb\r\n")]
    [InlineData("a\nb")]
    [InlineData("\uFEFFa\nb\n")]
    public void LineEndingsAndByteOrderMark_AreNoDifference(string approved)
    {
        Write("T.M.verified.txt", approved);

        Verify("T.M", "a\nb\n");

        Assert.Equal(["T.M.verified.txt"], Files());
    }

    [Fact]
    public void SnapshotWithoutText_Fails_AndOtherTestsAreLeftAlone()
    {
        Write("T.M.verified.txt", "text\n");
        Write("T.M#Gone.g.verified.cs", "gone\n");
        Write("T.M#Gone.g.received.cs", "gone\n");
        Write("T.Many.verified.txt", "another test\n");

        var failure = Assert.Throws<SnapshotMismatchException>(() => Verify("T.M", "text"));

        Assert.Contains("T.M#Gone.g.verified.cs", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["T.M#Gone.g.verified.cs", "T.M.verified.txt", "T.Many.verified.txt"], Files());
    }

    [Fact]
    public void Accept_WritesTheSnapshot_AndDeletesWhatIsLeftOver()
    {
        Write("T.M.verified.txt", "old\n");
        Write("T.M.received.txt", "new\n");
        Write("T.M#Gone.g.verified.cs", "gone\n");

        new SnapshotFolder(_path, SnapshotApproval.Accept).Verify("T.M", [new SnapshotText("T.M", "txt", "new\r\n")]);

        Assert.Equal(["T.M.verified.txt"], Files());
        Assert.Equal("new\n", Read("T.M.verified.txt"));
    }

    [Fact]
    public void GeneratedSources_HaveOneSnapshotEach_NamedByTheirHint()
    {
        var texts = Snapshot.SourceTexts("T.M", Generate(new TwoSources()));

        Assert.Equal(["T.M#A.g", "T.M#B.g"], texts.Select(text => text.Name));
        Assert.All(texts, text => Assert.Equal("cs", text.Extension));
        Assert.Equal("//HintName: A.g.cs\nclass A;", texts[0].Text);
    }

    [Fact]
    public void GeneratorThatThrows_Fails()
    {
        var failure = Assert.Throws<SnapshotMismatchException>(() => Snapshot.SourceTexts("T.M", Generate(new Broken())));
        Assert.Contains("broken on purpose", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CommittedSnapshot_IsFoundBesideThisFile() => Snapshot.Verify("A snapshot beside its test.");

    [Fact]
    public void MappedSourcePath_IsFoundFromTheRepositoryRoot()
    {
        Write("Picard.Gen.sln", "");
        var output = Directory.CreateDirectory(Path.Combine(_path, "tests", "X", "bin"));

        Assert.Equal(Path.Combine(_path, "tests", "X"), Snapshot.SourceFolder("/_/tests/X/T.cs", output.FullName));
    }

    private static GeneratorDriverRunResult Generate(IIncrementalGenerator generator) =>
        CSharpGeneratorDriver.Create(generator).RunGenerators(TestCompilation.Create(OutputKind.DynamicallyLinkedLibrary)).GetRunResult();

    private void Verify(string test, string text) => new SnapshotFolder(_path, SnapshotApproval.Required).Verify(test, [new SnapshotText(test, "txt", text)]);

    private string[] Files() => [.. Directory.EnumerateFiles(_path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private string Read(string name) => File.ReadAllText(Path.Combine(_path, name));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_path, name), text);

    private sealed class TwoSources : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(output =>
        {
            output.AddSource("A.g.cs", "class A;");
            output.AddSource("B.g.cs", "class B;");
        });
    }

    private sealed class Broken : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterPostInitializationOutput(_ => throw new InvalidOperationException("broken on purpose"));
    }
}
