using Microsoft.CodeAnalysis;
using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>What is emitted, looked at as text and compiled with every warning counted.</summary>
public sealed class SourceTests
{
    private const string App = """
        using Picard;
        namespace Shop;
        [Application] public partial class App;
        """;

    [Fact]
    public void Hello()
    {
        var run = GeneratorRun.Over("""
            using Picard;

            [Application]
            public partial class App;

            [Handler]
            public partial class Hello
            {
                [Get("/")]
                private string Index() => "Hello, World!";
            }
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void Users()
    {
        var run = GeneratorRun.Over("""
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using Picard;

            namespace Shop;

            [Application]
            public partial class App
            {
                [Provides] private readonly UserStore _store = new();
            }

            public sealed class UserStore;

            [Handler]
            public partial class Users(UserStore store, IServiceProvider? services = null)
            {
                private const int FirstPage = 1;

                [Get("/users/{id:int}")]
                private ValueTask<string?> Get(int id, CancellationToken aborted) => new(store.ToString() + id + aborted + services);

                [Get("/users/{name}"), ContentType("text/html")]
                private static string ByName(string name) => name;

                [Get("/search/{page=1}")]
                private string Search(string q, int page = FirstPage, [Header("accept-language")] string? language = null) => q + page + language;

                [Put("/files/{**path}"), MaxContent(1_000_000)]
                private void Write(string path, ReadOnlyMemory<byte> content) => _ = path + content;

                [Fallback]
                private Problem Nothing([Service] UserStore @class) => new(StatusCode.NotFound) { Detail = @class.ToString() };
            }
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void Routes()
    {
        var run = GeneratorRun.Over("""
            using Picard;

            [Application]
            public partial class App;

            [Handler]
            public partial class Many
            {
                [Get("/one"), Post("/one")] private string One() => "";
                [Get("/two")] private string Two() => "";
                [Get("/three")] private string Three() => "";
                [Get("/four/{x:int:min(1)}/{y:regex(^a+$)}")] private string Four(int x, string y) => y + x;
                [Get("/five/{**rest}")] private string Five(string rest) => rest;
                [Get("/six/a")] private string Six() => "";
                [Get("/{any}")] private string Any(string any) => any;
            }
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void NestedPrivateHandler()
    {
        var run = GeneratorRun.Over("""
            namespace Shop
            {
                using Picard;

                [Application] internal partial class App;

                internal partial struct Outer
                {
                    private partial class Middle
                    {
                        [Handler] partial record Inner(Dto? Given = null)
                        {
                            [Get("/")] string Index(Kind kind) => kind.ToString() + Given;
                        }

                        private enum Kind { A }
                        private sealed record Dto;
                    }
                }
            }
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Theory]
    [InlineData("[Handler] public class NotPartial { [Get(\"/\")] string A() => \"\"; }")]
    [InlineData("[Handler] public partial class Generic<T> { [Get(\"/\")] string A() => \"\"; }")]
    [InlineData("[Handler] public abstract partial class Abstract { [Get(\"/\")] string A() => \"\"; }")]
    [InlineData("[Handler] public static partial class Static { [Get(\"/\")] static string A() => \"\"; }")]
    [InlineData("[Handler] file partial class FileLocal { [Get(\"/\")] string A() => \"\"; }")]
    [InlineData("public class Outer { [Handler] partial class Inner { [Get(\"/\")] string A() => \"\"; } }")]
    [InlineData("public partial class Outer<T> { [Handler] partial class Inner { [Get(\"/\")] string A() => \"\"; } }")]
    [InlineData("[Handler] public partial struct Value { [Get(\"/\")] string A() => \"\"; }")]
    [InlineData("[Handler] public partial class Bad { [Get(\"no slash\")] string A() => \"\"; [Get(\"/{a\")] string B() => \"\"; }")]
    [InlineData("[Handler] public partial class Bad { const string P = \"/\"; [Get(P)] string A() => \"\"; }")]
    [InlineData("[Handler] public partial class Bad { [Get(\"/\")] string A<T>() => \"\"; [Get(\"/b\")] string B(ref int x) => \"\"; [Get(\"/c\")] string C(out int x) { x = 1; return \"\"; } }")]
    [InlineData("[Handler] public partial class Twice { [Get(\"/\")] string A() => \"\"; [Get(\"/\")] string B() => \"\"; [Fallback] string C() => \"\"; [Fallback] string D() => \"\"; }")]
    [InlineData("[Handler] public partial class Users { [Get(\"/\")] string A() => \"\"; } [Handler] public partial class users { [Get(\"/b\")] string A() => \"\"; }")]
    [InlineData("[Handler] public partial class Empty;")]
    public void Declaration_ThatIsWrong_NeverBreaksTheBuildByEmittedCode(string declaration)
    {
        var run = GeneratorRun.Over(App, $"using Picard; namespace Shop; {declaration}");
        Assert.Null(run.Result.Results.Single().Exception);

        // Only what the compiler has to say about the user's own text: attributes on a struct.
        Assert.DoesNotContain(run.Problems(), static d => d.Location.SourceTree!.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("string A(Dto dto) => \"\";", "No value of this type can be bound")]
    [InlineData("string A(byte[] content) => \"\";", "byte[] is not bound")]
    [InlineData("string A(System.Collections.Generic.List<int> ids) => \"\";", "No value of this type can be bound")]
    [InlineData("System.IO.Stream A() => null!;", "A result of this type cannot be sent")]
    [InlineData("System.Threading.Tasks.Task<System.IO.Stream> A() => null!;", "A result of this type cannot be sent")]
    public void Type_ThatIsNotSupported_FailsTheBuildWithTheReason(string method, string reason)
    {
        var run = GeneratorRun.Over(App, $"using Picard; namespace Shop; public sealed class Dto; [Handler] public partial class H {{ [Get(\"/\")] {method} }}");
        var problems = run.Problems().ToList();
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Equal("CS0619", problem.Id));
        Assert.All(problems, problem => Assert.Contains(reason, problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[Picard.Handler] public partial class H { [Picard.Get(\"/\")] string A() => \"\"; }", 1)]
    [InlineData("[global::Picard.HandlerAttribute] public partial class H { [global::Picard.GetAttribute(\"/\")] string A() => \"\"; }", 1)]
    [InlineData("namespace Picard.Mine { [Handler] public partial class H { [Get(\"/\")] string A() => \"\"; } }", 1)]
    [InlineData("namespace N { using P = Picard; [P.Handler] public partial class H { [P.Get(\"/\")] string A() => \"\"; } }", 1)]
    [InlineData("public class HandlerAttribute : System.Attribute; [Handler] public partial class H { }", 0)]
    [InlineData("namespace Other { public class HandlerAttribute : System.Attribute; } [Other.Handler] public partial class H { }", 0)]
    public void Attribute_CountsIfItIsPicards(string source, int files)
    {
        var run = GeneratorRun.Over(source);
        Assert.Equal(files, run.HintNames.Count());
        Assert.Empty(run.Problems());
    }

    [Fact]
    public void Parts_InSeveralFiles_MakeOneHandler()
    {
        var run = GeneratorRun.Over(
            App,
            "using Picard; namespace Shop; [Handler] public partial class H { [Get(\"/a\")] string A() => \"\"; }",
            "using Picard; using Number = System.Int32; namespace Shop; partial class H { [Get(\"/b/{n}\")] string B(Number n) => \"\" + n; }",
            "namespace Shop; partial class H { private readonly System.IServiceProvider _given; public H(System.IServiceProvider given) => _given = given; }");
        Assert.Equal(["Shop.H.g.cs", "Shop.H.2.g.cs", "Shop.App.Routes.g.cs"], run.HintNames);
        Assert.Empty(run.Problems());
        Assert.Contains("Required<System.IServiceProvider>", run.File("Shop.H.g.cs"), StringComparison.Ordinal);
        Assert.Contains("using Number = System.Int32;", run.File("Shop.H.2.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_OfTheUsers_AreNeverMistakenForOurs()
    {
        var run = GeneratorRun.Over(App, """
            using Picard;
            namespace Shop;
            public class Exchange; public class Answer; public class Parameter; public class Rank; public class Source; public class Reply;
            public class RouteTable; public class RouteMethods; public class HandlerEndpoints;
            [Handler] public partial class Clash
            {
                public class Gen; public class System; public class Of<T>;
                [Get("/{exchange}")] string Invoke(string exchange, string answer, string services, string endpoint) => exchange;
                [Get("/a")] string Create() => "";
                [Get("/b")] string Get() => "";
                [Get("/c")] string Get(int @int) => "";
                [Get("/d")] string Get2() => "";
            }
            """);
        Assert.Empty(run.Problems());
    }
}
