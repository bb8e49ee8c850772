using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace Picard.Gen.Generators.Tests;

/// <summary>Which edit writes the file of a client or a pool again.</summary>
public sealed class ClientIncrementalityTests
{
    private const string Shop = """
        using System.Threading.Tasks;
        using Picard;
        namespace Shop;
        [Client("http://a")] public partial interface IShop
        {
            [Get("/items/{id}")] ValueTask<Item> Item(int id);
            string Name() => "shop";
        }
        public sealed record Item(int Id, string Name);
        """;

    private const string Bird = """
        using System.Threading.Tasks;
        using Picard;
        namespace Shop;
        [Client("http://b")] public partial class Bird
        {
            [Get("/eggs")] public partial ValueTask<string> Egg();
        }
        """;

    private const string Pool = """
        using Picard;
        namespace Shop;
        [Pool(MaxConnections = 8)] public partial class Backend { public static int One() => 1; }
        """;

    private const string Other = """
        using Picard;
        namespace Shop;
        [Application] public partial class App;
        [Handler] public partial class Users
        {
            [Get("/users")] string All() => "all";
        }
        public class Other { public int One() => 1; }
        """;

    private static GeneratorRun Start() => GeneratorRun.Over(Shop, Bird, Pool, Other);

    [Theory]
    [InlineData(0, "\"shop\"", "\"store\"")]
    [InlineData(2, "=> 1", "=> 2")]
    [InlineData(3, "\"all\"", "\"none\"")]
    public void Edit_InsideAMethodBody_WritesNothing(int source, string old, string text)
    {
        var run = Start().Edit(source, t => t.Replace(old, text, StringComparison.Ordinal));
        Assert.Equal([Unchanged], run.Reasons(HandlerGenerator.TreesStep));
        Assert.All(run.Files(), static r => Assert.Equal(Cached, r));
        Assert.Empty(run.Written);
    }

    [Theory]
    [InlineData(3, "One() => 1", "Two(string s) => 2")]
    [InlineData(3, "string All()", "string Every()")]
    [InlineData(3, "public class Other", "public sealed record Extra(int X); public class Other")]
    public void Edit_ElsewhereInTheProject_LeavesClientsAndPoolsAlone(int source, string old, string text)
    {
        var run = Start().Edit(source, t => t.Replace(old, text, StringComparison.Ordinal));
        Assert.All(run.Reasons(HandlerGenerator.ClientsStep), static r => Assert.True(r is Unchanged or Cached, r.ToString()));
        Assert.All(run.Reasons(HandlerGenerator.PoolsStep), static r => Assert.True(r is Unchanged or Cached, r.ToString()));
        Assert.DoesNotContain(run.Written, static name => name.Contains("Client", StringComparison.Ordinal) || name.Contains("Pool", StringComparison.Ordinal));
    }

    [Fact]
    public void Edit_OfARoute_WritesTheFileOfItsClientOnly()
    {
        var run = Start().Edit(0, static t => t.Replace("/items/", "/things/", StringComparison.Ordinal));
        Assert.Equal(["Shop.IShop.Client.g.cs"], run.Written);
        Assert.Contains("/things/", run.File("Shop.IShop.Client.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_OfALimit_WritesTheFileOfItsPoolOnly()
    {
        var run = Start().Edit(2, static t => t.Replace("= 8", "= 9", StringComparison.Ordinal));
        Assert.Equal(["Shop.Backend.Pool.g.cs"], run.Written);
    }

    [Fact]
    public void Edit_OfAType_WritesItsShapeAndNoClient()
    {
        var run = Start().Edit(0, static t => t.Replace("string Name)", "string Name, int Size)", StringComparison.Ordinal));
        Assert.Equal(["Shop.Item.Json.g.cs"], run.Written);
    }

    [Fact]
    public void Edit_OfAParametersType_WritesItsClient()
    {
        var run = GeneratorRun.Over(Shop.Replace("Item(int id)", "Item([Parameters] Search search)", StringComparison.Ordinal), "namespace Shop; public sealed record Search(int Id, string Q);", Bird);
        Assert.Empty(run.Problems());
        Assert.Empty(run.Edit(2, static t => t + "// more").Written);
        run = run.Edit(1, static t => t.Replace("string Q", "string Q, int Page", StringComparison.Ordinal));
        Assert.Equal(["Shop.IShop.Client.g.cs"], run.Written);
        Assert.Contains("call.Query(\"page\"u8, search.Page);", run.File("Shop.IShop.Client.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Client_ThatIsAdded_WritesNoOther()
    {
        var run = Start().Add(Bird.Replace("Bird", "Whale", StringComparison.Ordinal));
        Assert.Equal(["Shop.Whale.Client.g.cs"], run.Written);
    }

    [Fact]
    public void Output_IsTheSameWhateverTheOrderOfFiles()
    {
        var one = Start();
        var two = GeneratorRun.Over(Other, Pool, Bird, Shop);
        Assert.Equal(one.HintNames, two.HintNames);
        Assert.All(one.HintNames, name => Assert.Equal(one.File(name), two.File(name)));
        Assert.Empty(one.Problems());
    }
}
