using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>What is emitted for clients and pools, looked at as text and compiled with every warning counted.</summary>
public sealed class ClientSourceTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.IO.Pipelines;
        using System.Threading;
        using System.Threading.Tasks;
        using Picard;

        namespace Shop;


        """;

    [Fact]
    public void Interface()
    {
        var run = GeneratorRun.Over(Usings + """
            [Client("https://api.example.com/v1", Pool = typeof(Backend)), FieldLine("Accept", "application/json")]
            public partial interface IShop
            {
                [Get("/items/{id:int}/{page?}")] ValueTask<Item?> Item(int id, int? page = null, CancellationToken cancellationToken = default);
                [Get("/files/{**path}")] Task<string> File(string path, string q, [Header("if-none-match")] string? tag, [Cookie] string call);
                [Post("/items"), ContentType("application/vnd.item+json")] ValueTask<Response<Item>> Add(Item item, bool isDraft, CallOptions options = default);
                [Post("/login"), FieldLine("X-Reason", "test")] ValueTask Login([Form] string name, [Form("pass word")] string password);
                [Get("/shelves/{shelf}/books")] ValueTask<Results<Item[], NotFound, Problem>> Books([Parameters] Query query);
                string Name => "a shop";
            }

            public sealed record Query(string Shelf, string Q, [Header("accept-language")] string? Language = null) { [Cookie] public int Size { get; init; } = 20; }

            public partial interface IShop
            {
                [Put("/blobs/{name}")] ValueTask<StatusCode> Put(string name, PipeReader content);
                [Get("/rows")] IAsyncEnumerable<Item> Rows();
            }

            public sealed record Item(int Id, string Name);

            [Pool(MaxConnections = 8)] public sealed partial class Backend;
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void Class()
    {
        var run = GeneratorRun.Over(Usings + """
            public static partial class Nest
            {
                [Client("http://127.0.0.1")]
                internal sealed partial class Bird
                {
                    [Get("/eggs/{id}")] public partial ValueTask<byte[]?> Egg(Guid id, CancellationToken? aborted = null);
                    public int Wings => 2;
                }

                internal sealed partial class Bird
                {
                    [Head("/caf\u00e9/")] private partial Task<StatusCode> Look();
                }
            }
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void Pools()
    {
        var run = GeneratorRun.Over(Usings + """
            [Pool(MaxConnectionsPerAuthority = 64, MaxQueuedRequests = 1_024)] public partial class Backend;

            internal static partial class Outer { [Pool] internal static partial class Inner; }
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    // The analyzers say what is wrong; what is emitted compiles all the same.
    [Theory]
    [InlineData("ValueTask<string> M();", "'M' has no route")]
    [InlineData("""[Get("/"), Post("/")] ValueTask<string> M();""", "has several routes")]
    [InlineData("""[Get("x")] ValueTask<string> M();""", "has no pattern that can be read")]
    [InlineData("""[Get("/{id}")] ValueTask<string> M();""", "has no parameter 'id'")]
    [InlineData("""[Get("/")] ValueTask<T> M<T>();""", "is generic")]
    [InlineData("""[Get("/")] ValueTask<string> M(ref int id);""", "takes a parameter by reference")]
    [InlineData("""[Get("/")] string M();""", "returns what no response is read as")]
    [InlineData("""[Put("/")] ValueTask M(byte[] one, PipeReader other);""", "has several contents")]
    [InlineData("""[Put("/")] ValueTask M(byte[] one, [Form] string other);""", "has a form and other content")]
    [InlineData("""[Put("/")] ValueTask M([Service] IServiceProvider services);""", "takes what only handlers have")]
    [InlineData("""[Get("/")] ValueTask M(); int Count { get; }""", "has members that are no requests")]
    public void MethodThatIsNoRequest_LeavesWhatThrowsAndCompiles(string method, string why)
    {
        var run = GeneratorRun.Over(Usings + $$"""[Client("http://a")] public partial interface IShop { {{method}} }""");
        Assert.Contains("throw new global::System.NotSupportedException(", run.File("Shop.IShop.Client.g.cs"), StringComparison.Ordinal);
        Assert.Contains(why.Replace("'M'", "IShop.M", StringComparison.Ordinal), run.File("Shop.IShop.Client.g.cs"), StringComparison.Ordinal);
        Assert.All(run.Problems(), static problem => Assert.Equal("CS0535", problem.Id));
    }

    [Theory]
    [InlineData("""[FieldLine("A", "1")] [Client("http://a")] partial interface IShop { [Get("/")] ValueTask M(); } [FieldLine(value: "2", name: "B"), ContentType("a/b")] partial interface IShop;""")]
    [InlineData("""[Client("http://a")] partial interface IShop { [Get("/")] ValueTask M(); } [FieldLine("A", "1"), FieldLine("B", "2"), ContentType("a/b")] partial interface IShop { string Name => ""; }""")]
    public void AttributesOfAnyPart_AreOfAllRequests(string client)
    {
        var run = GeneratorRun.Over(Usings + client);
        Assert.Empty(run.Problems());
        Assert.Contains("""call.Field("A", "1");""", run.File("Shop.IShop.Client.g.cs"), StringComparison.Ordinal);
        Assert.Contains("""call.Field("B", "2");""", run.File("Shop.IShop.Client.g.cs"), StringComparison.Ordinal);
        Assert.Contains("""call.ContentType("a/b");""", run.File("Shop.IShop.Client.g.cs"), StringComparison.Ordinal);
    }
}
