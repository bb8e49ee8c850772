namespace Picard.Gen.Analyzers.Tests;

/// <summary>Messages name what the user has written and say what follows; code that is half typed says nothing.</summary>
public class LifetimeMessageAnalyzerTests
{
    [Fact]
    public Task UseAfterAdvanceTo_NamesTheBuffer() => Check.Source<LifetimeAnalyzer>(
        PipeSource.With("""
            private async Task Read(PipeReader reader)
            {
                var result = await reader.ReadAsync();
                reader.AdvanceTo(result.Buffer.End);
                Process({|#0:result.Buffer|});
            }
            """),
        Check.Message(
            Rules.UsedAfterAdvance,
            "'result.Buffer' is used after AdvanceTo has given its memory back to the pipe, so it may show other content already; use it before, or copy what is kept"));

    [Fact]
    public Task MemoryThatIsKept_NamesWhoEndsIt() => Check.Source<LifetimeAnalyzer>(
        PoolSource.With("""
            private void Keep()
            {
                using var owner = MemoryPool<byte>.Shared.Rent(10);
                {|#0:_mem = owner.Memory|};
            }
            """),
        Check.Message(
            Rules.MemoryOutlived,
            "'_mem = owner.Memory' holds on to memory after Dispose gives it back to the pool, so it will see what somebody else writes there; copy it, or wait for what uses it"));

    [Theory]
    [InlineData("private async Task Read(PipeReader reader) { var result = await reader.ReadAsync(")]
    [InlineData("private void Rent() { var rented = ArrayPool<byte>.Shared.Rent( ; rented. }")]
    [InlineData("private async Task Read(Missing reader) { while (true) { var result = await reader.ReadAsync(); reader.AdvanceTo(result.Buffer.End); } }")]
    [InlineData("private void Rent() { var rented = ArrayPool<byte>.Shared.Rent(1); try { } finally { ArrayPool<byte>.Shared.Return(rented, } }")]
    public async Task HalfTypedCode_IsNoFailure(string member)
    {
        var test = new AnalyzerTest<LifetimeAnalyzer> { CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None };
        test.TestState.Sources.Add(("Test0.cs", "using System; using System.Buffers; using System.IO.Pipelines; using System.Threading.Tasks;\n" + $"class C {{ {member} }}"));
        await test.RunAsync();
    }
}
