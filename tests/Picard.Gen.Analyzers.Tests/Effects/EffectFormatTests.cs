namespace Picard.Gen.Analyzers.Tests;

public sealed class EffectFormatTests
{
    [Fact]
    public void Line_WithTwinAndCondition_IsRead()
    {
        var entry = Read("System.IO.Stream: Read(Byte[],Int32,Int32) input ReadAsync stream");

        Assert.Equal(("System.IO.Stream", "Read"), (entry.Type, entry.Member));
        Assert.Equal(["Byte[]", "Int32", "Int32"], entry.Parameters.AsEnumerable());
        Assert.Equal(new Effect(EffectKind.Input, "ReadAsync", EffectCondition.StreamNotInMemory, null), entry.Effect);
    }

    [Fact]
    public void Line_WithoutTypes_MeansEveryOverload() => Assert.True(Read("A: B sleep").Parameters.IsDefault);

    [Fact]
    public void Line_WithAnEmptyList_MeansTheOverloadWithoutParameters() => Assert.Empty(Read("A: B() sleep").Parameters);

    [Fact]
    public void Line_WithADashForTwin_HasNone() => Assert.Null(Read("A: B sleep - timeout").Effect!.Twin);

    [Fact]
    public void Line_OfWhatIsHarmless_HasNoEffect() => Assert.Null(Read("A: * harmless").Effect);

    [Fact]
    public void Line_WithAChain_KeepsIt() => Assert.Equal("C.D → Thread.Sleep", Read("A: B sleep - always C.D → Thread.Sleep").Effect!.Chain);

    [Theory]
    [InlineData("A: B(Int32) sleep Task.Delay timeout")]
    [InlineData("A`1+D: .ctor() input - slow C.D → File.ReadAllText")]
    [InlineData("A: B harmless")]
    public void Line_ThatIsWritten_IsTheOneThatWasRead(string line) => Assert.Equal(line, EffectFormat.Write(Read(line)));

    [Fact]
    public void Section_OfReferences_HoldsWhatTheFrameworkDoesNotDeclare()
    {
        var entries = EffectFormat.Read(new StringReader("picard-effects 1\nA: B sleep\n[references]\n# why\n\nC: D sleep\n"));

        Assert.Equal([true, false], entries.Select(static entry => entry.IsFramework));
    }

    [Theory]
    [InlineData("A: B")]
    [InlineData("A B sleep")]
    [InlineData("A: B dream")]
    [InlineData("A: B sleep - soon")]
    [InlineData("A: B(Int32 sleep")]
    [InlineData("[other]")]
    public void Line_OfAnotherForm_IsRefused(string line) => Assert.Throws<FormatException>(() => Read(line));

    [Theory]
    [InlineData("")]
    [InlineData("picard-effects 2\nA: B sleep")]
    [InlineData("A: B sleep")]
    public void Table_OfAnotherVersion_IsRefused(string text) => Assert.Throws<FormatException>(() => EffectFormat.Read(new StringReader(text)).ToList());

    private static EffectEntry Read(string line) => Assert.Single(EffectFormat.Read(new StringReader($"{EffectFormat.Header}\n{line}\n")));
}
