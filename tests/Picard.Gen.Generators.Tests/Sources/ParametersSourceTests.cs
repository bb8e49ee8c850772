using Microsoft.CodeAnalysis;
using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>What is emitted for [Parameters], looked at as text and compiled with every warning counted.</summary>
public sealed class ParametersSourceTests
{
    private const string Source = """
        using Picard;

        namespace Shop;

        [Application] public partial class App;

        public sealed record Search(int Id, string Q, [Header("accept-language")] string? Language = null)
        {
            public int Page { get; init; } = 1;
            [Cookie] public required string Session { get; init; }
        }

        [Handler]
        public partial class Pages
        {
            [Get("/{id:int}/pages")] private string Find([Parameters] Search search) => search.Q;
        }
        """;

    [Fact]
    public void Search()
    {
        var run = GeneratorRun.Over(Source);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void Type_IsTheNearestOfItsName()
    {
        var run = GeneratorRun.Over(Source, "namespace Other { public sealed record Search(object Bad); } namespace Shop { public class Outer { private sealed record Search(object Worse); } }");
        Assert.Empty(run.Problems());
        Assert.Contains("Shop.Search.Parameters.g.cs", run.HintNames);
        Assert.DoesNotContain("Other.Search.Parameters.g.cs", run.HintNames);
    }

    [Fact]
    public void Edit_OfAMethodBody_WritesNothingAgain()
    {
        var run = GeneratorRun.Over(Source).Edit(0, static text => text.Replace("=> search.Q;", "=> search.Q + 1;", StringComparison.Ordinal));
        Assert.All(run.Reasons(HandlerGenerator.ParametersStep), static reason => Assert.NotEqual(IncrementalStepRunReason.Modified, reason));
        Assert.All(run.Files(), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }
}
