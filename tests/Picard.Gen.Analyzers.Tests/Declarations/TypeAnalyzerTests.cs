namespace Picard.Gen.Analyzers.Tests;

public class TypeAnalyzerTests
{
    [Fact]
    public Task PartialHandler_IsFine() => Check.Source<TypeAnalyzer>("""
        [Application] public partial class App { }
        [Handler] public partial class Users { [Get("/")] string Index() => ""; }
        [Handler] internal sealed partial record Pages(string Title) { [Fallback] string Any() => Title; }
        partial class Outer { internal partial struct Inner { [Handler] internal partial class Deep { [Get("/deep")] static string Get() => ""; } } }
        """);

    [Fact]
    public Task HandlerNotPartial_IsReported() => Check.Source<TypeAnalyzer>(
        """[Handler] class {|#0:Users|} { [Get("/")] string Index() => ""; }""",
        Check.Message(Rules.NotPartial, "'Users' is marked [Handler] but is not partial, so nothing can be emitted into it and no request reaches its methods"));

    [Fact]
    public Task ApplicationNotPartial_IsReported() => Check.Source<TypeAnalyzer>(
        "[Application] class {|#0:App|} { }",
        Check.Message(Rules.NotPartial, "'App' is marked [Application] but is not partial, so nothing can be emitted into it and it has no route table"));

    [Fact]
    public Task ContainingTypeNotPartial_IsReportedOnce() => Check.Source<TypeAnalyzer>(
        """
        class {|#0:Outer|}
        {
            [Handler] internal partial class Users { [Get("/")] string Index() => ""; }
            [Handler] internal partial class Pages { [Get("/pages")] string Index() => ""; }
        }
        """,
        Check.Message(
            Rules.ContainingTypeNotPartial,
            "'Outer' contains 'Users', which is marked [Handler], but is not partial, so nothing can be emitted into 'Users' and no request reaches its methods"));

    [Fact]
    public Task OuterContainingTypeNotPartial_IsReported() => Check.Source<TypeAnalyzer>("""
        class {|PIC0002:Outer|} { internal partial class Middle { [Handler] internal partial class Users { [Get("/")] string Index() => ""; } } }
        """);

    [Theory]
    [InlineData("partial class {|#0:Users|}<T>", "is generic", "Users<T>")]
    [InlineData("abstract partial class {|#0:Users|}", "is abstract")]
    [InlineData("file partial class {|#0:Users|}", "is file-local")]
    public Task UnsupportedForm_IsReported(string declaration, string form, string name = "Users") => Check.Source<TypeAnalyzer>(
        $$"""[Handler] {{declaration}} { [Get("/")] string Index() => ""; }""",
        Check.Message(Rules.UnsupportedType, $"'{name}' is marked [Handler] but {form}, so no request reaches its methods"));

    [Fact]
    public Task StaticApplication_IsReported() => Check.Source<TypeAnalyzer>(
        "[Application] static partial class {|#0:App|} { }",
        Check.Message(Rules.UnsupportedType, "'App' is marked [Application] but is static, so it has no route table"));

    [Fact]
    public Task HandlerInGenericType_IsReported() => Check.Source<TypeAnalyzer>(
        """partial class Outer<T> { [Handler] internal partial class {|#0:Users|} { [Get("/")] string Index() => ""; } }""",
        Check.Message(Rules.UnsupportedType, "'Outer<T>.Users' is marked [Handler] but is nested in the generic type 'Outer<T>', so no request reaches its methods"));

    [Fact]
    public Task PrivateHandler_IsReported() => Check.Source<TypeAnalyzer>(
        """partial class Outer { [Handler] partial class {|#0:Users|} { [Get("/")] string Index() => ""; } }""",
        Check.Message(
            Rules.UnsupportedType,
            "'Outer.Users' is marked [Handler] but is private and cannot be named by the application, so no request reaches its methods"));

    [Fact]
    public Task HandlerInPrivateType_IsReported() => Check.Source<TypeAnalyzer>(
        """partial class Outer { protected partial class Inner { [Handler] public partial class {|#0:Users|} { [Get("/")] string Index() => ""; } } }""",
        Check.Message(
            Rules.UnsupportedType,
            "'Outer.Inner.Users' is marked [Handler] but is nested in 'Outer.Inner', which is protected and cannot be named by the application, so no request reaches its methods"));

    [Fact]
    public Task SecondConstructor_IsReported() => Check.Source<TypeAnalyzer>(
        """[Handler] partial class {|#0:Users|}(string a) { public Users() : this("") { } [Get("/")] string Index() => a; }""",
        Check.Message(Rules.SeveralConstructors, "'Users' has 2 constructors, so the one that takes its services cannot be told"));

    [Fact]
    public Task StaticConstructor_IsNotCounted() => Check.Source<TypeAnalyzer>(
        """[Handler] partial class Users(string a) { static Users() { } [Get("/")] string Index() => a; }""");

    [Fact]
    public Task HandlerWithoutRoutes_IsReported() => Check.Source<TypeAnalyzer>(
        "[Handler] partial class {|#0:Users|} { string Index() => \"\"; }",
        Check.Message(Rules.NoRoutes, "'Users' is marked [Handler] but has no method with a route, so it answers no request"));

    [Fact]
    public Task StructHandler_IsTheCompilersToReport() => Check.Source<TypeAnalyzer>("[{|CS0592:Handler|}] partial struct {|PIC0014:Users|} { }");

    [Fact]
    public Task AttributesOfOthers_AreNotOurs() => Check.Source<TypeAnalyzer>("""
        namespace Mine
        {
            class HandlerAttribute : Attribute { }
            [Handler] class Users { }
        }
        """);

    [Fact]
    public Task MiddlewareThatIsNotPartial_IsReported() => Check.Source<TypeAnalyzer>(
        """[Middleware] public class {|#0:Gate|} { [OnRequest] void Begin() { } } public class {|#1:Outer|} { [Middleware] public partial class Inner { [OnRequest] void Begin() { } } }""",
        Check.Message(Rules.NotPartial, "'Gate' is marked [Middleware] but is not partial, so nothing can be emitted into it and it sees no exchange"),
        Check.Message(Rules.ContainingTypeNotPartial, "'Outer' contains 'Inner', which is marked [Middleware], but is not partial, so nothing can be emitted into 'Inner' and it sees no exchange", 1));

    [Theory]
    [InlineData("public partial class {|#0:Gate|}<T>", "Gate<T>", "is generic")]
    [InlineData("file partial class {|#0:Gate|}", "Gate", "is file-local")]
    [InlineData("public static partial class {|#0:Gate|}", "Gate", "is static")]
    [InlineData("public abstract partial class {|#0:Gate|}", "Gate", "is abstract")]
    public Task MiddlewareThatIsNoOrdinaryClass_IsReported(string declaration, string name, string form) => Check.Source<TypeAnalyzer>(
        $$"""[Middleware] {{declaration}} { [OnRequest] static void Begin() { } }""",
        Check.Message(Rules.UnsupportedType, $"'{name}' is marked [Middleware] but {form}, so it sees no exchange"));

    [Fact]
    public Task MiddlewareWithSeveralConstructors_IsReported() => Check.Source<TypeAnalyzer>(
        """[Middleware] public partial class {|PIC0011:Gate|} { public Gate() { } public Gate(int limit) { } [OnRequest] void Begin() { } }""");

    [Fact]
    public Task PrivateMiddleware_IsFine() => Check.Source<TypeAnalyzer>("""public partial class App { [Middleware] private partial class Gate { [OnRequest] void Begin() { } } }""");
}
