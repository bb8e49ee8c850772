namespace Picard.Gen.Analyzers.Tests;

public class AttributeAnalyzerTests
{
    [Fact]
    public Task AttributesByTheirNames_AreFine() => Check.Source<AttributeAnalyzer>(""""
        [Application, ContentType("text/plain")] partial class App { [Picard.Provides] int _a = 1; [ProvidesAttribute] string B => ""; }
        [global::Picard.HandlerAttribute(Application = typeof(App))]
        partial class Users
        {
            [Get(@"/a"), Picard.Post("/a"), MaxContent(10 * 1024)] string A([Header] string x, [Query("y")] string y) => "";
            [Get("""/b""")] string B() => "";
        }
        """");

    [Fact]
    public Task AliasOfAnAttribute_IsReported() => Check.Source<AttributeAnalyzer>(
        """
        namespace N
        {
            using Fetch = Picard.GetAttribute;
            [Handler] partial class Users { [{|#0:Fetch("/")|}] string A() => ""; }
        }
        """,
        Check.Message(Rules.UnreadableAttribute, "[Fetch] on 'Users.A' is an alias of [Get], and the generator goes by names, so it has no effect"));

    [Fact]
    public Task AliasOfTheNamespace_IsReported() => Check.Source<AttributeAnalyzer>("""
        namespace N
        {
            using P = Picard;
            [{|PIC0012:P.Handler|}] partial class Users { [{|PIC0012:P::Get("/")|}] string A([{|PIC0012:P.Query|}] string q) => ""; }
        }
        """);

    [Fact]
    public Task DerivedRouteAttribute_IsReported() => Check.Source<AttributeAnalyzer>(
        """
        sealed class FetchAttribute(string pattern) : RouteAttribute(pattern) { }
        [Handler] partial class Users { [{|#0:Fetch("/")|}] string A() => ""; }
        """,
        Check.Message(Rules.UnreadableAttribute, "[Fetch] on 'Users.A' is derived from RouteAttribute, and the generator goes by names, so it has no effect"));

    [Theory]
    [InlineData("Paths.Index")]
    [InlineData("\"/a\" + \"/b\"")]
    [InlineData("nameof(Paths)")]
    [InlineData("$\"/{Paths.Index}\"")]
    public Task ArgumentThatIsNotLiteral_IsReported(string argument) => Check.Source<AttributeAnalyzer>(
        $$"""
        static class Paths { public const string Index = "/"; }
        [Handler] partial class Users { [Get({|#0:{{argument}}|})] string A() => ""; }
        """,
        Check.Message(
            Rules.ArgumentNotLiteral, "The argument of [Get] on 'Users.A' is not a literal, and the generator sees text but not values, so it has no effect"));

    [Fact]
    public Task NameThatIsNotLiteral_IsReported() => Check.Source<AttributeAnalyzer>("""
        [Handler] partial class Users { const string Q = "q"; [Get("/")] string A([Query({|PIC0013:Q|})] string q, [Header(name: {|PIC0013:Q|})] string h) => ""; }
        """);

    [Fact]
    public Task DescriptionThatIsNotLiteral_IsReported() => Check.Source<AttributeAnalyzer>("""
        static class Texts { public const string Title = "Shop"; }
        [Application, OpenApi(Version = "1", Title = {|PIC0013:Texts.Title|})] partial class App { }
        """);
}
