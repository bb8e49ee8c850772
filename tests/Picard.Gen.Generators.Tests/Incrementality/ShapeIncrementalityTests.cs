using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace Picard.Gen.Generators.Tests;

public sealed class ShapeIncrementalityTests
{
    private const string App = "using Picard; namespace Shop; [Application] public partial class App;";

    private const string Users = """
        using Picard;
        namespace Shop;
        [Handler] public partial class Users
        {
            [Get("/users")] User Get() { return new User(1, null); }
        }
        """;

    private const string User = """
        namespace Shop;
        public sealed record User(int Id, Tag? Tag) { public int Twice() { return Id * 2; } }
        """;

    private const string Tag = """
        namespace Shop;
        public sealed class Tag { public string Label { get; set; } = ""; }
        """;

    private const string Other = "namespace Shop; public sealed record Other(int Id);";

    private static GeneratorRun Start() => GeneratorRun.Over(App, Users, User, Tag, Other);

    [Theory]
    [InlineData(1, "new User(1, null)", "new User(2, null)")]
    [InlineData(2, "Id * 2", "Id * 3")]
    public void Edit_InsideAMethodBody_RunsNothingOfTheShapes(int file, string before, string after)
    {
        var run = Start().Edit(file, t => t.Replace(before, after, StringComparison.Ordinal));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.TreesStep));
        Assert.Equal([Cached], run.Reasons(HandlerGenerator.ClosureStep));
        Assert.All(run.Reasons(HandlerGenerator.ShapesStep), static r => Assert.Equal(Cached, r));
        Assert.All(run.Files(), static r => Assert.Equal(Cached, r));
    }

    [Fact]
    public void Edit_OfAnotherType_WritesNothing()
    {
        var run = Start().Edit(4, static t => t.Replace("int Id", "long Id", StringComparison.Ordinal));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.ClosureStep));
        Assert.All(run.Files(), static r => Assert.Equal(Cached, r));
    }

    [Fact]
    public void Edit_OfAType_WritesItsShapeOnly()
    {
        var run = Start().Edit(3, static t => t.Replace("Label", "Text", StringComparison.Ordinal));
        Assert.Equal([Modified, Unchanged], run.Reasons(HandlerGenerator.ShapesStep));
        Assert.Contains("\"text\"", run.File("Shop.Tag.Json.g.cs"), StringComparison.Ordinal);
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.HandlersStep).Select(static r => r == Cached ? Unchanged : r));
        Assert.Single(run.Files(), Modified);
    }

    [Fact]
    public void Member_OfAnotherType_BringsThatTypeIn()
    {
        var run = Start().Edit(2, static t => t.Replace("Tag? Tag", "Tag? Tag, Other? More = null", StringComparison.Ordinal));
        Assert.Contains("Shop.Other.Json.g.cs", run.HintNames);
        Assert.Empty(run.Problems());
    }

    [Fact]
    public void Types_OfNoHandler_HaveNoShape() =>
        Assert.Equal(["Shop.Users.g.cs", "Shop.App.Routes.g.cs", "Shop.Tag.Json.g.cs", "Shop.User.Json.g.cs"], Start().HintNames);
}
