using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace Picard.Gen.Generators.Tests;

public sealed class IncrementalityTests
{
    private const string App = """
        using Picard;
        namespace Shop;
        [Application] public partial class App;
        """;

    private const string Users = """
        using Picard;
        namespace Shop;
        [Handler] public partial class Users
        {
            [Get("/users/{id}")] string Get(int id) { return "user"; }
        }
        """;

    private const string Orders = """
        using Picard;
        namespace Shop;
        [Handler] public partial class Orders
        {
            [Get("/orders/{id}")] string Get(int id) { var text = "order"; return text + id; }
        }
        """;

    private const string Other = """
        namespace Shop;
        public class Other { public int One() => 1; }
        """;

    private static GeneratorRun Start() => GeneratorRun.Over(App, Users, Orders, Other);

    [Fact]
    public void Edit_InsideAMethodBody_RewritesNothing()
    {
        var run = Start().Edit(2, static t => t.Replace("\"order\"", "\"another\"", StringComparison.Ordinal));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.TreesStep));
        Assert.Equal([Cached], run.Reasons(HandlerGenerator.ProjectStep));
        Assert.All(run.Reasons(HandlerGenerator.HandlersStep), static r => Assert.Equal(Cached, r));
        Assert.All(run.Files(), static r => Assert.Equal(Cached, r));
    }

    [Fact]
    public void Edit_InAnotherFile_RewritesNothing()
    {
        var run = Start().Edit(3, static t => t.Replace("One() => 1", "Two(string s) => 2", StringComparison.Ordinal));
        Assert.Equal([Cached], run.Reasons(HandlerGenerator.ProjectStep));
        Assert.All(run.Files(), static r => Assert.Equal(Cached, r));
    }

    [Fact]
    public void Edit_OfAUsing_RewritesTheFileOfItsHandlerOnly()
    {
        var run = Start().Edit(2, static t => "using System.Text;\n" + t);
        Assert.Equal([Modified], run.Reasons(HandlerGenerator.ProjectStep));
        Assert.Equal([Modified, Unchanged], run.Reasons(HandlerGenerator.HandlersStep));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.ApplicationsStep));
        Assert.Equal([Modified, Cached, Cached], run.Files().Order());
    }

    [Fact]
    public void Edit_OfARoute_RewritesItsHandlerAndTheApplication()
    {
        var run = Start().Edit(2, static t => t.Replace("/orders/", "/bills/", StringComparison.Ordinal));
        Assert.Equal([Modified, Unchanged], run.Reasons(HandlerGenerator.HandlersStep));
        Assert.Equal([Modified], run.Reasons(HandlerGenerator.ApplicationsStep));
        Assert.Equal([Modified, Cached, Modified], run.Files());
    }

    [Fact]
    public void Edit_OfAParameterType_RewritesTheFileOfItsHandlerOnly()
    {
        var run = Start().Edit(1, static t => t.Replace("int id", "long id", StringComparison.Ordinal));
        Assert.Equal([Unchanged, Modified], run.Reasons(HandlerGenerator.HandlersStep));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.ApplicationsStep));
    }

    [Fact]
    public void Constant_ThatBecomesAnother_RewritesNothing()
    {
        var run = Start().Edit(1, static t => t.Replace("\"user\"", "\"member\"", StringComparison.Ordinal));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.TreesStep));
        Assert.All(run.Files(), static r => Assert.Equal(Cached, r));
    }

    [Fact]
    public void Handler_ThatIsAdded_RewritesTheApplicationAndNoOther()
    {
        var run = Start().Add(Users.Replace("Users", "Added", StringComparison.Ordinal).Replace("/users", "/added", StringComparison.Ordinal));
        Assert.Equal(["Shop.Added.g.cs", "Shop.Orders.g.cs", "Shop.Users.g.cs", "Shop.App.Routes.g.cs"], run.HintNames);
        Assert.Equal([Modified], run.Reasons(HandlerGenerator.ApplicationsStep));
        Assert.Contains("/added/{id}", run.File("Shop.App.Routes.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_ThatIsGlobal_MakesAttributesCountEverywhere()
    {
        var run = GeneratorRun.Over(App.Replace("using Picard;", "", StringComparison.Ordinal), Users.Replace("using Picard;", "", StringComparison.Ordinal));
        Assert.Empty(run.HintNames);
        run = run.Add("global using Picard;");
        Assert.Equal(["Shop.Users.g.cs", "Shop.App.Routes.g.cs"], run.HintNames);
        Assert.Empty(run.Problems());
    }

    [Fact]
    public void Output_IsTheSameWhateverTheOrderOfFiles()
    {
        var one = GeneratorRun.Over(App, Users, Orders, Other);
        var two = GeneratorRun.Over(Orders, Other, Users, App);
        Assert.Equal(one.HintNames, two.HintNames);
        Assert.All(one.HintNames, name => Assert.Equal(one.File(name), two.File(name)));
        Assert.Empty(one.Problems());
    }
}
