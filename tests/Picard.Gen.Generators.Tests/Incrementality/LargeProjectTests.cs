using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace Picard.Gen.Generators.Tests;

/// <summary>What an edit costs in a large project, as facts: which steps run again, and which files are written.</summary>
public sealed class LargeProjectTests
{
    private static readonly Lazy<GeneratorRun> s_start = new(static () => GeneratorRun.Over(LargeProject.Sources));

    [Fact]
    public void Project_ThatIsLarge_HasItsRoutesAndShapesInGroups()
    {
        var names = s_start.Value.HintNames.ToList();
        var routes = names.Count(static n => n.StartsWith("Shop.App.Routes-", StringComparison.Ordinal));
        var shapes = names.Count(static n => n.EndsWith(".Json.g.cs", StringComparison.Ordinal));
        Assert.InRange(routes, 4, 12);
        Assert.InRange(shapes, 10, 80);
        Assert.Equal(LargeProject.Handlers + 1 + routes + shapes, names.Count);
        Assert.Empty(s_start.Value.Problems());
    }

    [Fact]
    public void Edit_OfAMethodBody_RunsNothingBehindTheTrees()
    {
        var run = s_start.Value.Edit(LargeProject.HandlerAt(7), static t => t.Replace("\"index 7\"", "\"another\" + 7", StringComparison.Ordinal))
            .Edit(LargeProject.HandlerAt(8), static t => t.Replace("one 8 ", "two 8 ", StringComparison.Ordinal));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.TreesStep));
        AssertCached(run, HandlerGenerator.PartsStep, HandlerGenerator.TypesStep, HandlerGenerator.ProjectStep, HandlerGenerator.ClosureStep);
        Assert.Empty(run.Written);
    }

    [Fact]
    public void Edit_OfAnotherFile_RunsNothingBehindTheTrees()
    {
        var run = s_start.Value.Edit(LargeProject.Other, static t => t.Replace("=> 1", "=> 2", StringComparison.Ordinal));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.TreesStep));
        AssertCached(run, HandlerGenerator.PartsStep, HandlerGenerator.TypesStep, HandlerGenerator.ProjectStep, HandlerGenerator.ClosureStep);
        Assert.Empty(run.Written);
    }

    [Theory]
    [InlineData(10, "/h10/{id:int}", "/h10/x/{id:int}")]
    [InlineData(11, "/h11/{id:int}", "/h11/x/{id:int}")]
    public void Edit_OfARoute_WritesItsHandlerAndItsPartOfTheTable(int handler, string before, string after)
    {
        var run = s_start.Value.Edit(LargeProject.HandlerAt(handler), t => t.Replace(before, after, StringComparison.Ordinal));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.TypesStep));
        AssertCached(run, HandlerGenerator.SignaturesStep);
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.ClassNamesStep));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.RouteLayoutsStep));
        AssertCached(run, HandlerGenerator.TypeNamesStep, HandlerGenerator.ClosureStep, HandlerGenerator.ShapesStep);
        Assert.Equal([PartWith(run, after), $"Shop.H{handler}.g.cs"], run.Written.Order(StringComparer.Ordinal));
        Assert.Single(run.Reasons(HandlerGenerator.HandlersStep), Modified);
        Assert.Single(run.Reasons(HandlerGenerator.ApplicationFilesStep), Modified);
    }

    [Theory]
    [InlineData(10, "\"/h10/{id:int}\"", "\"/g10/{id:int}\"")]
    [InlineData(10, "\"/h10/{id:int}\"", "\"/\"")]
    [InlineData(11, "/h11/{id:int}", "/g11/{id:int}")]
    [InlineData(11, "\"/api/v1/h11\"", "\"/api/v1\"")]
    [InlineData(11, "\"/api/v1/h11\"", "\"/api/{version}/h11\"")]
    [InlineData(11, "Index()", "Start()")]
    [InlineData(11, "class H11", "class G11")]
    public void Edit_OfANameOrOfASegmentThatDivides_LeavesWhatAFreshRunEmits(int handler, string before, string after)
    {
        var run = s_start.Value.Edit(LargeProject.HandlerAt(handler), t => t.Replace(before, after, StringComparison.Ordinal));
        Assert.Equal([Modified], run.Reasons(HandlerGenerator.RouteLayoutsStep));
        AssertFresh(run);
    }

    [Fact]
    public void Edits_OfRoutesBehindTheSegmentsThatDivide_LeaveWhatAFreshRunEmits()
    {
        var run = s_start.Value;
        foreach (var i in new[] { 10, 11, 10, 54, 55 })
        {
            run = run.Edit(LargeProject.HandlerAt(i), t => t.Replace($"/h{i}", $"/h{i}/x", StringComparison.Ordinal));
            Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.RouteLayoutsStep));
        }

        AssertFresh(run);
    }

    [Fact]
    public void Edit_OfAParameterType_WritesItsHandlerOnly()
    {
        var run = s_start.Value.Edit(LargeProject.HandlerAt(10), static t => t.Replace("int id", "long id", StringComparison.Ordinal));
        AssertCached(run, HandlerGenerator.ApplicationFilesStep, HandlerGenerator.ShapesStep);
        Assert.Equal(["Shop.H10.g.cs"], run.Written);
    }

    [Theory]
    [InlineData(150, "string Name", "string Name, int Count")]
    [InlineData(20, "int Id", "long Id")]
    public void Edit_OfAJsonMember_WritesTheGroupOfItsShape(int type, string before, string after)
    {
        var run = s_start.Value.Edit(LargeProject.TypeAt(type), t => t.Replace(before, after, StringComparison.Ordinal));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.PartsStep));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.TypeNamesStep));
        AssertCached(run, HandlerGenerator.ProjectStep, HandlerGenerator.HandlersStep, HandlerGenerator.ApplicationFilesStep, HandlerGenerator.SignaturesStep);
        Assert.Single(run.Reasons(HandlerGenerator.ShapesStep), Modified);
        var written = Assert.Single(run.Written);
        Assert.Contains($"class PicardT{type}Shape ", run.File(written), StringComparison.Ordinal);
    }

    [Fact]
    public void Type_ThatIsAdded_ChangesOneGroup()
    {
        // Neither a name that begins a group, nor the first or last of one.
        var run = s_start.Value.Edit(LargeProject.TypeAt(150), static t => t.Replace("string Name", "string Name, T150B? B = null", StringComparison.Ordinal)
            + " public sealed record T150B(int Id);");
        Assert.Single(run.Written);
        Assert.Contains("class PicardT150BShape ", run.File(run.Written.Single()), StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_ThatIsUndone_LeavesWhatThereWas()
    {
        var run = s_start.Value.Edit(LargeProject.HandlerAt(10), static t => t.Replace("/h10/{id:int}", "/h10/x/{id:int}", StringComparison.Ordinal))
            .Edit(LargeProject.HandlerAt(10), static t => t.Replace("/h10/x/{id:int}", "/h10/{id:int}", StringComparison.Ordinal));
        Assert.Equal(s_start.Value.HintNames, run.HintNames);
        Assert.All(run.HintNames, name => Assert.Equal(s_start.Value.File(name), run.File(name)));
    }

    [Fact]
    public void Output_IsTheSameWhateverTheOrderOfFiles()
    {
        var other = GeneratorRun.Over([.. LargeProject.Sources.Reverse()]);
        Assert.Equal(s_start.Value.HintNames, other.HintNames);
        Assert.All(other.HintNames, name => Assert.Equal(s_start.Value.File(name), other.File(name)));
    }

    private static string PartWith(GeneratorRun run, string route) => run.HintNames.Single(n =>
        n.StartsWith("Shop.App.Routes-", StringComparison.Ordinal) && run.File(n).Contains(route + " ", StringComparison.Ordinal));

    private static void AssertFresh(GeneratorRun run)
    {
        var fresh = GeneratorRun.Over([.. run.Compilation.SyntaxTrees.Select(static t => t.ToString())]);
        Assert.Equal(fresh.HintNames.Order(StringComparer.Ordinal), run.HintNames.Order(StringComparer.Ordinal));
        Assert.All(fresh.HintNames, name => Assert.Equal(fresh.File(name), run.File(name)));
    }

    private static void AssertCached(GeneratorRun run, params string[] steps) =>
        Assert.All(steps, step => Assert.All(run.Reasons(step), reason => Assert.Contains(reason, new[] { Cached, Unchanged })));
}
